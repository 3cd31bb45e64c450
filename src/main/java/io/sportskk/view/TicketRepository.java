package io.sportskk.view;

import static io.sportskk.kernel.SqlValues.text;
import static java.util.Comparator.comparing;

import io.sportskk.ticket.TicketStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the view's tables. How that of tickets is read is in {@link TicketPageQuery}. */
final class TicketRepository {

  private final ViewDialect dialect;

  TicketRepository(ViewDialect dialect) {
    this.dialect = dialect;
  }

  /**
   * What a row has already.
   *
   * @param sequenceNr of the last event that is in it
   */
  record Known(TicketStatus status, boolean tallied, Instant at, long sequenceNr) {}

  /** What the table has of some tickets; those that it does not have are left out. */
  Map<String, Known> known(Connection connection, Collection<String> ticketIds)
      throws SQLException {
    Map<String, Known> known = new HashMap<>();
    if (ticketIds.isEmpty()) {
      return known;
    }
    String marks = String.join(", ", Collections.nCopies(ticketIds.size(), "?"));
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT ticket_id, status, tallied, updated_at, sequence_nr FROM ticket"
                + " WHERE ticket_id IN ("
                + marks
                + ")")) {
      int mark = 1;
      for (String ticketId : ticketIds) {
        statement.setString(mark++, text(ticketId));
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          known.put(
              rows.getString("ticket_id"),
              new Known(
                  TicketStatus.of(rows.getString("status")),
                  rows.getBoolean("tallied"),
                  dialect.timestamp(rows, "updated_at"),
                  rows.getLong("sequence_nr")));
        }
      }
    }
    return known;
  }

  /**
   * Saves all changes; one that the table has already is left out. They are written in the order of
   * the tickets' ids: two writers of the same tickets wait for each other instead of ending in a
   * deadlock.
   *
   * @param changes of a ticket each
   */
  void save(Connection connection, Collection<TicketChange> changes) throws SQLException {
    if (changes.isEmpty()) {
      return;
    }
    List<String> partial =
        changes.stream()
            .filter(change -> !change.isWhole())
            .map(change -> change.purchase().ticketId())
            .toList();
    Map<String, Known> known = known(connection, partial);
    dialect.save(
        connection,
        changes.stream()
            .map(change -> change.onto(known.get(text(change.purchase().ticketId()))))
            .sorted(comparing(change -> change.purchase().ticketId()))
            .toList());
    new RefusedCancellationRepository(dialect)
        .save(connection, changes.stream().flatMap(change -> change.refused().stream()).toList());
  }
}
