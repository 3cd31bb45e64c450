package io.sportskk.ticket;

import static io.sportskk.ticket.TicketFixture.BUYER;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import io.sportskk.kernel.Money;
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

/**
 * Who wants to cancel a ticket too late is refused, whoever it is, and that is kept ({@code V2}).
 */
class LateCancellationTest {

  private static final Duration CANCEL_WINDOW = Duration.ofMinutes(10);
  private static final Sales.Answer CLOSED = new Sales.NotOnSale(Sales.Refusal.SALES_CLOSED);

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
    ticket.parts.knowSales(new Sales.Unavailable("cut off"));
    assertThat(ticket.cancel().receiveMessage()).isInstanceOf(CancelReply.SalesUnavailable.class);

    assertThat(kept()).isEmpty();
  }

  /** Nobody can fill a ticket with them, nor leave no room for others. */
  @Test
  void soManyAreKeptOfEachKindOfPerson() throws InterruptedException {
    ticket.toApproved();
    ticket.clock.setTo(TicketFixture.SALES_CLOSE);
    for (int i = 0; i < RefusedCancellations.MOST + 5; i++) {
      assertNoSuchTicket(ticket.cancel("stranger-" + i));
    }
    assertNoSuchTicket(ticket.cancelInVain("admin-1"));
    assertTooLate(ticket.cancel());

    assertThat(kept())
        .filteredOn(refused -> refused.as() == Canceller.OTHER_BUYER)
        .extracting(CancellationRefused::by)
        .containsExactlyElementsOf(
            IntStream.range(0, RefusedCancellations.MOST).mapToObj(i -> "stranger-" + i).toList());
    assertThat(kept()).hasSize(RefusedCancellations.MOST + 2);
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
