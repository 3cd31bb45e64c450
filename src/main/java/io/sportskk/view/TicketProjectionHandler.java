package io.sportskk.view;

import akka.projection.eventsourced.EventEnvelope;
import akka.projection.jdbc.javadsl.JdbcHandler;
import io.sportskk.kernel.PooledJdbcSession;
import io.sportskk.ticket.TicketEvent;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings a group of events into the view, in the transaction that also stores their offset. */
final class TicketProjectionHandler
    extends JdbcHandler<List<EventEnvelope<TicketEvent>>, PooledJdbcSession> {

  private final TicketRepository tickets;

  TicketProjectionHandler(TicketRepository tickets) {
    this.tickets = tickets;
  }

  /**
   * A ticket's first events follow each other within milliseconds and are mostly in the same group:
   * folded first, they cost one write of the row and of its indexes.
   */
  @Override
  public void process(PooledJdbcSession session, List<EventEnvelope<TicketEvent>> group)
      throws SQLException {
    Map<String, TicketChange> changes = new LinkedHashMap<>();
    for (EventEnvelope<TicketEvent> envelope : group) {
      TicketChange change = TicketChange.of(envelope.event(), envelope.sequenceNr());
      changes.merge(change.purchase().ticketId(), change, TicketChange::then);
    }
    tickets.save(session.connection(), changes.values());
  }
}
