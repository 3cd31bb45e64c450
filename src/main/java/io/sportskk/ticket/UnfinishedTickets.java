package io.sportskk.ticket;

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
import java.util.List;
import java.util.Map;

/**
 * The list of tickets whose business is not finished.
 *
 * @param wakeAfter how long a ticket may be unfinished before it is woken up for the first time
 */
record UnfinishedTickets(Duration wakeAfter) {

  /** Delays double with each wake-up, this many times at most. */
  private static final int MAX_DOUBLINGS = 6;

  /**
   * @param since when each ticket became unfinished; one that is listed already stays as it is
   */
  void add(Connection connection, Map<String, Instant> since) throws SQLException {
    if (since.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO unfinished_ticket (ticket_id, since, wake_at)
            VALUES (?, ?, ?)
            ON CONFLICT (ticket_id) DO NOTHING
            """)) {
      for (Map.Entry<String, Instant> ticket : since.entrySet()) {
        insert.setString(1, ticket.getKey());
        insert.setObject(2, utc(ticket.getValue()));
        insert.setObject(3, utc(ticket.getValue().plus(wakeAfter)));
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
   * Takes the tickets whose time to be woken has come, longest waiting first, and sets their next
   * time.
   */
  List<String> takeDue(Connection connection, Instant now, int atMost) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE unfinished_ticket AS ticket
            SET wakes = ticket.wakes + 1,
                wake_at = ? + ? * interval '1 millisecond' * (1 << LEAST(ticket.wakes + 1, ?))
            FROM (SELECT ticket_id FROM unfinished_ticket
                  WHERE wake_at <= ? ORDER BY wake_at LIMIT ? FOR UPDATE SKIP LOCKED) AS due
            WHERE ticket.ticket_id = due.ticket_id
            RETURNING ticket.ticket_id
            """)) {
      update.setObject(1, utc(now));
      update.setLong(2, wakeAfter.toMillis());
      update.setInt(3, MAX_DOUBLINGS);
      update.setObject(4, utc(now));
      update.setInt(5, atMost);
      List<String> due = new ArrayList<>();
      try (ResultSet rows = update.executeQuery()) {
        while (rows.next()) {
          due.add(rows.getString(1));
        }
      }
      return due;
    }
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
