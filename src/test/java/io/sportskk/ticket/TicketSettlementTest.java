package io.sportskk.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import io.sportskk.kernel.Money;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import io.sportskk.ticket.TicketEvent.CancellationRefused;
import io.sportskk.ticket.TicketEvent.Canceller;
import io.sportskk.ticket.TicketEvent.TooLateToCancel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How a ticket ends when its pool is settled. */
class TicketSettlementTest {

  private static TestDatabases databases;
  private static TestCluster cluster;

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

  private static final Award WON = Award.won(23, Money.won(23_000), Money.won(500));
  private static final Award VOID = Award.refund(Award.Kind.VOID, Money.won(10_000));
  private static final Instant DECIDED = Instant.parse("2026-11-22T13:00:00Z");

  private final TicketFixture ticket = new TicketFixture(cluster);

  private TestProbe<SettleReply> settle(Award award) {
    return settle(award, "KT", 1);
  }

  private TestProbe<SettleReply> settle(Award award, String team, int round) {
    TestProbe<SettleReply> reply = cluster.testKit().createTestProbe();
    ticket.tell(settlement(award, team, round, reply));
    return reply;
  }

  private static TicketCommand.Settle settlement(
      Award award, String team, int round, TestProbe<SettleReply> reply) {
    return new TicketCommand.Settle(
        round, "match-1", team, Money.won(10_000), award, DECIDED, "corr-settle", reply.getRef());
  }

  private void expectSettled(TestProbe<SettleReply> reply) {
    reply.expectMessage(new SettleReply.Settled(ticket.ticketId, Money.ZERO));
  }

  @Test
  void aTicketThatHasWonIsPaidAndThenSaysSo() throws InterruptedException {
    ticket.toApproved();
    TestProbe<TicketNotice> subscriber = ticket.subscribe(2);
    subscriber.expectMessageClass(TicketNotice.Subscribed.class);
    TestProbe<SettleReply> reply = settle(WON);
    ScriptedParts.Paid paid = ticket.parts.answerPayOut(new Payments.PaidOut());

    expectSettled(reply);
    assertThat(paid).isEqualTo(new ScriptedParts.Paid(1, Money.won(23_000), Money.won(500)));
    assertThat(ticket.parts.causes()).as("no stake is given back").containsExactly("null");
    Ticket settled = ticket.ticket();
    assertThat(settled.status()).isEqualTo(TicketStatus.WON);
    assertThat(settled.award()).isEqualTo(WON);
    assertThat(settled.tallied()).isTrue();
    subscriber.expectMessage(new TicketNotice.Changed(settled));
    ticket.parts.assertNothingAsked();
  }

