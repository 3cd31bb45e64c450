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
import java.time.ZoneOffset;
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

  private static final String SOLD_AFTER =
      COLUMNS
          + """
           WHERE match_id = ? AND status = 'COUNTED' AND accepted_at >= ?
          ORDER BY ticket_id COLLATE "C" LIMIT ?""";

  private static final String SOME =
      COLUMNS + " WHERE match_id = ? AND ticket_id = ANY(?) AND status = 'COUNTED'";

  private static final String HORIZON =
      """
      SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
        pg_snapshot_xmax(pg_current_snapshot())::text::bigint""";

  /**
   * Asked right after the seal: the first transaction that can't but know of it.
   *
   * @see #isOver
   */
  public long horizon(Connection tally) throws SQLException {
    return horizon(tally, 2);
  }

  /**
   * Whether all have ended that may not know of the seal, and may have counted a ticket: only then
   * the totals are final.
   */
  public boolean isOver(Connection tally, long horizon) throws SQLException {
    return horizon(tally, 1) >= horizon;
  }

  private long horizon(Connection tally, int column) throws SQLException {
    try (PreparedStatement statement = prepare(tally, HORIZON);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(column);
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

  /**
   * Tickets that count and were sold at or after a time. Those that an earlier release has counted
   * are not found: nobody knows when they were sold.
   */
  public List<Ticket> soldFrom(Connection tally, String matchId, Instant time, int tickets)
      throws SQLException {
    try (PreparedStatement statement = prepare(tally, SOLD_AFTER)) {
      statement.setString(1, matchId);
      statement.setObject(2, time.atOffset(ZoneOffset.UTC));
      statement.setInt(3, tickets);
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
