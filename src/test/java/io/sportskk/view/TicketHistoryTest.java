package io.sportskk.view;

import static io.sportskk.testing.Patience.LIMIT;
import static io.sportskk.view.TicketEvents.approved;
import static io.sportskk.view.TicketEvents.cancellationRefused;
import static io.sportskk.view.TicketEvents.cancellationRequested;
import static io.sportskk.view.TicketEvents.cancelled;
import static io.sportskk.view.TicketEvents.corrected;
import static io.sportskk.view.TicketEvents.purchase;
import static io.sportskk.view.TicketEvents.rejected;
import static io.sportskk.view.TicketEvents.requested;
import static io.sportskk.view.TicketEvents.reversalDecided;
import static io.sportskk.view.TicketEvents.reversalRefused;
import static io.sportskk.view.TicketEvents.settled;
import static io.sportskk.view.TicketEvents.tallied;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.projection.eventsourced.EventEnvelope;
import io.sportskk.kernel.DatabaseKind;
import io.sportskk.kernel.Money;
import io.sportskk.node.database.Migrations;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import io.sportskk.ticket.Award;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketEvent;
import io.sportskk.ticket.TicketEvent.Canceller;
import io.sportskk.view.ViewQuery.History;
import io.sportskk.view.ViewQuery.TellHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One query gives the life of a ticket, read from the real journal ({@code T2}). */
class TicketHistoryTest {

  private static final Instant NOON = Instant.parse("2025-05-01T12:00:00Z");

  private static TestDatabases databases;
  private static TestCluster cluster;
  private static ActorRef<ViewQuery> queries;

