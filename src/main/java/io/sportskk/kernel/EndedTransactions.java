package io.sportskk.kernel;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Whether all transactions of a PostgreSQL have ended that were under way at some moment: what they
 * had to bring is there then, and who begins later sees what was there at that moment.
 *
 * <p>A statement reads the database as it was when it began, and gets the number of its transaction
 * only with its first row: so it may not be seen in between. It is waited for twice, with a pause:
 * by the second time such a statement has its number, or has ended.
 */
public final class EndedTransactions {

  private static final String OLDEST =
      "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint";

  /** Takes a number: all that have one by then have a lower one. */
  private static final String NEXT = "SELECT pg_current_xact_id()::text::bigint";

  private static final int TIMES = 2;

  private final Duration timeout;

  /** The first transaction that need not be waited for; 0 before that was asked. */
  private long horizon;

  private int times;

  /**
   * @param timeout of a statement, in whole seconds
   */
  public EndedTransactions(Duration timeout) {
    this.timeout = timeout;
  }

  /**
   * Asked again and again, with a pause in between, until it is so. The moment is the first one.
   */
  public synchronized boolean all(Connection connection) throws SQLException {
    if (times >= TIMES) {
      return true;
    }
    if (horizon > 0 && number(connection, OLDEST) >= horizon) {
      times++;
      horizon = 0;
    }
    if (horizon == 0) {
      horizon = number(connection, NEXT);
    }
    return times >= TIMES;
  }

  private long number(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setQueryTimeout((int) timeout.toSeconds());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
