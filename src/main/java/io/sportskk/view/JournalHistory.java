package io.sportskk.view;

import akka.actor.typed.ActorSystem;
import akka.japi.Pair;
import akka.persistence.query.PersistenceQuery;
import akka.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import akka.persistence.typed.PersistenceId;
import akka.projection.eventsourced.EventEnvelope;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.sportskk.kernel.SliceEvents;
import io.sportskk.ticket.TicketEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Tickets' events, read once more from the journal.
 *
 * @param one reads those of one ticket, by its persistence id, up to a number
 */
record JournalHistory(
    ActorSystem<?> system,
    BiFunction<String, Long, CompletionStage<List<EventEnvelope<TicketEvent>>>> one)
    implements TicketProjectionHandler.History {

  /** For all together. Less than a transaction of the view may do nothing, which is 5 s. */
  private static final Duration WITHIN = Duration.ofSeconds(3);

  /** To hear that the time is over. */
  private static final Duration TIMEOUT = WITHIN.plusSeconds(1);

  /**
   * A ticket has five events at most, two more for each decision, and some refused cancellations.
   */
  private static final int MOST = 1_000;

  /** The projections read through the same few connections. */
  private static final int SIDE_BY_SIDE = 3;

  static JournalHistory of(ActorSystem<?> system) {
    CurrentEventsByPersistenceIdQuery journal =
        PersistenceQuery.get(system)
            .getReadJournalFor(CurrentEventsByPersistenceIdQuery.class, SliceEvents.READ_JOURNAL);
    return new JournalHistory(
        system,
        (persistenceId, sequenceNr) ->
            journal
                .currentEventsByPersistenceId(persistenceId, 1, sequenceNr)
                .take(MOST)
                .map(
                    read ->
                        EventEnvelope.create(
                            read.offset(),
                            read.persistenceId(),
                            read.sequenceNr(),
                            (TicketEvent) read.event(),
                            read.timestamp()))
                .runWith(Sink.seq(), system));
  }

  /** All events of one ticket, oldest first; none if there is no such ticket. */
  CompletionStage<List<EventEnvelope<TicketEvent>>> of(PersistenceId ticket) {
    return one.apply(ticket.id(), Long.MAX_VALUE);
  }

  /** Waits for the answers: it is called in the middle of a transaction of the view. */
  @Override
  public Map<String, List<EventEnvelope<TicketEvent>>> upTo(Map<String, Long> sequenceNrs)
      throws InterruptedException, ExecutionException, TimeoutException {
    return Source.from(sequenceNrs.entrySet())
        .mapAsyncUnordered(
            SIDE_BY_SIDE,
            ticket ->
                one.apply(ticket.getKey(), ticket.getValue())
                    .thenApply(events -> Pair.create(ticket.getKey(), events)))
        .takeWithin(WITHIN)
        .runWith(Sink.seq(), system)
        .toCompletableFuture()
        .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
        .stream()
        .collect(Collectors.toMap(Pair::first, Pair::second));
  }
}
