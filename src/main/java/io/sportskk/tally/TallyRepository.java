package io.sportskk.tally;

import io.sportskk.kernel.Money;
import java.sql.Array;
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
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * The tallies in their database. Blocking: to be called where threads may block.
 *
 * <p>One statement is one transaction. It is right whatever else runs at the same time: an entry
 * decides alone, by its primary key, what it adds to the sums, and all writers lock rows in the
 * same order (entries by ticket, then sums by match and team), so that none waits for another in a
 * circle.
 */
final class TallyRepository {

  /**
   * A ticket to count or to take out.
   *
   * @param buyerId null if it is not known, as {@code acceptedAt}
   * @param acceptedAt when it was sold
   * @param counts false to take it out
   */
  record Entry(
      String ticketId,
      String buyerId,
      String team,
      Money stake,
      Instant acceptedAt,
      boolean counts) {}

  /*
   * An entry is returned only if this statement made or changed it. The sums proposed for a new row
   * of tally are cut at 0 because PostgreSQL checks a row's constraints before it looks for a
   * conflict; a row that is really inserted has no tickets to take out.
   */
  private static final String WRITE =
      """
      WITH entry AS (
        INSERT INTO tally_entry AS known
          (ticket_id, match_id, team, stake, status, buyer_id, accepted_at)
        SELECT ticket_id, match_id, team, stake,
          CASE WHEN status = 'COUNTED' AND sealed_at IS NOT NULL THEN 'LATE' ELSE status END,
          buyer_id, accepted_at
        FROM unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[],
            ?::timestamptz[])
          AS asked (ticket_id, match_id, team, stake, status, buyer_id, accepted_at)
        LEFT JOIN tally_seal ON sealed_match = match_id
        ORDER BY ticket_id
        ON CONFLICT (ticket_id) DO UPDATE
          SET status = CASE known.status WHEN 'COUNTED' THEN 'TAKEN_OUT' ELSE 'TOMBSTONE' END
          WHERE known.status IN ('COUNTED', 'LATE') AND excluded.status = 'TOMBSTONE'
            AND known.match_id = excluded.match_id
        RETURNING match_id, team, stake, status
      ), delta AS (
        SELECT match_id, team,
          sum(CASE status WHEN 'COUNTED' THEN stake WHEN 'TAKEN_OUT' THEN -stake ELSE 0 END)
            AS stake,
          sum(CASE status WHEN 'COUNTED' THEN 1 WHEN 'TAKEN_OUT' THEN -1 ELSE 0 END) AS tickets,
          count(*) FILTER (WHERE status <> 'COUNTED') AS cancelled
        FROM entry
        WHERE status <> 'LATE'
        GROUP BY match_id, team
      ), changed AS (
        INSERT INTO tally AS known
          (match_id, team, stake, tickets, cancelled, version, updated_at)
        SELECT match_id, team, greatest(stake, 0), greatest(tickets, 0), cancelled, 1, ?
        FROM delta
        ORDER BY match_id, team
        ON CONFLICT (match_id, team) DO UPDATE SET
          (stake, tickets, cancelled) = (
            SELECT known.stake + delta.stake, known.tickets + delta.tickets,
              known.cancelled + delta.cancelled
            FROM delta
            WHERE delta.match_id = excluded.match_id AND delta.team = excluded.team),
          version = known.version + 1,
          updated_at = greatest(known.updated_at, excluded.updated_at)
        RETURNING match_id, team, stake, tickets, cancelled, version, updated_at
      )
      SELECT %1$s FROM changed
      UNION ALL
      SELECT %1$s FROM tally
      WHERE match_id = ANY(?) AND (match_id, team) NOT IN (SELECT match_id, team FROM changed)
      ORDER BY match_id, team
      """
          .formatted(TotalsRows.COLUMNS);

  static final String READ =
      """
      SELECT %s FROM tally
      WHERE match_id = ?
      ORDER BY team
      """
          .formatted(TotalsRows.COLUMNS);

  static final String SEALED_AT = "SELECT sealed_at FROM tally_seal WHERE sealed_match = ?";

  /** It is a change of the totals, so they have a new version. */
  private static final String SEAL =
      """
      WITH sealed AS (
        INSERT INTO tally_seal (sealed_match, sealed_at) VALUES (?, ?)
        ON CONFLICT (sealed_match) DO NOTHING
        RETURNING sealed_match)
      UPDATE tally SET version = version + 1, updated_at = greatest(updated_at, ?)
      WHERE match_id IN (SELECT sealed_match FROM sealed)""";

  private static final String KNOWN =
      """
      SELECT ticket_id FROM tally_entry WHERE ticket_id = ANY(?)
      """;

  private final DataSource database;
  private final Duration timeout;