  @Test
  void aTicketThatHasLostIsNotPaid() throws InterruptedException {
    ticket.toApproved();
    expectSettled(settle(Award.lost()));
    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.LOST);
    ticket.parts.assertNothingAsked();
  }

  @Test
  void aTicketLeavesMemoryOnceItIsSettledUnlessItIsWatched() throws InterruptedException {
    ticket.toApproved();
    TestProbe<TicketNotice> subscriber = ticket.subscribe(2);
    subscriber.expectMessageClass(TicketNotice.Subscribed.class);
    ticket.forgetWishesToLeaveMemory();

    expectSettled(settle(Award.lost()));

    ticket.assertWantsToStayInMemory();
    TicketFixture other = new TicketFixture(cluster);
    other.toApproved();
    other.forgetWishesToLeaveMemory();
    TestProbe<SettleReply> reply = cluster.testKit().createTestProbe();
    other.tell(settlement(Award.lost(), "KT", 1, reply));
    reply.expectMessage(new SettleReply.Settled(other.ticketId, Money.ZERO));
    other.shard.expectMessageClass(ClusterSharding.Passivate.class);
  }

  /** {@code V3} */
  @Test
  void theStakeOfAVoidMatchIsGivenBackByTheTimeAtWhichThatWasDecided() throws InterruptedException {
    ticket.toApproved();
    TestProbe<SettleReply> reply = settle(VOID);
    ticket.parts.answerRefund(new Payments.Refunded());

    expectSettled(reply);
    assertThat(ticket.parts.decisions()).isEqualTo(List.of(DECIDED));
    assertThat(ticket.parts.causes()).containsExactly("VOID");
    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.REFUNDED);
    assertThat(ticket.ticket().reason()).isEqualTo("VOID");
    assertThat(ticket.ticket().tallied()).isTrue();
  }

  /** {@code V3} */
  @Test
  void whatIsLeftOfAStakeIsPaidOut() throws InterruptedException {
    ticket.toApproved();
    TestProbe<SettleReply> reply = settle(Award.refund(Award.Kind.NOBODY_WON, Money.won(7_000)));
    ScriptedParts.Paid paid = ticket.parts.answerPayOut(new Payments.PaidOut());

    expectSettled(reply);
    assertThat(paid).isEqualTo(new ScriptedParts.Paid(1, Money.won(7_000), Money.ZERO));
    assertThat(ticket.parts.causes()).containsExactly("NOBODY_WON");
  }

  /**
   * Rows {@code C6} and {@code V3}: it is refunded, and counts no more, whether the tally has
   * confirmed it or not.
   */
  @Test
  void aLateTicketIsGivenItsStakeBackAndLeavesThePool() throws InterruptedException {
    ticket.toApprovedNotTallied();
    TestProbe<SettleReply> reply = settle(Award.refund(Award.Kind.LATE, Money.won(10_000)));
    ticket.parts.answerRefund(new Payments.Refunded());

    expectSettled(reply);
    ticket.parts.answerUncount(TallyRequests.Outcome.CONFIRMED);
    assertThat(ticket.ticket().reason()).isEqualTo("LATE");
    assertThat(ticket.parts.causes()).containsExactly("LATE");
    assertThat(ticket.ticket().tallied()).isFalse();
  }

  @Test
  void askedAgainItIsNotPaidAgain() throws InterruptedException {
    ticket.toApproved();
    TestProbe<SettleReply> first = settle(WON);
    ticket.parts.answerPayOut(new Payments.PaidOut());
    expectSettled(first);

    expectSettled(settle(WON));
    ticket.restart();
    expectSettled(settle(WON));
    settle(Award.lost()).expectMessageClass(SettleReply.Differs.class);
    ticket.parts.assertNothingAsked();
  }

  @Test
  void asPaymentDoesNotAnswerFewerAreSettledAtOnce() throws InterruptedException {
    ticket.toApproved();
    TestProbe<SettleReply> reply = settle(WON);
    ticket.parts.answerPayOut(new Payments.Suspended(Duration.ofSeconds(1)));
    reply.expectMessageClass(SettleReply.NotYet.class);

    List<SettlingTurns.Turn> come = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ticket.turns.take(come::add);
    }
    assertThat(come).hasSize(1);
  }

  private static final PaidSoFar PAID = new PaidSoFar(Money.won(23_000), Money.won(500));

  /** {@code R4} What it got stays with its buyer. */
  @Test
  void aTicketThatWasPaidByAWrongResultKeepsIt() throws InterruptedException {
    ticket.toApproved();
    TestProbe<SettleReply> first = settle(WON);
    ticket.parts.answerPayOut(new Payments.PaidOut());
    expectSettled(first);

    SettleReply overpaid = new SettleReply.Settled(ticket.ticketId, Money.won(23_000));
    settle(Award.lost(), "KT", 2).expectMessage(overpaid);
    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.LOST);
    assertThat(ticket.ticket().paid()).isEqualTo(PAID);
    ticket.restart();
    settle(Award.lost(), "KT", 2).expectMessage(overpaid);
    settle(WON).expectMessageClass(SettleReply.Differs.class); // the first round is over
    settle(WON, "KT", 3).expectMessage(new SettleReply.Settled(ticket.ticketId, Money.ZERO));
    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.WON);
    ticket.parts.assertNothingAsked();
  }

  /** {@code R4} */
  @Test
  void aTicketIsPaidWhatAWrongResultHasPaidTooLittle() throws InterruptedException {
    ticket.toApproved();
    TestProbe<SettleReply> first = settle(WON);
    ticket.parts.answerPayOut(new Payments.PaidOut());
    expectSettled(first);

    Award more = Award.won(31, Money.won(31_000), Money.won(900));
    PaidSoFar all = new PaidSoFar(Money.won(31_000), Money.won(900));
    TestProbe<SettleReply> second = settle(more, "KT", 2);
    assertThat(ticket.parts.answerPayUp(new Payments.PaidUp(all)))
        .isEqualTo(new ScriptedParts.PaidUpTo(2, all, PAID));
    expectSettled(second);
    assertThat(ticket.ticket().award()).isEqualTo(more);
    assertThat(ticket.ticket().paid()).isEqualTo(all);
    expectSettled(settle(more, "KT", 2));
    ticket.parts.assertNothingAsked();
  }

  /** {@code R4} */
  @Test
  void aTicketThatHadLostIsPaidByTheCorrectedResult() throws InterruptedException {
    ticket.toApproved();
    expectSettled(settle(Award.lost()));
    TestProbe<SettleReply> second = settle(WON, "KT", 2);
    Payments.PayUpOutcome away = new Payments.Unknown("lost");
    ticket.parts.answerPayUp(away);
    second.expectMessage(new SettleReply.NotYet(ticket.ticketId, away.toString()));
    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.LOST);

    TestProbe<SettleReply> again = settle(WON, "KT", 2);
    assertThat(ticket.parts.answerPayUp(new Payments.PaidUp(PAID)))
        .isEqualTo(new ScriptedParts.PaidUpTo(2, PAID, PaidSoFar.NOTHING));
    expectSettled(again);
    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.WON);
  }

  /** {@code R4} Its node was lost after it was paid by the wrong result: payment knows that. */
  @Test
  void aTicketThatWasNotSettledBeforeHearsFromPaymentWhatItWasPaid() throws InterruptedException {
    ticket.toApproved();
    settle(WON);
    ticket.parts.awaitPayOut();
    ticket.restart();

    TestProbe<SettleReply> reply = settle(Award.lost(), "KT", 2);
    assertThat(ticket.parts.answerPayUp(new Payments.PaidUp(PAID)).due())
        .isEqualTo(PaidSoFar.NOTHING);
    reply.expectMessage(new SettleReply.Settled(ticket.ticketId, Money.won(23_000)));
  }

  /** {@code R4} */
  @Test
  void whoAsksForALaterRoundWhileTheFirstIsBeingPaidIsToldToAskAgain() throws InterruptedException {
    ticket.toApproved();
    settle(WON);
    ScriptedParts.Question<Payments.PayOutOutcome> payOut = ticket.parts.awaitPayOut();
    TestProbe<SettleReply> second = settle(Award.lost(), "KT", 2);
    ticket.ticket(); // it has been asked
    payOut.answer(new Payments.PaidOut());
    second.expectMessageClass(SettleReply.NotYet.class);
    settle(Award.lost(), "KT", 2)
        .expectMessage(new SettleReply.Settled(ticket.ticketId, Money.won(23_000)));
  }

  @Test
  void aLateTicketIsInNoPoolThatIsCorrected() throws InterruptedException {
    ticket.toApproved();
    TestProbe<SettleReply> late = settle(Award.refund(Award.Kind.LATE, Money.won(10_000)));
    ticket.parts.answerRefund(new Payments.Refunded());
    expectSettled(late);
    settle(WON, "KT", 2).expectMessageClass(SettleReply.Differs.class);
  }

  @Test
  void whoAsksWhileItIsBeingPaidIsAnsweredInTheOthersPlace() throws InterruptedException {
    ticket.toApproved();
    TestProbe<SettleReply> first = settle(WON);
    TestProbe<SettleReply> second = settle(WON);
    ticket.ticket(); // both have been asked
    ticket.parts.answerPayOut(new Payments.PaidOut());

    expectSettled(second);
    first.expectNoMessage(Duration.ZERO);
    ticket.parts.assertNothingAsked();
  }

  @Test
  void whatPaymentCantDoNowIsAskedAgainByTheSettlement() throws InterruptedException {
    ticket.toApproved();
    for (Payments.PayOutOutcome outcome :
        List.of(
            new Payments.Unknown("lost"),
            new Payments.Busy(),
            new Payments.Suspended(Duration.ofSeconds(1)))) {
      TestProbe<SettleReply> reply = settle(WON);
      ticket.parts.answerPayOut(outcome);
      reply.expectMessage(new SettleReply.NotYet(ticket.ticketId, outcome.toString()));
      assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.APPROVED);
    }
    TestProbe<SettleReply> reply = settle(WON);
    ticket.parts.answerPayOut(new Payments.PaidOut());
    expectSettled(reply);
  }

  @Test
  void whatPaymentRefusesForGoodIsSaidSo() throws InterruptedException {
    ticket.toApproved();
    TestProbe<SettleReply> reply = settle(WON);
    Payments.PayOutOutcome refused = new Payments.PayOutRefused("WALLET_FULL");
    ticket.parts.answerPayOut(refused);
    reply.expectMessage(new SettleReply.Refused(ticket.ticketId, refused.toString()));
    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.APPROVED);
  }

  @Test
  void aNodeThatIsLostAfterThePaymentIsMadeUpFor() throws InterruptedException {
    ticket.toApproved();
    settle(WON);
    ticket.parts.awaitPayOut(); // payment has it, and its answer is lost
    ticket.restart();

    TestProbe<SettleReply> reply = settle(WON);
    ticket.parts.answerPayOut(new Payments.PaidOut());
    expectSettled(reply);
  }

  @Test
  void aTicketThatIsNotWhatItIsTakenForIsNotSettled() throws InterruptedException {
    settle(WON).expectMessageClass(SettleReply.Differs.class); // it does not exist
    ticket.toApproved();
    settle(WON, "LG", 1).expectMessageClass(SettleReply.Differs.class);
    ticket.parts.assertNothingAsked();
  }

  @Test
  void aTicketThatHasNotComeToItsEndIsNotSettled() throws InterruptedException {
    ticket.toPending();
    settle(Award.lost()).expectMessageClass(SettleReply.NotYet.class);
  }

  @Test
  void aTicketThatTheTallyHasNotConfirmedIsNotSettled() throws InterruptedException {
    ticket.toApprovedNotTallied();
    settle(Award.lost()).expectMessageClass(SettleReply.NotYet.class);
  }

  @Test
  void aTicketThatIsBeingCancelledIsNotSettled() throws InterruptedException {
    ticket.toCancelling();
    settle(Award.lost()).expectMessageClass(SettleReply.NotYet.class);
  }

  /** {@code V1} */
  @Test
  void aTicketThatWasCancelledIsAtItsEnd() throws InterruptedException {
    ticket.toCancelled();
    settle(WON).expectMessage(new SettleReply.Ended(ticket.ticketId, TicketStatus.CANCELLED));
  }

  @Test
  void aTicketThatWasRejectedIsAtItsEnd() throws InterruptedException {
    ticket.toRejected();
    settle(WON).expectMessage(new SettleReply.Ended(ticket.ticketId, TicketStatus.REJECTED));
  }

  /** Rows {@code V2} and {@code T7}. */
  @Test
  void aSettledTicketCantBeCancelled() throws InterruptedException {
    ticket.toApproved();
    expectSettled(settle(Award.lost()));
    ticket.cancel().expectMessage(new CancelReply.TooLate(ticket.ticket()));
    ticket.decide(ReversalDecision.GIVE_BACK).expectMessageClass(DecideReply.NotUndecided.class);

    assertThat(ticket.events())
        .filteredOn(CancellationRefused.class::isInstance)
        .extracting(event -> ((CancellationRefused) event).as())
        .containsExactly(Canceller.OWNER, Canceller.ADMINISTRATOR);
    assertThat(ticket.events())
        .last()
        .extracting(event -> ((CancellationRefused) event).reason())
        .isEqualTo(TooLateToCancel.SETTLED);
  }

  @Test
  void whatBuysItAgainHearsThatItWasBought() throws InterruptedException {
    ticket.toApproved();
    expectSettled(settle(Award.lost()));
    BuyReply.Taken taken = (BuyReply.Taken) ticket.buy().receiveMessage();
    assertThat(taken.wasApproved()).isTrue();
    assertThat(taken.ticket().status()).isEqualTo(TicketStatus.LOST);
  }

  /** Purchases go first: one is settled after the other. */
  @Test
  void aTicketWaitsForItsTurn() throws InterruptedException {
    ticket.toApproved();
    SettlingTurns.Turn other = ticket.turns.take(turn -> {});
    TestProbe<SettleReply> reply = settle(WON);
    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.APPROVED);
    ticket.parts.assertNothingAsked();
    other.end();
    ticket.parts.answerPayOut(new Payments.PaidOut());
    expectSettled(reply);
    assertItsTurnHasEnded();
  }

  @Test
  void aTicketThatIsNotPaidOrLeavesWhileItWaitsGivesItsTurnBack() throws InterruptedException {
    ticket.toApproved();
    TestProbe<SettleReply> first = settle(WON);
    ticket.parts.answerPayOut(new Payments.Unknown("gone"));
    first.expectMessageClass(SettleReply.NotYet.class);
    assertItsTurnHasEnded();

    SettlingTurns.Turn other = ticket.turns.take(turn -> {});
    settle(WON);
    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.APPROVED);
    assertThat(ticket.turns.waiting()).isEqualTo(1);
    ticket.restart();
    Awaitility.await().until(() -> ticket.turns.waiting() == 0);
    other.end();
    assertItsTurnHasEnded();
  }

  /** Who asked for it asks again only when he has given it up, and it would be the last then. */
  @Test
  void aTicketThatWaitsForItsTurnStaysInMemory() throws InterruptedException {
    ticket.toApproved();
    SettlingTurns.Turn other = ticket.turns.take(turn -> {});
    TestProbe<SettleReply> reply = settle(WON);
    ticket.forgetWishesToLeaveMemory();
    ticket.tell(new TicketProgress.Idle());
    ticket.assertWantsToStayInMemory();
    other.end();
    ticket.parts.answerPayOut(new Payments.PaidOut());
    expectSettled(reply);

    ticket.tell(new TicketProgress.Idle());
    ticket.shard.expectMessageClass(ClusterSharding.Passivate.class);
  }

  /**
   * Purchases that take longer leave more room beside them: so they are told how long they took.
   */
  @Test
  void howLongAPurchaseTookSaysHowManyAreSettledBesideIt() throws InterruptedException {
    TestProbe<BuyReply> buyer = ticket.toPending();
    ticket.clock.advance(Duration.ofSeconds(1));
    ticket.parts.answerCharge(new Payments.Charged(Money.won(95_000)));
    ticket.parts.answerCount(TallyRequests.Outcome.CONFIRMED);
    buyer.receiveMessage();
    for (int more = 0; more < 4; more++) {
      ticket.turns.purchaseEnds(Duration.ofSeconds(1));
    }
    List<SettlingTurns.Turn> come = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ticket.turns.take(come::add);
    }
    assertThat(come).as("half of the five purchases, and one that may begin").hasSize(3);
  }

  @Test
  void aTicketThatIsCancelledWhileItWaitsGivesItsTurnBack() throws InterruptedException {
    ticket.toApproved();
    SettlingTurns.Turn other = ticket.turns.take(turn -> {});
    settle(WON);
    ticket.cancel();
    ticket.parts.answerCheck(new Sales.OnSale(TicketFixture.SALES_CLOSE, TicketFixture.RULES));
    ticket.parts.answerReverse(new Payments.Reversed(Money.won(100_000)));
    other.end();
    assertItsTurnHasEnded();
  }

  @Test
  void aTicketThatIsCancelledWhileItIsPaidGivesItsTurnBack() throws InterruptedException {
    ticket.toApproved();
    settle(WON);
    ScriptedParts.Question<Payments.PayOutOutcome> payOut = ticket.parts.awaitPayOut();
    ticket.cancel();
    ticket.parts.answerCheck(new Sales.OnSale(TicketFixture.SALES_CLOSE, TicketFixture.RULES));
    ticket.parts.awaitReverse();

    payOut.answer(new Payments.PayOutRefused("cancelled"));

    assertItsTurnHasEnded();
  }

  @Test
  void aTicketThatWasSettledWhileACancellationWasCheckedLeavesMemory() throws InterruptedException {
    ticket.toApproved();
    TestProbe<CancelReply> canceller = ticket.cancel();
    expectSettled(settle(Award.lost()));
    ticket.parts.answerCheck(new Sales.OnSale(TicketFixture.SALES_CLOSE, TicketFixture.RULES));
    canceller.expectMessage(new CancelReply.TooLate(ticket.ticket()));
    ticket.forgetWishesToLeaveMemory();

    ticket.tell(new TicketProgress.Idle());

    ticket.shard.expectMessageClass(ClusterSharding.Passivate.class);
  }

  private void assertItsTurnHasEnded() {
    Awaitility.await()
        .untilAsserted(
            () -> {
              List<SettlingTurns.Turn> come = new ArrayList<>();
              SettlingTurns.Turn next = ticket.turns.take(come::add);
              next.end();
              assertThat(come).hasSize(1);
            });
  }
}
