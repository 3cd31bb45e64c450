package io.sportskk.ticket;

import static io.sportskk.ticket.TicketFixture.BUYER;
import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import io.sportskk.kernel.Money;
import io.sportskk.testing.FailingJournal;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import io.sportskk.ticket.TicketEvent.CancellationRefused;
import io.sportskk.ticket.TicketEvent.Canceller;
import io.sportskk.ticket.TicketEvent.TooLateToCancel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

/**
 * Who wants to cancel a ticket too late is refused, whoever it is, and that is kept ({@code V2}).
 */
class LateCancellationTest {

  private static final Duration CANCEL_WINDOW = Duration.ofMinutes(10);
  private static final Sales.Answer CLOSED = new Sales.NotOnSale(Sales.Refusal.SALES_CLOSED);
  private static final Sales.Answer ON_SALE =
      new Sales.OnSale(TicketFixture.SALES_CLOSE, TicketFixture.RULES);

  private static TestDatabases databases;
  private static TestCluster cluster;

  private final TicketFixture ticket = new TicketFixture(cluster);

  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    cluster = TestCluster.start(databases);
  }

  @AfterAll
  static void stop() {
    cluster.close();
    databases.close();
  }

  private List<CancellationRefused> kept() {
    return ticket.events().stream()
        .filter(CancellationRefused.class::isInstance)
        .map(CancellationRefused.class::cast)
        .toList();
  }

  private CancellationRefused refusal(
      TooLateToCancel reason, Canceller as, String by, String correlationId) {
    Instant now = ticket.clock.instant();
    return new CancellationRefused(ticket.ticket().purchase(), reason, as, by, correlationId, now);
  }

  private void assertTooLate(TestProbe<CancelReply> canceller) {
    assertThat(canceller.receiveMessage()).isEqualTo(new CancelReply.TooLate(ticket.ticket()));
  }

  private static void assertNoSuchTicket(TestProbe<CancelReply> canceller) {
    assertThat(canceller.receiveMessage()).isEqualTo(new CancelReply.NoSuchTicket());
  }

  @Test
  void whoeverWantsToCancelATicketAfterTheCloseIsKeptOnce() throws InterruptedException {
    ticket.toApproved();
    Ticket before = ticket.ticket();
    ticket.clock.setTo(TicketFixture.SALES_CLOSE);

    for (int i = 0; i < 2; i++) {
      assertTooLate(ticket.cancel());
      assertNoSuchTicket(ticket.cancel("buyer-2"));
      assertNoSuchTicket(ticket.cancelInVain("admin-1"));
      ticket
          .decide(ReversalDecision.GIVE_BACK, "admin-2")
          .expectMessage(new DecideReply.NotUndecided(before));
      ticket.restart();
    }

    TooLateToCancel closed = TooLateToCancel.SALES_CLOSED;
    assertThat(kept())
        .containsExactly(
            refusal(closed, Canceller.OWNER, BUYER, "corr-cancel"),
            refusal(closed, Canceller.OTHER_BUYER, "buyer-2", "corr-cancel"),
            refusal(closed, Canceller.ADMINISTRATOR, "admin-1", "corr-cancel"),
            refusal(closed, Canceller.ADMINISTRATOR, "admin-2", "corr-decide"));
    assertThat(ticket.ticket()).as("nothing of it has changed").isEqualTo(before);
    ticket.parts.assertNothingAsked();
  }

  @Test
  void afterTheSettlementWhoeverWantsItIsKeptOnceMore() throws InterruptedException {
    ticket.toApproved();
    ticket.clock.setTo(TicketFixture.SALES_CLOSE);
    assertTooLate(ticket.cancel());
    assertNoSuchTicket(ticket.cancelInVain(BUYER)); // as an administrator, and not as the buyer

    settle();

    for (int i = 0; i < 2; i++) {
      assertTooLate(ticket.cancel());
      assertNoSuchTicket(ticket.cancel("buyer-2"));
      assertNoSuchTicket(ticket.cancelInVain(BUYER));
      ticket.restart();
    }
    assertThat(kept())
        .containsExactly(
            refusal(TooLateToCancel.SALES_CLOSED, Canceller.OWNER, BUYER, "corr-cancel"),
            refusal(TooLateToCancel.SALES_CLOSED, Canceller.ADMINISTRATOR, BUYER, "corr-cancel"),
            refusal(TooLateToCancel.SETTLED, Canceller.OWNER, BUYER, "corr-cancel"),
            refusal(TooLateToCancel.SETTLED, Canceller.OTHER_BUYER, "buyer-2", "corr-cancel"),
            refusal(TooLateToCancel.SETTLED, Canceller.ADMINISTRATOR, BUYER, "corr-cancel"));
    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.LOST);
    assertThat(ticket.ticket().sequenceNr()).as("of the third change").isEqualTo(3);
  }

  private void settle() {
    TestProbe<SettleReply> settlement = cluster.testKit().createTestProbe();
    ticket.tell(
        new TicketCommand.Settle(
            1,
            "match-1",
            "KT",
            Money.won(10_000),
            Award.lost(),
            TicketFixture.SALES_CLOSE,
            "corr-settle",
            settlement.getRef()));
    settlement.expectMessageClass(SettleReply.Settled.class);
  }

  /** Only the node may know that sales were closed early, or only the match. */
  @Test
  void anEarlyCloseIsTheReasonAsFarAsItIsKnown() throws InterruptedException {
    ticket.toApproved();
    TestProbe<CancelReply> canceller = ticket.cancel();
    ticket.parts.answerCheck(CLOSED);
    assertTooLate(canceller);
    assertNoSuchTicket(ticket.cancel("buyer-2")); // the match is not asked for him
    ticket.parts.knowSales(CLOSED);
    assertNoSuchTicket(ticket.cancel("buyer-3"));

    assertThat(kept())
        .containsExactly(
            refusal(TooLateToCancel.SALES_CLOSED, Canceller.OWNER, BUYER, "corr-cancel"),
            refusal(TooLateToCancel.SALES_CLOSED, Canceller.OTHER_BUYER, "buyer-3", "corr-cancel"));
    ticket.parts.assertNothingAsked();
  }

  @Test
  void afterTheCancelWindowThatIsTheReasonWhileSalesAreOpen() throws InterruptedException {
    ticket.toApproved();
    ticket.clock.advance(CANCEL_WINDOW);
    assertTooLate(ticket.cancel());
    ticket.parts.knowSales(CLOSED);
    assertTooLate(ticket.cancel());

    assertThat(kept())
        .extracting(CancellationRefused::reason)
        .containsExactly(TooLateToCancel.CANCEL_WINDOW_OVER, TooLateToCancel.SALES_CLOSED);
  }

  /** Nothing is kept of what is only refused for now, or to the wrong person. */
  @Test
  void whileATicketCanBeCancelledNothingIsKept() throws InterruptedException {
    ticket.toApproved();
    assertNoSuchTicket(ticket.cancel("buyer-2"));
    assertNoSuchTicket(ticket.cancelInVain("admin-1"));
    ticket.decide(ReversalDecision.GIVE_BACK).expectMessageClass(DecideReply.NotUndecided.class);
    ticket.parts.knowSales(new Sales.NotOnSale(Sales.Refusal.SALES_SUSPENDED));
    assertThat(ticket.cancel().receiveMessage()).isInstanceOf(CancelReply.SalesSuspended.class);
    assertNoSuchTicket(ticket.cancel("buyer-2"));
    for (Sales.Answer unknown :
        List.of(
            new Sales.Unavailable("cut off"),
            // By the clock of this node, and not of the one that has sold it.
            new Sales.NotOnSale(Sales.Refusal.SALES_NOT_OPEN))) {
      ticket.parts.knowSales(unknown);
      assertThat(ticket.cancel().receiveMessage()).isInstanceOf(CancelReply.SalesUnavailable.class);
      assertNoSuchTicket(ticket.cancel("buyer-2"));
    }

    assertThat(kept()).isEmpty();
    ticket.parts.knowSales(ON_SALE);
    ticket.cancel();
    ticket.parts.awaitReverse();
  }

  // What was refused to its buyer

  /** Clocks of nodes differ. */
  @Test
  void whatWasRefusedAfterTheCancelWindowStaysRefusedWhereTheClockIsBehind()
      throws InterruptedException {
    ticket.toApproved();
    ticket.clock.advance(CANCEL_WINDOW);
    assertTooLate(ticket.cancel());

    ticket.restart();
    ticket.clock.advance(Duration.ofSeconds(-1));
    ticket.parts.knowSales(ON_SALE);
    assertTooLate(ticket.cancel());

    assertThat(kept()).hasSize(1);
    ticket.parts.assertNothingAsked();
  }

  /** Nodes hear one after the other that sales were closed early. */
  @Test
  void whatWasRefusedAfterAnEarlyCloseStaysRefusedWhereThatIsNotKnown()
      throws InterruptedException {
    ticket.toApproved();
    ticket.parts.knowSales(CLOSED);
    assertTooLate(ticket.cancel());

    ticket.restart();
    ticket.parts.knowSales(ON_SALE);
    assertTooLate(ticket.cancel());

    assertThat(kept()).hasSize(1);
    ticket.parts.assertNothingAsked();
  }

  @Test
  void whatIsRefusedWhileTheMatchIsAskedStaysRefused() throws InterruptedException {
    ticket.toApproved();
    TestProbe<CancelReply> asking = ticket.cancel();
    ScriptedParts.Question<Sales.Answer> check = ticket.parts.awaitCheck();
    ticket.clock.advance(CANCEL_WINDOW);
    assertTooLate(ticket.cancel());

    ticket.clock.advance(Duration.ofSeconds(-1));
    check.answer(ON_SALE);

    assertTooLate(asking);
    ticket.parts.assertNothingAsked();
  }

  @Test
  void whatWasRefusedToOthersBarsNotItsBuyer() throws InterruptedException {
    ticket.toApproved();
    ticket.clock.advance(CANCEL_WINDOW);
    assertNoSuchTicket(ticket.cancel("buyer-2"));
    assertNoSuchTicket(ticket.cancelInVain("admin-1"));
    assertThat(kept()).hasSize(2);

    ticket.clock.advance(Duration.ofSeconds(-1));
    ticket.parts.knowSales(ON_SALE);
    ticket.cancel();
    ticket.parts.awaitReverse();
  }

  /** Nodes of the release before, which are still there, could not read it. */
  @Test
  void whereRefusalsAreNotKeptTheyAreInTheLog() throws InterruptedException {
    ticket.keepRefusals = false;
    ticket.restart();
    ticket.toApproved();
    ticket.clock.setTo(TicketFixture.SALES_CLOSE);

    String off = "keep-refusals is off";
    expectNotKept(BUYER + " (OWNER)", off, () -> assertTooLate(ticket.cancel()));
    expectNotKept("buyer-2 (OTHER_BUYER)", off, () -> assertNoSuchTicket(ticket.cancel("buyer-2")));
    expectNotKept(
        "admin-1 (ADMINISTRATOR)", off, () -> assertNoSuchTicket(ticket.cancelInVain("admin-1")));
    assertThat(kept()).isEmpty();

    ticket.keepRefusals = true;
    ticket.restart();
    assertTooLate(ticket.cancel());
    assertThat(kept()).hasSize(1);
  }

  private static void expectNotKept(String whom, String why, Runnable refused) {
    LoggingTestKit.empty()
        .withLogLevel(Level.INFO)
        .withMessageContains("refused to " + whom + ": SALES_CLOSED (not kept: ")
        .withCustom(event -> event.message().contains(why))
        .expect(
            cluster.system(),
            () -> {
              refused.run();
              return Done.getInstance();
            });
  }

  /** An answer would say that it is kept. */
  @ParameterizedTest
  @ValueSource(strings = {BUYER, "buyer-2"})
  void nobodyIsAnsweredBeforeItIsKept(String by) throws Exception {
    ticket.toApproved();
    ticket.clock.setTo(TicketFixture.SALES_CLOSE);
    TestProbe<CancelReply> canceller = cluster.testKit().createTestProbe();
    TicketCommand.Cancel cancel =
        new TicketCommand.Cancel(
            by,
            "corr-cancel",
            ticket.clock.instant().plus(TicketFixture.WAITS),
            canceller.getRef());
    FailingJournal.during(
        databases, cluster, TicketFixture.startsAgain(), () -> ticket.tell(cancel));

    assertNothingTold(canceller);
    assertThat(kept()).isEmpty();
    ticket.tell(cancel);

    assertThat(canceller.receiveMessage())
        .isEqualTo(
            by.equals(BUYER)
                ? new CancelReply.TooLate(ticket.ticket())
                : new CancelReply.NoSuchTicket());
    assertNothingTold(canceller);
    assertThat(kept()).hasSize(1);
  }

  /** By the ticket, in answer to what it was told so far. */
  private void assertNothingTold(TestProbe<CancelReply> canceller) {
    CancelReply mark = new CancelReply.SalesUnavailable();
    ticket.get();
    canceller.getRef().tell(mark);
    canceller.expectMessage(mark);
  }

  /** Nobody can fill a ticket with them, nor leave no room for others. */
  @Test
  void ofSoManyPersonsOfEachKindTheyAreKept() throws InterruptedException {
    ticket.toApproved();
    ticket.clock.setTo(TicketFixture.SALES_CLOSE);
    for (int i = 0; i < RefusedCancellations.MOST + 4; i++) {
      assertNoSuchTicket(ticket.cancel("stranger-" + i));
    }
    expectNotKept(
        "one-more (OTHER_BUYER)", "too many", () -> assertNoSuchTicket(ticket.cancel("one-more")));
    assertNoSuchTicket(ticket.cancelInVain("admin-1"));
    assertTooLate(ticket.cancel());

    assertThat(kept())
        .filteredOn(refused -> refused.as() == Canceller.OTHER_BUYER)
        .extracting(CancellationRefused::by)
        .containsExactlyElementsOf(
            IntStream.range(0, RefusedCancellations.MOST).mapToObj(i -> "stranger-" + i).toList());
    assertThat(kept()).hasSize(RefusedCancellations.MOST + 2);

    settle();
    assertNoSuchTicket(ticket.cancel("stranger-0"));
    assertThat(kept())
        .as("of the same person, for another reason")
        .hasSize(RefusedCancellations.MOST + 3)
        .last()
        .isEqualTo(
            refusal(TooLateToCancel.SETTLED, Canceller.OTHER_BUYER, "stranger-0", "corr-cancel"));
  }

  /** Whoever watches the ticket is not told; and its numbers go on as if nothing had happened. */
  @Test
  void whoWatchesATicketSeesNothingOfIt() throws InterruptedException {
    ticket.toApproved();
    TestProbe<TicketNotice> subscriber = ticket.subscribe(2);
    subscriber.expectMessageClass(TicketNotice.Subscribed.class);
    ticket.clock.setTo(TicketFixture.SALES_CLOSE);
    assertTooLate(ticket.cancel());
    settle();

    Ticket settled = ticket.ticket();
    assertThat(settled.sequenceNr()).isEqualTo(3);
    subscriber.expectMessage(new TicketNotice.Changed(settled));
  }

  /** What is under way goes on: here the payment of what it has won. */
  @Test
  void aTicketThatIsBeingSettledGoesOn() throws InterruptedException {
    ticket.toApproved();
    ticket.clock.setTo(TicketFixture.SALES_CLOSE);
    TestProbe<SettleReply> settlement = cluster.testKit().createTestProbe();
    ticket.tell(
        new TicketCommand.Settle(
            1,
            "match-1",
            "KT",
            Money.won(10_000),
            Award.won(23, Money.won(23_000), Money.won(500)),
            TicketFixture.SALES_CLOSE,
            "corr-settle",
            settlement.getRef()));
    ScriptedParts.Question<Payments.PayOutOutcome> payOut = ticket.parts.awaitPayOut();

    assertTooLate(ticket.cancel());
    payOut.answer(new Payments.PaidOut());

    settlement.expectMessageClass(SettleReply.Settled.class);
    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.WON);
  }

  /** A repetition of the request comes while what is to be kept is being stored. */
  @Test
  void aRequestThatIsSentAgainIsKeptOnceAndAnsweredAsOften() throws InterruptedException {
    ticket.toApproved();
    ticket.clock.setTo(TicketFixture.SALES_CLOSE);
    TestProbe<CancelReply> canceller = cluster.testKit().createTestProbe();
    TicketCommand.Cancel cancel = ticket.cancelOf(canceller);
    ticket.tell(cancel);
    ticket.tell(cancel);

    assertTooLate(canceller);
    assertTooLate(canceller);
    assertThat(kept()).hasSize(1);
  }
}
