package io.sportskk.match;

import static io.sportskk.kernel.SqlValues.text;

import io.sportskk.match.AllSales.Step;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** The table of what was done to the sales of all matches at once. */
final class AllSalesRepository {

  private static final String LAST =
      """
      SELECT number, suspended, taken_by, reason, correlation_id, taken_at, stopped_at
      FROM all_sales_step ORDER BY number DESC LIMIT ?""";

  /** Whoever takes a step waits for the one before; whoever reads waits for nobody. */
  private static final String ONE_AT_A_TIME = "LOCK TABLE all_sales_step IN EXCLUSIVE MODE";

  private static final String TAKE =
      """
      INSERT INTO all_sales_step (number, suspended, taken_by, reason, correlation_id, taken_at)
      SELECT coalesce(max(number), 0) + 1, ?, ?, ?, ?, clock_timestamp() FROM all_sales_step""";

  /** Only of the last step: of one that others have followed nobody knows when it was so. */
  private static final String STOPPED =
      """
      UPDATE all_sales_step SET stopped_at = clock_timestamp()
      WHERE number = ? AND suspended AND stopped_at IS NULL
        AND number = (SELECT max(number) FROM all_sales_step)""";

  /** The last steps, the newest first. */
  List<Step> last(Connection connection, int most, int timeoutSeconds) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LAST)) {
      statement.setQueryTimeout(timeoutSeconds);
      statement.setInt(1, most);
      try (ResultSet result = statement.executeQuery()) {
        List<Step> steps = new ArrayList<>();
        while (result.next()) {
          steps.add(step(result));
        }
        return steps;
      }
    }
  }

  /**
   * Suspends all sales or resumes them, unless they are so already.
   *
   * @param connection in auto-commit mode; what was done is committed on return
   * @return whether there was anything to do
   */
  boolean take(
      Connection connection,
      boolean suspend,
      String by,
      String reason,
      String correlationId,
      int timeoutSeconds)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      lock(connection, timeoutSeconds);
      List<Step> last = last(connection, 1, timeoutSeconds);
      boolean isSuspended = !last.isEmpty() && last.get(0).suspended();
      if (isSuspended != suspend) {
        insert(connection, suspend, by, reason, correlationId, timeoutSeconds);
      }
      connection.commit();
      return isSuspended != suspend;
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static void lock(Connection connection, int timeoutSeconds) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(timeoutSeconds);
      statement.execute(ONE_AT_A_TIME);
    }
  }

  private static void insert(
      Connection connection,
      boolean suspend,
      String by,
      String reason,
      String correlationId,
      int timeoutSeconds)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
      statement.setQueryTimeout(timeoutSeconds);
      statement.setBoolean(1, suspend);
      statement.setString(2, text(by));
      statement.setString(3, text(reason));
      statement.setString(4, text(correlationId));
      statement.executeUpdate();
    }
  }

  /** Writes down that since now no node sells, unless that is written, or sales are resumed. */
  void stopped(Connection connection, long number, int timeoutSeconds) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(STOPPED)) {
      statement.setQueryTimeout(timeoutSeconds);
      statement.setLong(1, number);
      statement.executeUpdate();
    }
  }

  private static Step step(ResultSet row) throws SQLException {
    return new Step(
        row.getLong("number"),
        row.getBoolean("suspended"),
        row.getString("taken_by"),
        row.getString("reason"),
        row.getString("correlation_id"),
        instant(row, "taken_at"),
        instant(row, "stopped_at"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