  /**
   * @param timeout how long a statement may take, in whole seconds
   */
  TallyRepository(DataSource database, Duration timeout) {
    this.database = database;
    this.timeout = timeout;
  }

  /**
   * Counts tickets and takes tickets out, each once. All or nothing. The order of the entries does
   * not matter: a ticket that is to be taken out, here or in an earlier call, does not count.
   *
   * @param entries by match
   * @return the totals of these matches after it
   */
  Map<String, MatchTotals> write(Map<String, ? extends Collection<Entry>> entries, Instant now)
      throws SQLException {
    List<String> matches = new ArrayList<>();
    List<Entry> distinct = new ArrayList<>();
    entries.forEach(
        (matchId, all) -> {
          List<Entry> ofMatch = oneATicket(all);
          matches.addAll(Collections.nCopies(ofMatch.size(), matchId));
          distinct.addAll(ofMatch);
        });
    try (Connection connection = connection();
        PreparedStatement statement = prepare(connection, WRITE)) {
      statement.setArray(1, array(connection, "text", distinct, Entry::ticketId));
      statement.setArray(2, array(connection, "text", matches, matchId -> matchId));
      statement.setArray(3, array(connection, "text", distinct, Entry::team));
      statement.setArray(4, array(connection, "bigint", distinct, entry -> entry.stake().won()));
      statement.setArray(
          5,
          array(connection, "text", distinct, entry -> entry.counts() ? "COUNTED" : "TOMBSTONE"));
      statement.setArray(6, array(connection, "text", distinct, Entry::buyerId));
      statement.setArray(
          7,
          array(
              connection,
              "timestamptz",
              distinct,
              entry -> entry.acceptedAt() == null ? null : entry.acceptedAt().toString()));
      statement.setObject(8, now.atOffset(ZoneOffset.UTC));
      statement.setArray(9, connection.createArrayOf("text", entries.keySet().toArray()));
      Map<String, MatchTotals> totals = new HashMap<>();
      entries.keySet().forEach(matchId -> totals.put(matchId, MatchTotals.none(matchId)));
      TotalsRows.read(statement).forEach(match -> totals.put(match.matchId(), match));
      return totals;
    }
  }

  /** Which of these tickets have an entry, whatever it says. */
  Set<String> known(Collection<String> ticketIds) throws SQLException {
    try (Connection connection = connection();
        PreparedStatement statement = prepare(connection, KNOWN)) {
      statement.setArray(1, connection.createArrayOf("text", ticketIds.toArray()));
      Set<String> known = new HashSet<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          known.add(row.getString(1));
        }
      }
      return known;
    }
  }

  /** The totals of one match, without teams if it never had a ticket. */
  MatchTotals totals(String matchId) throws SQLException {
    try (Connection connection = connection();
        PreparedStatement statement = prepare(connection, READ)) {
      statement.setString(1, matchId);
      List<MatchTotals> found = TotalsRows.read(statement);
      return found.isEmpty()
          ? MatchTotals.none(matchId).sealed(sealedAt(connection, matchId))
          : found.get(0);
    }
  }

  /** Null if the totals are not final. */
  private Instant sealedAt(Connection connection, String matchId) throws SQLException {
    try (PreparedStatement statement = prepare(connection, SEALED_AT)) {
      statement.setString(1, matchId);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getObject(1, OffsetDateTime.class).toInstant() : null;
      }
    }
  }

  /**
   * From here on nothing of the match is counted any more: what comes is late. A transaction that
   * was under way may not know yet, and count a ticket.
   *
   * @return the totals after it
   */
  MatchTotals seal(String matchId, Instant now) throws SQLException {
    try (Connection connection = connection();
        PreparedStatement statement = prepare(connection, SEAL)) {
      statement.setString(1, matchId);
      statement.setObject(2, now.atOffset(ZoneOffset.UTC));
      statement.setObject(3, now.atOffset(ZoneOffset.UTC));
      statement.executeUpdate();
    }
    return totals(matchId);
  }

  /** A statement can't change a row twice; taking out wins over counting, whatever came first. */
  private static List<Entry> oneATicket(Collection<Entry> entries) {
    Map<String, Entry> distinct = new LinkedHashMap<>();
    for (Entry entry : entries) {
      distinct.merge(entry.ticketId(), entry, (one, other) -> one.counts() ? other : one);
    }
    return List.copyOf(distinct.values());
  }

  private static <T> Array array(
      Connection connection, String type, List<T> all, Function<T, Object> value)
      throws SQLException {
    return connection.createArrayOf(type, all.stream().map(value).toArray());
  }

  private Connection connection() throws SQLException {
    Connection connection = database.getConnection();
    try {
      // What was answered as done must be committed, however the pool is configured.
      connection.setAutoCommit(true);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setQueryTimeout((int) timeout.toSeconds());
    return statement;
  }
}
