package io.sportskk.view;

import akka.actor.typed.ActorSystem;
import akka.persistence.jdbc.query.javadsl.JdbcReadJournal;
import akka.persistence.query.PersistenceQuery;
import akka.projection.eventsourced.EventEnvelope;
import akka.stream.javadsl.Sink;
import io.sportskk.ticket.TicketEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A ticket's events, read once more from the journal. */
record JournalHistory(ActorSystem<?> system) implements TicketProjectionHandler.History {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Waits for the answer: it is called in the middle of a transaction of the view. */
  @Override
  public List<EventEnvelope<TicketEvent>> upTo(String persistenceId, long sequenceNr)
      throws InterruptedException, ExecutionException, TimeoutException {
    return PersistenceQuery.get(system)
        .getReadJournalFor(JdbcReadJournal.class, JdbcReadJournal.Identifier())
        .currentEventsByPersistenceId(persistenceId, 1, sequenceNr)
        .map(
            read ->
                EventEnvelope.create(
                    read.offset(),
                    read.persistenceId(),
                    read.sequenceNr(),
                    (TicketEvent) read.event(),
                    read.timestamp()))
        .runWith(Sink.seq(), system)
        .toCompletableFuture()
        .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }
}
