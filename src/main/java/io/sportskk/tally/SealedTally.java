package io.sportskk.tally;

import io.sportskk.kernel.Money;
import io.sportskk.kernel.SliceOffsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The tickets of a match whose totals are final, as the tally has them. Blocking: to be called
 * where threads may block.
 *
 * @param timeout of a statement, in whole seconds
 */
public record SealedTally(Duration timeout) {

  /**
   * A ticket of the pool.
   *
   * @param buyerId null if an earlier release has counted it, as {@code acceptedAt}
   * @param acceptedAt when it was sold
   */
  public record Ticket(
      String ticketId, String buyerId, String team, Money stake, Instant acceptedAt) {}

  private static final String COLUMNS =
      "SELECT ticket_id, buyer_id, team, stake, accepted_at FROM tally_entry";

  private static final String PAGE =
      COLUMNS
          + """
           WHERE match_id = ? AND ticket_id COLLATE "C" > ? AND status = 'COUNTED'
          ORDER BY ticket_id COLLATE "C" LIMIT ?""";

  private static final String LATE =
      COLUMNS + " WHERE match_id = ? AND status = 'LATE' ORDER BY ticket_id LIMIT ?";

  /** With the collation of the index of matches, which then serves both conditions. */
  private static final String SOME =
      COLUMNS + " WHERE match_id = ? AND ticket_id COLLATE \"C\" = ANY(?) AND status = 'COUNTED'";

  private static final String MATCHES_WITH_LATE =
      "SELECT DISTINCT match_id FROM tally_entry WHERE status = 'LATE' LIMIT ?";

  /** Some of the matches that have late tickets. */
  public List<String> matchesWithLate(Connection tally, int atMost) throws SQLException {
    try (PreparedStatement statement = prepare(tally, MATCHES_WITH_LATE)) {
      statement.setInt(1, atMost);
      List<String> matches = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          matches.add(row.getString(1));
        }
      }
      return matches;
    }
  }

  /** Whether the totals are final in this database, which may have been made anew. */
  public boolean isSealed(Connection tally, String matchId) throws SQLException {
    try (PreparedStatement statement = prepare(tally, TallyRepository.SEALED_AT)) {
      statement.setString(1, matchId);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  /** How far the tally's projection has come. */
  public SliceOffsets handled(Connection tally) throws SQLException {
    return SliceOffsets.read(tally, Tallies.PROJECTION, timeout);
  }

  /** The totals as they stand now. */
  public MatchTotals totals(Connection tally, String matchId) throws SQLException {
    try (PreparedStatement statement = prepare(tally, TallyRepository.READ)) {
      statement.setString(1, matchId);
      List<MatchTotals> found = TotalsRows.read(statement);
      return found.isEmpty() ? MatchTotals.none(matchId) : found.get(0);
    }
  }

  /**
   * Tickets that count, in the order of their ids, byte by byte.
   *
   * @param after the last one of the page before, empty for the first page
   */
  public List<Ticket> page(Connection tally, String matchId, String after, int tickets)
      throws SQLException {
    try (PreparedStatement statement = prepare(tally, PAGE)) {
      statement.setString(1, matchId);
      statement.setString(2, after);
      statement.setInt(3, tickets);
      return read(statement);
    }
  }

  /** Tickets that came when the totals were final. */
  public List<Ticket> late(Connection tally, String matchId, int tickets) throws SQLException {
    try (PreparedStatement statement = prepare(tally, LATE)) {
      statement.setString(1, matchId);
      statement.setInt(2, tickets);
      return read(statement);
    }
  }

  /** Those of some tickets that count. */
  public List<Ticket> some(Connection tally, String matchId, Collection<String> ticketIds)
      throws SQLException {
    try (PreparedStatement statement = prepare(tally, SOME)) {
      statement.setString(1, matchId);
      statement.setArray(2, tally.createArrayOf("text", ticketIds.toArray()));
      return read(statement);
    }
  }

  private PreparedStatement prepare(Connection tally, String sql) throws SQLException {
    PreparedStatement statement = tally.prepareStatement(sql);
    statement.setQueryTimeout((int) timeout.toSeconds());
    return statement;
  }

  private static List<Ticket> read(PreparedStatement statement) throws SQLException {
    List<Ticket> tickets = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        OffsetDateTime acceptedAt = row.getObject("accepted_at", OffsetDateTime.class);
        tickets.add(
            new Ticket(
                row.getString("ticket_id"),
                row.getString("buyer_id"),
                row.getString("team"),
                Money.won(row.getLong("stake")),
                acceptedAt == null ? null : acceptedAt.toInstant()));
      }
    }
    return tickets;
  }
}
