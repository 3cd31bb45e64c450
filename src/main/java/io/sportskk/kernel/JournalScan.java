package io.sportskk.kernel;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Finds out, from outside, how far a projection has come in the journal.
 *
 * @param entityType whose events it handles
 * @param timeout of a statement, in whole seconds
 */
public record JournalScan(String entityType, Duration timeout) {

  private static final String AFTER =
      """
      SELECT ordering, persistence_id, write_timestamp FROM event_journal
      WHERE ordering > ? ORDER BY ordering LIMIT ?""";

  private static final String END = "SELECT COALESCE(max(ordering), 0) FROM event_journal";

  private static final int AT_ONCE = 1_000;

  /** How often it looks on at once. */
  private static final int PAGES = 20;

  /**
   * @param handledUpTo up to this number of the journal, all is handled that is for this projection
   * @param writtenAt when the oldest event was written that is not handled, in ms since 1970
   */
  public record Found(long handledUpTo, OptionalLong writtenAt) {}

  /** The number of the last event that is in the journal now. */
  public long end(Connection journal) throws SQLException {
    try (PreparedStatement statement = journal.prepareStatement(END)) {
      statement.setQueryTimeout((int) timeout.toSeconds());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /**
   * A projection that has nothing to do keeps an old offset, however many events of others follow:
   * what has been looked at need not be looked at again.
   *
   * @param handled what the projection has stored
   * @param from where to begin: up to there all is handled
   */
  public Found look(Connection journal, SliceOffsets handled, long from) throws SQLException {
    String prefix = entityType + "|";
    long upTo = from;
    try (PreparedStatement statement = journal.prepareStatement(AFTER)) {
      statement.setQueryTimeout((int) timeout.toSeconds());
      statement.setInt(2, AT_ONCE);
      for (int i = 0; i < PAGES; i++) {
        statement.setLong(1, upTo);
        int found = 0;
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            long ordering = rows.getLong(1);
            String persistenceId = rows.getString(2);
            if (persistenceId.startsWith(prefix)
                && ordering > handled.of(Slices.of(persistenceId))) {
              return new Found(upTo, OptionalLong.of(rows.getLong(3)));
            }
            upTo = ordering;
            found++;
          }
        }
        if (found < AT_ONCE) {
          break;
        }
      }
    }
    return new Found(upTo, OptionalLong.empty());
  }
}
