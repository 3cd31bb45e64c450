package io.sportskk.audit;

import io.sportskk.kernel.DatabaseKind;
import io.sportskk.kernel.SliceOffsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.PGStatement;

/**
 * One database at one moment: a transaction that only reads and sees what was committed when it was
 * first asked. Used by one thread at a time.
 */
final class Snapshot implements AutoCloseable {

  private static final int FETCH = 2_000;

  /** Takes what it wants of the row at hand. */
  interface Row {
    void read(ResultSet row) throws SQLException;
  }

  private final Connection connection;

  private Snapshot(Connection connection) {
    this.connection = connection;
  }

  /** Its moment is when it is first asked something. */
  static Snapshot of(DataSource database) throws SQLException {
    Connection connection = database.getConnection();
    try {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      connection.setAutoCommit(false); // else rows would not be streamed, either
      return new Snapshot(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** The same moment for another connection. PostgreSQL only. */
  Snapshot another(DataSource sameDatabase) throws SQLException {
    String[] name = new String[1];
    each("SELECT pg_export_snapshot()", row -> name[0] = row.getString(1));
    Snapshot other = of(sameDatabase);
    try {
      other.execute("SET TRANSACTION SNAPSHOT '" + name[0] + "'");
      return other;
    } catch (SQLException e) {
      other.close();
      throw e;
    }
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Streams the rows of a query. */
  void each(String sql, Row reader) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      statement.setFetchSize(FETCH);
      if (statement.isWrapperFor(PGStatement.class)) {
        // Payloads as they are from the first row on, not as text in hexadecimal.
        statement.unwrap(PGStatement.class).setPrepareThreshold(-1);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
    }
  }

  /** How far a projection is. */
  SliceOffsets offsets(String projection) throws SQLException {
    Map<String, Long> offsets = new HashMap<>();
    each(
        "SELECT projection_key, current_offset FROM akka_projection_offset_store"
            + " WHERE projection_name = '"
            + projection
            + "'",
        row -> offsets.put(row.getString(1), Long.parseLong(row.getString(2))));
    return new SliceOffsets(offsets);
  }

  /** Its moment, by the database's clock. PostgreSQL only. */
  Instant time() throws SQLException {
    Instant[] time = new Instant[1];
    each("SELECT now()", row -> time[0] = row.getObject(1, OffsetDateTime.class).toInstant());
    return time[0];
  }

  /**
   * @throws SQLException if it is of a kind that no part can use
   */
  DatabaseKind kind() throws SQLException {
    String url = connection.getMetaData().getURL();
    return DatabaseKind.of(url)
        .orElseThrow(() -> new SQLException("a database of an unknown kind: " + url));
  }

  @Override
  public void close() throws SQLException {
    try (connection) {
      connection.rollback();
    }
  }
}
