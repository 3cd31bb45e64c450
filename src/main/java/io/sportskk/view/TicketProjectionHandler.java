package io.sportskk.view;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import akka.projection.eventsourced.EventEnvelope;
import akka.projection.jdbc.javadsl.JdbcHandler;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.PooledJdbcSession;
import io.sportskk.ticket.TicketEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings a group of events into the view, in the transaction that also stores their offset. */
final class TicketProjectionHandler
    extends JdbcHandler<List<EventEnvelope<TicketEvent>>, PooledJdbcSession> {

  /** Reads in the journal what the projection has missed. */
  interface History {
    /** The events of a ticket from its first to the one with this number, in their order. */
    List<EventEnvelope<TicketEvent>> upTo(String persistenceId, long sequenceNr) throws Exception;
  }

  private final TicketRepository tickets;
  private final History history;
  private final Counter mended;

  TicketProjectionHandler(TicketRepository tickets, History history, Counter mended) {
    this.tickets = tickets;
    this.history = history;
    this.mended = mended;
  }

  /** Counts the tickets of which an event had been missed when a later one came. */
  static Counter mended(MeterRegistry metrics) {
    return Counter.builder("sportskk.projection.mended")
        .description(
            "Tickets of which the projection had missed an event, put right by a later one")
        .tag("projection", Views.PROJECTION)
        .register(metrics);
  }

  /**
   * A ticket's first events follow each other within milliseconds and are mostly in the same group:
   * folded first, they cost one write of the row and of its indexes.
   */
  @Override
  public void process(PooledJdbcSession session, List<EventEnvelope<TicketEvent>> group)
      throws Exception {
    Map<String, List<EventEnvelope<TicketEvent>>> byTicket =
        group.stream()
            .collect(
                groupingBy(
                    envelope -> envelope.event().purchase().ticketId(),
                    LinkedHashMap::new,
                    toList()));
    List<String> begunBefore =
        byTicket.entrySet().stream()
            .filter(ticket -> ticket.getValue().get(0).sequenceNr() > 1)
            .map(Map.Entry::getKey)
            .toList();
    Map<String, Long> known = tickets.sequenceNrs(session.connection(), begunBefore);
    List<TicketChange> changes = new ArrayList<>();
    for (Map.Entry<String, List<EventEnvelope<TicketEvent>>> ticket : byTicket.entrySet()) {
      long last = known.getOrDefault(ticket.getKey(), 0L);
      changes.add(folded(complete(last, ticket.getValue())));
    }
    tickets.save(session.connection(), changes);
  }

  /**
   * An event that is missing before one of these can't come any more: the journal's numbers are
   * read in their order. Whatever made the projection miss it, the row must not stay wrong.
   */
  private List<EventEnvelope<TicketEvent>> complete(
      long last, List<EventEnvelope<TicketEvent>> events) throws Exception {
    long before = last;
    for (EventEnvelope<TicketEvent> event : events) {
      if (event.sequenceNr() > before + 1) {
        EventEnvelope<TicketEvent> newest = events.get(events.size() - 1);
        List<EventEnvelope<TicketEvent>> all =
            history.upTo(newest.persistenceId(), newest.sequenceNr());
        mended.increment();
        return all;
      }
      before = Math.max(before, event.sequenceNr());
    }
    return events;
  }

  private static TicketChange folded(List<EventEnvelope<TicketEvent>> events) {
    return events.stream()
        .map(envelope -> TicketChange.of(envelope.event(), envelope.sequenceNr()))
        .reduce(TicketChange::then)
        .orElseThrow();
  }
}
