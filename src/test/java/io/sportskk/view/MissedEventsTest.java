package io.sportskk.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.persistence.query.Offset;
import akka.projection.eventsourced.EventEnvelope;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.kernel.PooledJdbcSession;
import io.sportskk.testing.TestDatabases;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Of many tickets at once an event has been missed, and the journal is slow. */
class MissedEventsTest {

  private static final int TICKETS = 500;
  private static final int READ_IN_TIME = 200;
  private static final Instant AT = Instant.parse("2026-05-01T09:30:00Z");

  @Test
  void whatIsReadInTimeStaysSoThatEachTrialHasFewer() throws Exception {
    Counter mended = TicketProjectionHandler.mended(new SimpleMeterRegistry());
    try (TestDatabases databases = TestDatabases.create()) {
      ViewDatabase view = ViewDatabase.of(databases);
      TicketProjectionHandler handler =
          new TicketProjectionHandler(
              new TicketRepository(view.dialect()),
              wanted ->
                  wanted.keySet().stream()
                      .limit(READ_IN_TIME)
                      .collect(Collectors.toMap(id -> id, MissedEventsTest::history)),
              () -> new PooledJdbcSession(databases.view()),
              mended);
      List<EventEnvelope<TicketEvent>> group =
          IntStream.range(0, TICKETS).mapToObj(i -> history("Ticket|" + i).get(1)).toList();

      for (int stored = READ_IN_TIME; stored < TICKETS; stored += READ_IN_TIME) {
        assertThatThrownBy(() -> process(handler, databases, group))
            .isInstanceOf(TimeoutException.class);
        assertThat(view.all()).hasSize(stored);
      }
      process(handler, databases, group);

      assertThat(view.all()).hasSize(TICKETS).allMatch(row -> row.status().equals("Approved"));
      assertThat(mended.count()).isEqualTo(TICKETS);
    }
  }

  /** One that is silent keeps neither the others waiting nor the transaction. */
  @Test
  void ticketsAreReadSideBySideAndTheSlowAreLeftOut() throws Exception {
    ActorTestKit kit = ActorTestKit.create();
    try {
      JournalHistory history =
          new JournalHistory(
              kit.system(),
              (id, number) ->
                  id.endsWith("|7") || id.endsWith("|70")
                      ? new CompletableFuture<>()
                      : CompletableFuture.completedFuture(history(id)));
      Map<String, Long> wanted = new LinkedHashMap<>();
      IntStream.range(0, TICKETS).forEach(i -> wanted.put("Ticket|" + i, 2L));

      assertThat(history.upTo(wanted))
          .hasSize(TICKETS - 2)
          .doesNotContainKeys("Ticket|7", "Ticket|70");
    } finally {
      kit.shutdownTestKit();
    }
  }

  /** Fails, and leaves nothing of its transaction, as a projection's does. */
  private static void process(
      TicketProjectionHandler handler,
      TestDatabases databases,
      List<EventEnvelope<TicketEvent>> group)
      throws Exception {
    PooledJdbcSession session = new PooledJdbcSession(databases.view());
    try {
      handler.process(session, group);
      session.commit();
    } catch (TimeoutException e) {
      session.rollback();
      throw e;
    } finally {
      session.close();
    }
  }

  private static List<EventEnvelope<TicketEvent>> history(String persistenceId) {
    Purchase purchase = TicketEvents.purchase(persistenceId.substring("Ticket|".length()), AT);
    return List.of(
        envelope(persistenceId, 1, TicketEvents.requested(purchase)),
        envelope(persistenceId, 2, TicketEvents.approved(purchase)));
  }

  private static EventEnvelope<TicketEvent> envelope(
      String persistenceId, long number, TicketEvent event) {
    return EventEnvelope.create(Offset.noOffset(), persistenceId, number, event, 0);
  }
}
