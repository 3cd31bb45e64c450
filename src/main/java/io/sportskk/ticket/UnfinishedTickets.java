package io.sportskk.ticket;

import io.sportskk.kernel.SqlValues;
import io.sportskk.ticket.ResumeReply.NothingLeft;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The list of tickets whose business is not finished.
 *
 * @param wakeAfter how long a ticket may be unfinished before it is woken up for the first time
 */
record UnfinishedTickets(Duration wakeAfter) {

  /** Delays double with each wake-up, this many times at most. */
  private static final int MAX_DOUBLINGS = 6;

  /**
   * What is known of an unfinished ticket.
   *
   * @param matchId what a settlement asks for
   * @param since when it came to the state that it is in
   * @param money whether money is in the air; else only the tally's word is missing
   * @param deadline when it is to be cancelled, null if it is not
   * @param woken whether it goes on when it is woken; else somebody decides
   */
  record Entry(String matchId, Instant since, boolean money, Instant deadline, boolean woken) {}

  /** Never comes: {@code infinity} in the database. */
  private static final OffsetDateTime NEVER = OffsetDateTime.MAX;

  /** Lists tickets. What is listed already has gone on, and begins anew. */
  void add(Connection connection, Map<String, Entry> tickets) throws SQLException {
    if (tickets.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO unfinished_ticket (ticket_id, since, wake_at, money, deadline, match_id)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (ticket_id) DO UPDATE
            SET since = EXCLUDED.since, wake_at = EXCLUDED.wake_at, money = EXCLUDED.money,
                deadline = EXCLUDED.deadline, match_id = EXCLUDED.match_id, wakes = 0, woken_at = NULL
            """)) {
      for (Map.Entry<String, Entry> ticket : tickets.entrySet()) {
        Entry entry = ticket.getValue();
        insert.setString(1, ticket.getKey());
        insert.setObject(2, utc(entry.since()));
        insert.setObject(3, entry.woken() ? utc(entry.since().plus(wakeAfter)) : NEVER);
        insert.setBoolean(4, entry.money());
        insert.setObject(
            5,
            entry.deadline() == null ? null : utc(entry.deadline()),
            Types.TIMESTAMP_WITH_TIMEZONE);
        insert.setString(6, SqlValues.text(entry.matchId()));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  void remove(Connection connection, Collection<String> ticketIds) throws SQLException {
    if (ticketIds.isEmpty()) {
      return;
    }
    Array ids = connection.createArrayOf("varchar", ticketIds.toArray());
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM unfinished_ticket WHERE ticket_id = ANY (?)")) {
      delete.setArray(1, ids);
      delete.executeUpdate();
    } finally {
      ids.free();
    }
  }

  /**
   * Takes those off the list that are finished, unless they have gone on since they were woken. It
   * waits for nobody: a row that the projection has at hand, which takes them in another order, is
   * left for the next time.
   */
  void removeFinished(Connection connection, Collection<NothingLeft> tickets) throws SQLException {
    if (tickets.isEmpty()) {
      return;
    }
    try (PreparedStatement delete =
        connection.prepareStatement(
            """
            DELETE FROM unfinished_ticket WHERE ticket_id IN (
              SELECT ticket.ticket_id FROM unfinished_ticket AS ticket
              JOIN unnest(?::text[], ?::timestamptz[]) AS finished (ticket_id, woken_at)
                USING (ticket_id, woken_at)
              FOR UPDATE OF ticket SKIP LOCKED)
            """)) {
      delete.setArray(
          1,
          connection.createArrayOf(
              "text", tickets.stream().map(NothingLeft::ticketId).toArray(String[]::new)));
      delete.setArray(
          2,
          connection.createArrayOf(
              "timestamptz",
              tickets.stream().map(ticket -> ticket.wokenAt().toString()).toArray(String[]::new)));
      delete.executeUpdate();
    }
  }

  /** Which of these tickets are listed. */
  Set<String> listed(Connection connection, Collection<String> ticketIds) throws SQLException {
    if (ticketIds.isEmpty()) {
      return Set.of();
    }
    Array ids = connection.createArrayOf("varchar", ticketIds.toArray());
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT ticket_id FROM unfinished_ticket WHERE ticket_id = ANY (?)")) {
      query.setArray(1, ids);
      try (ResultSet rows = query.executeQuery()) {
        return new HashSet<>(ticketIds(rows));
      }
    } finally {
      ids.free();
    }
  }

  /**
   * Takes tickets whose time to be woken has come, longest waiting first, and sets their next time.
   *
   * @param money those with money in the air, or those that only wait for the tally
   */
  List<String> takeDue(Connection connection, Instant now, boolean money, int atMost)
      throws SQLException {
    return take(connection, now, "money = ? AND wake_at <= ? ORDER BY wake_at", money, now, atMost);
  }

  /**
   * As {@link #takeDue}, those whose deadline has passed, also if they had no turn before: while
   * payment does not answer, few have.
   */
  List<String> takeOverdue(Connection connection, Instant now, int atMost) throws SQLException {
    return take(
        connection,
        now,
        "money = ? AND deadline IS NOT NULL AND GREATEST(wake_at, deadline) <= ? ORDER BY deadline",
        true,
        now,
        atMost);
  }

  /**
   * As {@link #takeDue}, those whose time has not come: they were woken in vain some time ago, and
   * now it need not be in vain.
   */
  List<String> takeEarly(Connection connection, Instant now, boolean money, int atMost)
      throws SQLException {
    return take(
        connection,
        now,
        "money = ? AND woken_at <= ? ORDER BY woken_at",
        money,
        now.minus(wakeAfter),
        atMost);
  }

  private List<String> take(
      Connection connection, Instant now, String which, boolean money, Instant until, int atMost)
      throws SQLException {
    if (atMost <= 0) {
      return List.of();
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE unfinished_ticket AS ticket
            SET wakes = ticket.wakes + 1,
                woken_at = ?,
                wake_at = LEAST(
                    ? + ? * interval '1 millisecond' * (1 << LEAST(ticket.wakes + 1, ?)),
                    CASE WHEN ticket.deadline > ? THEN ticket.deadline END)
            FROM (SELECT ticket_id FROM unfinished_ticket
                  WHERE %s LIMIT ? FOR UPDATE SKIP LOCKED) AS due
            WHERE ticket.ticket_id = due.ticket_id
            RETURNING ticket.ticket_id
            """
                .formatted(which))) {
      update.setObject(1, utc(now));
      update.setObject(2, utc(now));
      update.setLong(3, wakeAfter.toMillis());
      update.setInt(4, MAX_DOUBLINGS);
      update.setObject(5, utc(now));
      update.setBoolean(6, money);
      update.setObject(7, utc(until));
      update.setInt(8, atMost);
      try (ResultSet rows = update.executeQuery()) {
        return ticketIds(rows);
      }
    }
  }

  private static List<String> ticketIds(ResultSet rows) throws SQLException {
    List<String> ticketIds = new ArrayList<>();
    while (rows.next()) {
      ticketIds.add(rows.getString(1));
    }
    return ticketIds;
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
