package io.sportskk.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Tables of a PostgreSQL that nobody else reads or writes until they are released. */
public final class HeldTables implements AutoCloseable {

  private final Connection connection;

  public HeldTables(DataSource database, String... tables) throws SQLException {
    connection = database.getConnection();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("LOCK TABLE " + String.join(", ", tables) + " IN ACCESS EXCLUSIVE MODE");
    }
  }

  /** May be called again. */
  public void release() throws SQLException {
    connection.close();
  }

  @Override
  public void close() throws SQLException {
    release();
  }
}
