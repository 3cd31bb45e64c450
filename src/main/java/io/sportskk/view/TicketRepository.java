package io.sportskk.view;

import static io.sportskk.kernel.Postgres.text;
import static io.sportskk.kernel.Postgres.timestamp;

import io.sportskk.ticket.Purchase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;

/** Writes the view's table. How it is read is in {@link TicketPageQuery}. */
final class TicketRepository {

  /**
   * The status is unknown only if the ticket's earlier events are in the row already; the values
   * for a new row then don't matter.
   */
  private static final String SAVE =
      """
      INSERT INTO ticket AS t
        (ticket_id, buyer_id, match_id, team, stake, status, tallied, reason, correlation_id,
         requested_at, updated_at, sequence_nr)
      VALUES (?, ?, ?, ?, ?, COALESCE(?, 'Approved'), COALESCE(?, FALSE), ?, ?, ?, ?, ?)
      ON CONFLICT (ticket_id) DO UPDATE SET
        status = COALESCE(?, t.status),
        tallied = COALESCE(?, t.tallied),
        reason = COALESCE(EXCLUDED.reason, t.reason),
        updated_at = EXCLUDED.updated_at,
        sequence_nr = EXCLUDED.sequence_nr
      WHERE t.sequence_nr < EXCLUDED.sequence_nr""";

  /** Saves all changes in one batch; a change that the table has already is left out. */
  void save(Connection connection, Collection<TicketChange> changes) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SAVE)) {
      for (TicketChange change : changes) {
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
        statement.setObject(10, timestamp(purchase.requestedAt()));
        statement.setObject(11, timestamp(change.at()));
        statement.setLong(12, change.sequenceNr());
        statement.setString(13, status);
        statement.setObject(14, change.tallied(), Types.BOOLEAN);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