  private final TestProbe<ViewQuery.Reply> probe = cluster.testKit().createTestProbe();

  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    cluster = TestCluster.start(databases);
    queries = spawn(LIMIT);
  }

  private static ActorRef<ViewQuery> spawn(Duration timeout) {
    return cluster
        .testKit()
        .spawn(
            TicketQueries.create(
                databases.view(), ViewDialect.of(DatabaseKind.POSTGRESQL), "Ticket", timeout));
  }

  @AfterAll
  static void stop() {
    cluster.close();
    databases.close();
  }

  private static void write(TicketEvent... events) {
    assertThat(TicketEvents.write(cluster, events).toCompletableFuture()).succeedsWithin(LIMIT);
  }

  private List<TicketStep> history(Purchase purchase) {
    queries.tell(new TellHistory(purchase.ticketId(), probe.getRef()));
    History history = probe.expectMessageClass(History.class, LIMIT);
    assertThat(history.purchase()).isEqualTo(purchase);
    return history.steps();
  }

  private static List<TicketStep.Kind> kinds(List<TicketStep> steps) {
    return steps.stream().map(TicketStep::kind).toList();
  }

  @Test
  void aTicketThatHasWonTellsWhenAndWhatItWasPaid() {
    Purchase won = purchase("won", NOON);
    write(
        requested(won),
        approved(won),
        tallied(won),
        settled(won, Award.won(28, Money.won(2_800), Money.won(280))));

    List<TicketStep> steps = history(won);

    assertThat(kinds(steps))
        .containsExactly(
            TicketStep.Kind.REQUESTED,
            TicketStep.Kind.APPROVED,
            TicketStep.Kind.TALLIED,
            TicketStep.Kind.SETTLED);
    assertThat(steps).extracting(TicketStep::sequenceNr).containsExactly(1L, 2L, 3L, 4L);
    assertThat(steps.get(0).by()).isEqualTo("buyer-1");
    assertThat(steps.get(1).tallied()).isFalse();
    assertThat(steps.get(3))
        .isEqualTo(
            new TicketStep(
                4,
                NOON.plusSeconds(7200),
                TicketStep.Kind.SETTLED,
                null,
                null,
                "WON",
                null,
                null,
                1,
                28L,
                2_800L,
                280L,
                2_800L,
                "correlation-of-settlement"));
  }

  /** {@code R4} */
  @Test
  void aCorrectionTellsWhatTheTicketComesToAndWhatItWasPaid() {
    Purchase corrected = purchase("corrected", NOON);
    Award won = Award.won(28, Money.won(2_800), Money.ZERO);
    write(
        requested(corrected),
        approved(corrected),
        tallied(corrected),
        settled(corrected, won),
        corrected(corrected, Award.lost(), won));

    TicketStep last = history(corrected).get(4);

    assertThat(last.round()).isEqualTo(2);
    assertThat(last.reason()).isEqualTo("LOST");
    assertThat(last.amount()).isZero();
    assertThat(last.paid()).isEqualTo(2_800);
  }

  @Test
  void aTicketThatWasCancelledByDecisionTellsWhoAskedAndWhoDecided() {
    Purchase ticket = purchase("decided", NOON);
    write(
        requested(ticket),
        approved(ticket),
        cancellationRequested(ticket),
        reversalRefused(ticket),
        reversalDecided(ticket),
        cancelled(ticket));

    List<TicketStep> steps = history(ticket);

    assertThat(kinds(steps))
        .containsExactly(
            TicketStep.Kind.REQUESTED,
            TicketStep.Kind.APPROVED,
            TicketStep.Kind.CANCELLATION_REQUESTED,
            TicketStep.Kind.REVERSAL_REFUSED,
            TicketStep.Kind.REVERSAL_DECIDED,
            TicketStep.Kind.CANCELLED);
    assertThat(steps)
        .extracting(TicketStep::by)
        .containsExactly("buyer-1", null, "buyer-1", null, "admin-1", null);
    assertThat(steps)
        .extracting(TicketStep::reason)
        .containsExactly(null, null, "BUYER_REQUEST", "forgotten", "GIVE_BACK", "BUYER_REQUEST");
    assertThat(steps)
        .extracting(TicketStep::correlationId)
        .containsExactly(
            "correlation-decided",
            "correlation-decided",
            "correlation-of-cancel",
            "correlation-of-cancel",
            "correlation-of-decision",
            "correlation-of-cancel");
  }

  /** {@code V2} */
  @Test
  void whoWantedToCancelItTooLateIsTold() {
    Purchase ticket = purchase("late", NOON);
    write(
        requested(ticket),
        approved(ticket),
        cancellationRefused(ticket, Canceller.OWNER, "buyer-1"),
        cancellationRefused(ticket, Canceller.ADMINISTRATOR, "admin-1"));

    List<TicketStep> steps = history(ticket);

    assertThat(steps).extracting(TicketStep::sequenceNr).containsExactly(1L, 2L, 3L, 4L);
    assertThat(steps)
        .extracting(TicketStep::as)
        .containsExactly(null, null, Canceller.OWNER, Canceller.ADMINISTRATOR);
    TicketStep last = steps.get(3);
    assertThat(last.kind()).isEqualTo(TicketStep.Kind.CANCELLATION_REFUSED);
    assertThat(last.by()).isEqualTo("admin-1");
    assertThat(last.reason()).isEqualTo("SALES_CLOSED");
    assertThat(last.correlationId()).isEqualTo("correlation-of-admin-1");
  }

  @Test
  void ofAVoidMatchAndOfARefusedChargeItIsKeptToo() {
    Purchase voided = purchase("void", NOON);
    write(
        requested(voided),
        approved(voided),
        settled(voided, Award.refund(Award.Kind.VOID, Money.won(1_000))));
    Purchase refused = purchase("refused", NOON);
    write(requested(refused), rejected(refused));

    TicketStep end = history(voided).get(2);
    assertThat(end.reason()).isEqualTo("VOID");
    assertThat(end.amount()).isEqualTo(1_000);
    assertThat(end.dividend()).isNull();
    assertThat(history(refused).get(1).reason()).isEqualTo("INSUFFICIENT_FUNDS");
  }

  @Test
  void ofAnUnknownTicketThereIsNone() {
    queries.tell(new TellHistory("nobody's", probe.getRef()));
    probe.expectMessage(LIMIT, new ViewQuery.NoSuchTicket());
  }

  private static ActorRef<ViewQuery> spawn(
      Queue<CompletableFuture<List<EventEnvelope<TicketEvent>>>> asked, Duration timeout) {
    return cluster
        .testKit()
        .spawn(
            TicketQueries.create(
                databases.view(),
                ViewDialect.of(DatabaseKind.POSTGRESQL),
                "Ticket",
                system ->
                    new JournalHistory(
                        system,
                        (persistenceId, upTo) -> {
                          CompletableFuture<List<EventEnvelope<TicketEvent>>> answer =
                              new CompletableFuture<>();
                          asked.add(answer);
                          return answer;
                        }),
                timeout));
  }

  @Test
  void aJournalThatSaysNothingAtAllIsNotWaitedFor() {
    ActorRef<ViewQuery> impatient = spawn(new ConcurrentLinkedQueue<>(), Duration.ofMillis(1));
    impatient.tell(new TellHistory("any", probe.getRef()));
    probe.expectMessageClass(ViewQuery.Unavailable.class, LIMIT);
  }

  /** Projections read through the same connections: they do not wait for all that clients want. */
  @Test
  void moreThanSomeAreNotReadAtTheSameTime() {
    Queue<CompletableFuture<List<EventEnvelope<TicketEvent>>>> asked =
        new ConcurrentLinkedQueue<>();
    ActorRef<ViewQuery> busy = spawn(asked, LIMIT);
    for (int i = 0; i < TicketQueries.MOST_HISTORIES; i++) {
      busy.tell(new TellHistory("any", probe.getRef()));
    }
    busy.tell(new TellHistory("one more", probe.getRef()));
    probe.expectMessageClass(ViewQuery.Unavailable.class, LIMIT);
    assertThat(asked).hasSize(TicketQueries.MOST_HISTORIES);

    asked.element().complete(List.of());
    probe.expectMessage(LIMIT, new ViewQuery.NoSuchTicket());
    busy.tell(new TellHistory("one more", probe.getRef()));
    Awaitility.await().until(() -> asked.size() == TicketQueries.MOST_HISTORIES + 1);
    asked.forEach(one -> one.complete(List.of()));
  }

  @Test
  void whileTheJournalDoesNotAnswerNothingIsTold() {
    ActorRef<ViewQuery> impatient = spawn(Duration.ofSeconds(1));
    databases.stop(Migrations.Part.JOURNAL);
    try {
      impatient.tell(new TellHistory("any", probe.getRef()));
      probe.expectMessageClass(ViewQuery.Unavailable.class, LIMIT);
    } finally {
      databases.start(Migrations.Part.JOURNAL);
    }
  }
}
