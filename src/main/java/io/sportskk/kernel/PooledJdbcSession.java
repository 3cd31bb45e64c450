package io.sportskk.kernel;

import akka.japi.function.Function;
import akka.projection.jdbc.JdbcSession;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** One transaction of a projection, on a connection that is borrowed from a pool. */
public final class PooledJdbcSession implements JdbcSession {

  private final Connection connection;

  /**
   * @throws IllegalStateException if the pool has no connection to lend in time
   */
  public PooledJdbcSession(DataSource pool) {
    try {
      connection = begun(pool.getConnection());
    } catch (SQLException e) {
      throw new IllegalStateException("no database connection: " + e.getMessage(), e);
    }
  }

  /** A driver may ask the server for it, which may be gone: nobody else would give it back. */
  private static Connection begun(Connection borrowed) throws SQLException {
    try {
      borrowed.setAutoCommit(false);
      return borrowed;
    } catch (SQLException e) {
      borrowed.close();
      throw e;
    }
  }

  @Override
  public <R> R withConnection(Function<Connection, R> work) throws Exception {
    return work.apply(connection);
  }

  /** The connection of this transaction. */
  public Connection connection() {
    return connection;
  }

  @Override
  public void commit() throws SQLException {
    connection.commit();
  }

  @Override
  public void rollback() throws SQLException {
    connection.rollback();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
