package io.sportskk.view;

import static io.sportskk.kernel.SqlValues.text;
import static java.util.Comparator.comparing;

import io.sportskk.ticket.Award;
import io.sportskk.ticket.Purchase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
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
   * The numbers of the last events that the table has of some tickets; those that it does not have
   * are left out.
   */
  Map<String, Long> sequenceNrs(Connection connection, Collection<String> ticketIds)
      throws SQLException {
    Map<String, Long> numbers = new HashMap<>();
    if (ticketIds.isEmpty()) {
      return numbers;
    }
    String marks = String.join(", ", Collections.nCopies(ticketIds.size(), "?"));
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT ticket_id, sequence_nr FROM ticket WHERE ticket_id IN (" + marks + ")")) {
      int mark = 1;
      for (String ticketId : ticketIds) {
        statement.setString(mark++, text(ticketId));
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          numbers.put(rows.getString(1), rows.getLong(2));
        }
      }
    }
    return numbers;
  }

  /**
   * Saves all changes in one batch; a change that the table has already is left out. They are
   * written in the order of the tickets' ids: two writers of the same tickets wait for each other
   * instead of ending in a deadlock.
   */
  void save(Connection connection, Collection<TicketChange> changes) throws SQLException {
    List<TicketChange> inOrder =
        changes.stream().sorted(comparing(change -> change.purchase().ticketId())).toList();
    try (PreparedStatement statement = connection.prepareStatement(dialect.save())) {
      for (TicketChange change : inOrder) {
        Purchase purchase = change.purchase();
        String status = change.status() == null ? null : change.status().label();
        statement.setString(1, text(purchase.ticketId()));
        statement.setString(2, text(purchase.buyerId()));
        statement.setString(3, text(purchase.matchId()));
        statement.setString(4, text(purchase.team()));
        statement.setLong(5, purchase.stake().won());
        statement.setString(6, status);
        statement.setObject(7, change.tallied(), Types.BOOLEAN);
        statement.setString(8, text(change.reason()));
        statement.setString(9, text(purchase.correlationId()));
        Award award = change.award();
        statement.setObject(10, award == null ? null : award.dividend(), Types.BIGINT);
        statement.setObject(11, award == null ? null : award.amount().won(), Types.BIGINT);
        statement.setObject(12, award == null ? null : award.tax().won(), Types.BIGINT);
        statement.setObject(13, dialect.timestamp(purchase.requestedAt()));
        Instant at = change.at();
        // That of a new row, which there is not if nothing has changed since.
        statement.setObject(14, dialect.timestamp(at == null ? purchase.requestedAt() : at));
        statement.setLong(15, change.sequenceNr());
        statement.setString(16, status);
        statement.setObject(17, change.tallied(), Types.BOOLEAN);
        statement.setObject(18, at == null ? null : dialect.timestamp(at));
        statement.addBatch();
      }
      statement.executeBatch();
    }
    new RefusedCancellationRepository(dialect)
        .save(connection, changes.stream().flatMap(change -> change.refused().stream()).toList());
  }
}
