package io.sportskk.view;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import akka.projection.eventsourced.EventEnvelope;
import akka.projection.jdbc.javadsl.JdbcHandler;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.PooledJdbcSession;
import io.sportskk.ticket.TicketEvent;
import io.sportskk.view.TicketRepository.Known;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Brings a group of events into the view, in the transaction that also stores their offset. */
final class TicketProjectionHandler
    extends JdbcHandler<List<EventEnvelope<TicketEvent>>, PooledJdbcSession> {

  /** Reads in the journal what the projection has missed. */
  interface History {
    /**
     * The events of tickets from their first to the ones with these numbers, in their order, by
     * persistence id. Those that can't be read in time are left out. It must take less than the
     * time for which a transaction of the view may do nothing.
     */
    Map<String, List<EventEnvelope<TicketEvent>>> upTo(Map<String, Long> sequenceNrs)
        throws Exception;
  }

  private final TicketRepository tickets;
  private final History history;
  private final Supplier<PooledJdbcSession> sessions;
  private final Counter mended;

  /**
   * @param sessions for what must be stored even if the group can't be yet
   */
  TicketProjectionHandler(
      TicketRepository tickets,
      History history,
      Supplier<PooledJdbcSession> sessions,
      Counter mended) {
    this.tickets = tickets;
    this.history = history;
    this.sessions = sessions;
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
    Map<String, Known> known = tickets.known(session.connection(), begunBefore);
    List<TicketChange> changes = new ArrayList<>();
    Map<String, Long> missed = new LinkedHashMap<>();
    for (Map.Entry<String, List<EventEnvelope<TicketEvent>>> ticket : byTicket.entrySet()) {
      List<EventEnvelope<TicketEvent>> events = ticket.getValue();
      if (isComplete(known.get(ticket.getKey()), events)) {
        changes.add(folded(events));
      } else {
        EventEnvelope<TicketEvent> newest = events.get(events.size() - 1);
        missed.put(newest.persistenceId(), newest.sequenceNr());
      }
    }
    if (!missed.isEmpty()) {
      changes.addAll(mended(missed));
    }
    tickets.save(session.connection(), changes);
  }

  /**
   * An event that is missing before one of these can't come any more: the journal's numbers are
   * read in their order. Whatever made the projection miss it, the row must not stay wrong.
   */
  private static boolean isComplete(Known known, List<EventEnvelope<TicketEvent>> events) {
    long before = known == null ? 0 : known.sequenceNr();
    for (EventEnvelope<TicketEvent> event : events) {
      if (event.sequenceNr() > before + 1) {
        return false;
      }
      before = Math.max(before, event.sequenceNr());
    }
    return true;
  }

  /**
   * The transaction of the group can't wait until many tickets have been read once more. Those that
   * were read in time are stored in one of their own: when the group is tried again, it has fewer.
   */
  private List<TicketChange> mended(Map<String, Long> missed) throws Exception {
    List<TicketChange> read =
        history.upTo(missed).values().stream().map(TicketProjectionHandler::folded).toList();
    if (read.size() < missed.size()) {
      PooledJdbcSession own = sessions.get();
      try {
        tickets.save(own.connection(), read);
        own.commit();
      } finally {
        own.close();
      }
      mended.increment(read.size());
      throw new TimeoutException(
          "events of "
              + missed.size()
              + " tickets had been missed; those of "
              + read.size()
              + " were read in time, the others are next");
    }
    mended.increment(read.size());
    return read;
  }

  private static TicketChange folded(List<EventEnvelope<TicketEvent>> events) {
    return events.stream()
        .map(envelope -> TicketChange.of(envelope.event(), envelope.sequenceNr()))
        .reduce(TicketChange::then)
        .orElseThrow();
  }
}
