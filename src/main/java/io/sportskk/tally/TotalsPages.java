package io.sportskk.tally;

import io.sportskk.tally.TallyQuery.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Reads the totals of all matches, by match id, a page at a time. */
final class TotalsPages {

  /*
   * What is committed later than a snapshot was made by a transaction that was under way then, or
   * began later: its number is not below the snapshot's lowest one that was under way.
   */
  private static final String POSITION =
      """
      SELECT versions_from, pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS transaction
      FROM tally_versions
      """;

  /*
   * A row's xmin is the transaction that wrote it last. Such numbers have 32 bits and begin anew, so
   * that they are compared by how long ago they were; 0 was longer ago than any. A row that is two
   * thousand million transactions old may look new: then it is told once more.
   */
  private static final String PAGE =
      """
      SELECT %s FROM tally
      WHERE match_id IN (
        SELECT match_id FROM tally
        WHERE match_id > ? AND age(xmin) <= age(?::xid8::xid)
        GROUP BY match_id ORDER BY match_id LIMIT ?)
      ORDER BY match_id, team
      """
          .formatted(TotalsRows.COLUMNS);

  private final int timeoutSeconds;

  TotalsPages(int timeoutSeconds) {
    this.timeoutSeconds = timeoutSeconds;
  }

  /**
   * To be read before the pages: what has changed by then is in them, and what changes meanwhile is
   * not older than it.
   */
  Position position(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(POSITION)) {
      statement.setQueryTimeout(timeoutSeconds);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Position(row.getLong("versions_from"), row.getLong("transaction"));
      }
    }
  }

  /**
   * At most {@code matches} totals, each of all its teams.
   *
   * @param after the last match of the page before, empty for the first page
   * @param since a position of this database, null for all totals
   */
  List<MatchTotals> page(Connection connection, String after, Position since, int matches)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PAGE)) {
      statement.setQueryTimeout(timeoutSeconds);
      statement.setString(1, after);
      statement.setString(2, Long.toString(since == null ? 0 : since.transaction()));
      statement.setInt(3, matches);
      return TotalsRows.read(statement);
    }
  }
}
