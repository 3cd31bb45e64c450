package io.sportskk.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.javadsl.Adapter;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializer;
import akka.serialization.Serializers;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.sportskk.kernel.Money;
import io.sportskk.testing.FailingJournal;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TicketEntityTest {

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

  // Buying

  @Test
  void aPaidAndCountedPurchaseIsApprovedAndTallied() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);

    TestProbe<BuyReply> buyer = ticket.toPending();
    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.PENDING);
    ticket.parts.answerCharge(new Payments.Charged(Money.won(95_000)));
    ticket.parts.answerCount(TallyRequests.Outcome.CONFIRMED);

    BuyReply.Taken taken = (BuyReply.Taken) buyer.receiveMessage();
    assertThat(taken.replayed()).isFalse();
    assertThat(taken.ticket().status()).isEqualTo(TicketStatus.APPROVED);
    assertThat(taken.ticket().tallied()).isTrue();
    assertThat(taken.ticket().sequenceNr()).as("one event for both").isEqualTo(2);
    assertThat(taken.ticket().cancellableUntil())
        .isEqualTo(TicketFixture.START.plus(Duration.ofMinutes(10)));
    assertThat(taken.ticket().purchase())
        .isEqualTo(
            new Purchase(
                ticket.ticketId,
                TicketFixture.BUYER,
                "match-1",
                "KT",
                Money.won(10_000),
                TicketFixture.START,
                "corr-buy"));
    assertThat(ticket.ticket()).isEqualTo(taken.ticket());
  }

  @Test
  void aPurchaseIsCompleteAlthoughTheTallyDoesNotAnswer() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);

    TestProbe<BuyReply> buyer = ticket.toPending();
    ticket.parts.answerCharge(new Payments.Charged(Money.won(95_000)));
    ticket.parts.answerCount(TallyRequests.Outcome.NOT_ANSWERED);

    Ticket bought = ((BuyReply.Taken) buyer.receiveMessage()).ticket();
    assertThat(bought.status()).isEqualTo(TicketStatus.APPROVED);
    assertThat(bought.tallied()).isFalse();
  }

  @Test
  void aPurchaseIsNotApprovedBeforeTheTallyWasAsked() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    TestProbe<BuyReply> buyer = ticket.toPending();
    ticket.parts.answerCharge(new Payments.Charged(Money.won(95_000)));
    var count = ticket.parts.awaitCount();

    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.PENDING);
    ticket.clock.advance(Duration.ofDays(1));
    ticket.tell(new TicketCommand.Resume(TicketFixture.START, null));
    assertThat(ticket.ticket().status())
        .as("it is paid in time, whenever the tally answers")
        .isEqualTo(TicketStatus.PENDING);
    count.answer(TallyRequests.Outcome.CONFIRMED);

    assertThat(((BuyReply.Taken) buyer.receiveMessage()).ticket().status())
        .isEqualTo(TicketStatus.APPROVED);
    ticket.parts.assertNothingAsked();
  }

  @Test
  void aTicketThatIsCancelledWhileItIsCountedIsTakenOut() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toPending();
    ticket.parts.answerCharge(new Payments.Charged(Money.won(95_000)));
    var count = ticket.parts.awaitCount();

    TestProbe<CancelReply> canceller = ticket.cancel();
    ticket.parts.answerReverse(new Payments.Reversed(Money.won(100_000)));
    canceller.expectMessageClass(CancelReply.Cancelled.class);
    ticket.parts.answerUncount(TallyRequests.Outcome.CONFIRMED);
    count.answer(TallyRequests.Outcome.CONFIRMED);

    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.CANCELLED);
    assertThat(ticket.ticket().tallied()).isFalse();
  }

  /** What it has asked is forgotten; payment and the tally do nothing twice. */
  @Test
  void aTicketThatIsLostWhileItIsCountedIsBoughtOnce() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toPending();
    ticket.parts.answerCharge(new Payments.Charged(Money.won(95_000)));
    var count = ticket.parts.awaitCount();

    ticket.restart();
    count.answer(TallyRequests.Outcome.CONFIRMED);
    ticket.parts.answerLaterCharge(new Payments.Charged(Money.won(95_000)));
    ticket.parts.answerCount(TallyRequests.Outcome.CONFIRMED);

    ticket.awaitStatus(TicketStatus.APPROVED);
    assertThat(ticket.ticket().tallied()).isTrue();
  }

  @Test
  void aTicketThatWasNotCountedAsksAgainWhenItIsWoken() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toApprovedNotTallied();

    ticket.tell(new TicketCommand.Resume(TicketFixture.START, null));
    ticket.parts.answerCount(TallyRequests.Outcome.CONFIRMED);

    Awaitility.await().until(() -> ticket.ticket().tallied());
  }

  /** {@code L5} */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 99, 101, 150, 100_100, 1_000_000_000_000L})
  void aStakeOutOfBoundsIsNotSold(long stake) {
    TicketFixture ticket = new TicketFixture(cluster);

    TestProbe<BuyReply> buyer = ticket.buy(Money.won(stake));

    buyer.expectMessage(
        new BuyReply.StakeOutOfBounds(Money.won(100), Money.won(100_000), Money.won(100)));
    ticket.parts.assertNothingAsked();
    assertThat(ticket.get()).isEqualTo(new GetReply.NoSuchTicket());
  }

  @ParameterizedTest
  @ValueSource(longs = {100, 200, 99_900, 100_000})
  void aStakeWithinBoundsIsSold(long stake) throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);

    ticket.buy(Money.won(stake));
    ticket.parts.answerCheck(new Sales.OnSale(TicketFixture.SALES_CLOSE, TicketFixture.RULES));

    ticket.parts.awaitCharge();
  }

  /** {@code T8} */
  @Test
  void aTicketIsBoundToTheRulesThatTheMatchHadWhenItWasBought() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toPending();
    assertThat(ticket.ticket().rules()).isEqualTo(TicketFixture.RULES);
    ticket.parts.awaitCharge();

    ticket.restart();
    ticket.parts.answerCheck(new Sales.OnSale(TicketFixture.SALES_CLOSE, "rffffffffffff"));
    ticket.parts.answerCharge(new Payments.Charged(Money.won(95_000)));
    ticket.parts.answerCount(TallyRequests.Outcome.CONFIRMED);

    ticket.awaitStatus(TicketStatus.APPROVED);
    assertThat(ticket.ticket().rules()).isEqualTo(TicketFixture.RULES);
  }

  @ParameterizedTest
  @EnumSource(Sales.Refusal.class)
  void nothingIsSoldWhenTheMatchRefuses(Sales.Refusal refusal) throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);

    TestProbe<BuyReply> buyer = ticket.buy();
    ticket.parts.answerCheck(new Sales.NotOnSale(refusal));

    buyer.expectMessage(new BuyReply.NotOnSale(refusal));
    assertThat(ticket.get()).isEqualTo(new GetReply.NoSuchTicket());
  }

  @Test
  void aTicketIdWhosePurchaseWasRefusedCanBeBoughtAgain() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    TestProbe<BuyReply> first = ticket.buy();
    ticket.parts.answerCheck(new Sales.Unavailable("silent"));
    first.expectMessage(new BuyReply.SalesUnavailable());

    ticket.toApproved();

    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.APPROVED);
  }

  @Test
  void aRefusedPaymentRejectsTheTicket() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);

    TestProbe<BuyReply> buyer = ticket.toPending();
    ticket.parts.answerCharge(new Payments.Refused("INSUFFICIENT_FUNDS", Money.won(4_900)));

    Ticket rejected = ((BuyReply.Taken) buyer.receiveMessage()).ticket();
    assertThat(rejected.status()).isEqualTo(TicketStatus.REJECTED);
    assertThat(rejected.reason()).isEqualTo("INSUFFICIENT_FUNDS");
    ticket.parts.assertNothingAsked();
  }

  // What is left in the wallet

  /** {@code T4} */
  @Test
  void whoWaitsForThePurchaseIsToldTheNewBalance() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);

    TestProbe<BuyReply> buyer = ticket.toPending();
    ticket.parts.answerCharge(new Payments.Charged(Money.won(95_000)));
    ticket.parts.answerCount(TallyRequests.Outcome.CONFIRMED);

    assertThat(((BuyReply.Taken) buyer.receiveMessage()).balance()).isEqualTo(Money.won(95_000));
    assertThat(((BuyReply.Taken) ticket.buy().receiveMessage()).balance())
        .as("a repetition may come much later")
        .isNull();
  }

  /** {@code T4} */
  @Test
  void whoIsRefusedIsToldTheBalance() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);

    TestProbe<BuyReply> buyer = ticket.toPending();
    ticket.parts.answerCharge(new Payments.Refused("INSUFFICIENT_FUNDS", Money.won(4_900)));

    assertThat(((BuyReply.Taken) buyer.receiveMessage()).balance()).isEqualTo(Money.won(4_900));
  }

  @Test
  void whoIsAnsweredBeforeItIsPaidIsToldNoBalance() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);

    TestProbe<BuyReply> buyer = ticket.toPending();
    ticket.parts.answerCharge(new Payments.Unknown("no answer"));

    assertThat(((BuyReply.Taken) buyer.receiveMessage()).balance()).isNull();
    ticket.parts.answerLaterCharge(new Payments.Charged(Money.won(95_000)));
    ticket.parts.answerCount(TallyRequests.Outcome.CONFIRMED);
    ticket.awaitStatus(TicketStatus.APPROVED);
    assertThat(((BuyReply.Taken) ticket.buy().receiveMessage()).balance()).isNull();
  }

  /** {@code T4} */
  @Test
  void whoCancelsIsToldTheNewBalance() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    TestProbe<CancelReply> canceller = ticket.toCancelling();

    ticket.parts.answerReverse(new Payments.Reversed(Money.won(100_000)));

    assertThat(canceller.expectMessageClass(CancelReply.Cancelled.class).balance())
        .isEqualTo(Money.won(100_000));
    assertThat(ticket.cancel().expectMessageClass(CancelReply.Cancelled.class).balance())
        .as("a repetition may come much later")
        .isNull();
  }

  @Test
  void whilePaymentIsSuspendedThePurchaseIsPendingAndPaysItselfLater() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);

    TestProbe<BuyReply> buyer = ticket.toPending();
    ticket.parts.answerCharge(new Payments.Suspended(Duration.ofMillis(30)));

    BuyReply.Taken taken = (BuyReply.Taken) buyer.receiveMessage();
    assertThat(taken.ticket().status()).isEqualTo(TicketStatus.PENDING);
    assertThat(taken.paymentSuspended()).isTrue();
    assertThat(taken.retryAfter()).isGreaterThanOrEqualTo(Duration.ofMillis(30));

    ticket.parts.answerLaterCharge(new Payments.Charged(Money.won(95_000)));
    ticket.parts.answerCount(TallyRequests.Outcome.CONFIRMED);
    Awaitility.await().until(() -> ticket.ticket().tallied());
  }

  @Test
  void anUnknownOutcomeIsAskedAgainAndNeverGuessed() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);

    TestProbe<BuyReply> buyer = ticket.toPending();
    ticket.parts.answerCharge(new Payments.Unknown("no answer"));
    ticket.parts.answerLaterCharge(new Payments.Unknown("no answer"));
    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.PENDING);
    ticket.parts.answerLaterCharge(new Payments.Charged(Money.won(95_000)));
    ticket.parts.answerCount(TallyRequests.Outcome.CONFIRMED);

    assertThat(((BuyReply.Taken) buyer.receiveMessage()).ticket().status())
        .isEqualTo(TicketStatus.PENDING);
    ticket.awaitStatus(TicketStatus.APPROVED);
  }

  @Test
  void aPaymentPortThatFailsIsAnUnknownOutcome() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);

    ticket.toPending();
    ticket.parts.awaitCharge().fail(new IllegalStateException("broken"));

    ticket.parts.answerLaterCharge(new Payments.Charged(Money.won(95_000)));
    ticket.parts.answerCount(TallyRequests.Outcome.CONFIRMED);
    ticket.awaitStatus(TicketStatus.APPROVED);
  }

  @Test
  void aTicketThatCanNotBePaidBeforeItsDeadlineIsCancelled() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toPending();

    ticket.clock.advance(Duration.ofMinutes(10));
    ticket.parts.answerCharge(new Payments.Unknown("no answer"));
    ticket.parts.answerReverse(new Payments.Reversed(Money.won(100_000)));

    ticket.awaitStatus(TicketStatus.CANCELLED);
    assertThat(ticket.ticket().reason()).isEqualTo("PAYMENT_TIMEOUT");
    assertThat(ticket.parts.causes()).containsExactly("PAYMENT_TIMEOUT");
    ticket.parts.answerUncount(TallyRequests.Outcome.CONFIRMED);
    ticket.parts.assertNothingAsked();
  }

  @Test
  void theDeadlineIsTheCloseOfSalesIfThatIsEarlier() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.buy();
    ticket.parts.answerCheck(
        new Sales.OnSale(TicketFixture.START.plusSeconds(60), TicketFixture.RULES));
    ticket.awaitStatus(TicketStatus.PENDING);

    ticket.clock.advance(Duration.ofSeconds(60));
    ticket.parts.answerCharge(new Payments.Suspended(Duration.ZERO));
    ticket.parts.answerReverse(new Payments.Reversed(Money.won(100_000)));

    ticket.awaitStatus(TicketStatus.CANCELLED);
  }

  @Test
  void aChargeThatArrivesTooLateAtTheWalletCancelsTheTicket() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toPending();

    ticket.parts.answerCharge(new Payments.Late());
    ticket.parts.answerReverse(new Payments.Reversed(Money.won(100_000)));

    ticket.awaitStatus(TicketStatus.CANCELLED);
    assertThat(ticket.ticket().reason()).isEqualTo("PAYMENT_TIMEOUT");
    assertThat(ticket.parts.causes()).containsExactly("PAYMENT_TIMEOUT");
  }

  @Test
  void aPendingTicketIsNotChargedAfterSalesWereClosedEarly() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toPending();
    ticket.parts.answerCharge(new Payments.Suspended(Duration.ZERO));

    ticket.parts.answerCheck(new Sales.Unavailable("silent"));
    ticket.parts.answerCheck(new Sales.NotOnSale(Sales.Refusal.SALES_CLOSED));
    ticket.parts.answerReverse(new Payments.Reversed(Money.won(100_000)));

    ticket.awaitStatus(TicketStatus.CANCELLED);
    assertThat(ticket.ticket().reason()).isEqualTo("SALES_CLOSED");
    assertThat(ticket.parts.causes()).containsExactly("SALES_CLOSED");
    ticket.parts.answerUncount(TallyRequests.Outcome.CONFIRMED);
    ticket.parts.assertNothingAsked(); // not to be charged, above all
  }

  @Test
  void whoWaitsIsToldThatHisTicketIsCancelledAndWasNeverApproved() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    TestProbe<BuyReply> buyer = ticket.toPending();

    ticket.parts.answerCharge(new Payments.Late());

    BuyReply.Taken taken = buyer.expectMessageClass(BuyReply.Taken.class);
    assertThat(taken.ticket().status()).isEqualTo(TicketStatus.CANCELLING);
    assertThat(taken.wasApproved()).isFalse();
  }

  // Buying the same ticket again

  @Test
  void aRepeatedPurchaseGetsTheSameTicketAndIsChargedOnce() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toApproved();

    BuyReply.Taken again = (BuyReply.Taken) ticket.buy().receiveMessage();

    assertThat(again.replayed()).isTrue();
    assertThat(again.wasApproved()).isTrue();
    assertThat(again.ticket()).isEqualTo(ticket.ticket());
    ticket.parts.assertNothingAsked();
  }

  @Test
  void aRepetitionWhileTheFirstIsRunningIsToldSo() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);

    ticket.buy();
    ticket.buy().expectMessage(new BuyReply.StillRunning());
    ticket.parts.answerCheck(new Sales.OnSale(TicketFixture.SALES_CLOSE, TicketFixture.RULES));
    ticket.parts.awaitCharge();
    ticket.buy().expectMessage(new BuyReply.StillRunning());
  }

  @Test
  void aPurchaseThatIsAskedTwiceByTheSameAskerIsAnsweredOnce() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    TestProbe<BuyReply> buyer = cluster.testKit().createTestProbe();
    TicketCommand.Buy buy = ticket.buyOf(buyer);
    ticket.tell(buy);
    ticket.tell(buy);
    ticket.parts.answerCheck(new Sales.OnSale(TicketFixture.SALES_CLOSE, TicketFixture.RULES));
    var charge = ticket.parts.awaitCharge();
    ticket.tell(buy);
    charge.answer(new Payments.Charged(Money.won(95_000)));
    ticket.parts.answerCount(TallyRequests.Outcome.CONFIRMED);

    assertThat(buyer.expectMessageClass(BuyReply.Taken.class).replayed()).isFalse();
    buyer.expectNoMessage(Duration.ofMillis(100));
  }

  @Test
  void anotherPurchaseUnderTheSameTicketIdIsRefused() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toApproved();
    Money stake = Money.won(10_000);

    List.of(
            ticket.buy("buyer-2", "match-1", "KT", stake),
            ticket.buy(TicketFixture.BUYER, "match-2", "KT", stake),
            ticket.buy(TicketFixture.BUYER, "match-1", "LG", stake),
            ticket.buy(TicketFixture.BUYER, "match-1", "KT", Money.won(10_100)))
        .forEach(buyer -> buyer.expectMessage(new BuyReply.OtherContent()));
  }

  // Askers who have been answered

  @Test
  void aRepetitionThatComesAfterTheMatchDidNotAnswerBuysNothing() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    TestProbe<BuyReply> buyer = cluster.testKit().createTestProbe();
    TicketCommand.Buy buy = ticket.buyOf(buyer);
    ticket.tell(buy);
    ticket.clock.advance(Duration.ofSeconds(8));
    ticket.parts.answerCheck(new Sales.Unavailable("silent"));
    buyer.expectMessage(new BuyReply.SalesUnavailable());

    ticket.clock.advance(Duration.ofMillis(1));
    ticket.tell(buy);

    assertThat(ticket.get()).isEqualTo(new GetReply.NoSuchTicket());
    ticket.parts.assertNothingAsked();
    ticket.toApproved(); // with the same key the buyer may well ask anew
  }

  /**
   * Its deadline would let a repetition buy long after the buyer was told that nothing is bought.
   */
  @Test
  void aGatewayWhoseClockIsFarAheadSellsNothing() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    TestProbe<BuyReply> buyer = cluster.testKit().createTestProbe();
    ticket.clock.advance(Duration.ofMinutes(2));
    TicketCommand.Buy buy = ticket.buyOf(buyer);
    ticket.clock.advance(Duration.ofMinutes(-2));
    ticket.tell(buy);

    buyer.expectMessage(new BuyReply.SalesUnavailable());
    ticket.parts.assertNothingAsked();
    assertThat(ticket.get()).isEqualTo(new GetReply.NoSuchTicket());
  }

  @Test
  void aPurchaseThatNobodyWaitsForAnyMoreIsNotBegun() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    TestProbe<BuyReply> buyer = cluster.testKit().createTestProbe();
    TicketCommand.Buy buy = ticket.buyOf(buyer);

    ticket.clock.advance(TicketFixture.WAITS);
    ticket.tell(buy);
    assertThat(ticket.get()).isEqualTo(new GetReply.NoSuchTicket());
    ticket.parts.assertNothingAsked();

    ticket.clock.advance(Duration.ofMillis(-1));
    ticket.tell(buy);
    ticket.parts.answerCheck(new Sales.OnSale(TicketFixture.SALES_CLOSE, TicketFixture.RULES));
    ticket.parts.awaitCharge();
  }

  @Test
  void aPurchaseIsNotBegunIfTheMatchAnswersWhenNobodyWaitsAnyMore() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    TestProbe<BuyReply> buyer = ticket.buy();
    var check = ticket.parts.awaitCheck();

    ticket.clock.advance(TicketFixture.WAITS);
    check.answer(new Sales.OnSale(TicketFixture.SALES_CLOSE, TicketFixture.RULES));

    buyer.expectMessage(new BuyReply.SalesUnavailable());
    assertThat(ticket.get()).isEqualTo(new GetReply.NoSuchTicket());
  }

  @Test
  void aRepetitionThatComesAfterTheMatchDidNotAnswerCancelsNothing() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toApproved();
    TestProbe<CancelReply> canceller = cluster.testKit().createTestProbe();
    TicketCommand.Cancel cancel = ticket.cancelOf(canceller);
    ticket.tell(cancel);
    ticket.tell(cancel);
    ticket.parts.answerCheck(new Sales.Unavailable("silent"));
    canceller.expectMessage(new CancelReply.SalesUnavailable());

    ticket.tell(cancel);

    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.APPROVED);
    ticket.parts.assertNothingAsked();
  }

  @Test
  void aTicketThatHasRefusedSomebodyForNowStaysUntilHeHasGivenUp() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    TestProbe<BuyReply> buyer = ticket.buy();
    ticket.parts.answerCheck(new Sales.Unavailable("silent"));
    buyer.expectMessage(new BuyReply.SalesUnavailable());

    ticket.tell(new TicketProgress.Idle());
    ticket.assertWantsToStayInMemory(); // elsewhere a late repetition would not be known
    ticket.tell(new TicketCommand.Stop());
    assertThat(ticket.get()).isEqualTo(new GetReply.NoSuchTicket());

    ticket.clock.advance(TicketFixture.WAITS);
    assertThat(ticket.get()).as("by this clock, not by all").isEqualTo(new GetReply.NoSuchTicket());
    ticket.clock.advance(TicketCommand.Asked.CLOCKS_APART);
    ticket.assertStopped();
  }

  /** A mere gateway's clock is checked by nobody else. */
  @Test
  void anAskerWhoseClockIsAheadIsNotRememberedForLong() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    TestProbe<BuyReply> buyer = cluster.testKit().createTestProbe();
    TicketCommand.Buy buy = ticket.buyOf(buyer);
    ticket.tell(
        new TicketCommand.Buy(
            buy.buyerId(),
            buy.matchId(),
            buy.team(),
            buy.stake(),
            buy.correlationId(),
            TicketFixture.START.plus(Duration.ofMinutes(1)),
            buyer.getRef()));
    ticket.parts.answerCheck(new Sales.Unavailable("silent"));
    buyer.expectMessage(new BuyReply.SalesUnavailable());

    ticket.tell(new TicketCommand.Stop());
    ticket.clock.advance(Duration.ofSeconds(30));
    ticket.assertStopped();
  }

  @Test
  void aPurchaseOfANodeThatDoesNotSayHowLongItWaitsCanBeRead() throws Exception {
    TicketFixture ticket = new TicketFixture(cluster);
    TestProbe<BuyReply> buyer = cluster.testKit().createTestProbe();
    TicketCommand.Buy buy = ticket.buyOf(buyer);
    Serialization serialization = SerializationExtension.get(Adapter.toClassic(cluster.system()));
    Serializer serializer = serialization.findSerializerFor(buy);
    ObjectMapper cbor = new ObjectMapper(new CBORFactory());
    ObjectNode old = (ObjectNode) cbor.readTree(serialization.serialize(buy).get());
    assertThat(old.remove("answerBy")).isNotNull();

    TicketCommand.Buy read =
        (TicketCommand.Buy)
            serialization
                .deserialize(
                    cbor.writeValueAsBytes(old),
                    serializer.identifier(),
                    Serializers.manifestFor(serializer, buy))
                .get();
    assertThat(read.answerBy()).isNull();
    ticket.tell(read);

    ticket.parts.answerCheck(new Sales.Unavailable("silent"));
    buyer.expectMessage(new BuyReply.SalesUnavailable());
  }

  // Cancelling

  /** {@code V7} */
  @Test
  void anApprovedTicketIsCancelledOnceItsChargeIsReversed() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);

    TestProbe<CancelReply> canceller = ticket.toCancelling();
    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.CANCELLING);
    ticket.parts.answerReverse(new Payments.Reversed(Money.won(100_000)));

    Ticket cancelled = ((CancelReply.Cancelled) canceller.receiveMessage()).ticket();
    assertThat(cancelled.status()).isEqualTo(TicketStatus.CANCELLED);
    assertThat(cancelled.tallied()).isFalse();
    assertThat(cancelled.reason()).isEqualTo("BUYER_REQUEST");
    ticket.parts.answerUncount(TallyRequests.Outcome.CONFIRMED);
  }

  @Test
  void aPendingTicketCanBeCancelledWhileItsChargeIsUnderWay() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    TestProbe<BuyReply> buyer = ticket.toPending();
    var charge = ticket.parts.awaitCharge();

    TestProbe<CancelReply> canceller = ticket.cancel();
    var reversal = ticket.parts.awaitReverse();
    charge.answer(
        new Payments.Charged(Money.won(95_000))); // too late to matter: the reversal covers it
    reversal.answer(new Payments.Reversed(Money.won(100_000)));

    assertThat(canceller.receiveMessage()).isInstanceOf(CancelReply.Cancelled.class);
    assertThat(((BuyReply.Taken) buyer.receiveMessage()).ticket().status())
        .isEqualTo(TicketStatus.CANCELLING);
    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.CANCELLED);
    ticket.parts.answerUncount(TallyRequests.Outcome.CONFIRMED);
    ticket.parts.assertNothingAsked();
  }

  @Test
  void aCancellationThatPaymentDoesNotAnswerGoesOnByItself() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);

    TestProbe<CancelReply> canceller = ticket.toCancelling();
    ticket.parts.answerReverse(new Payments.Unknown("no answer"));
    assertThat(canceller.receiveMessage()).isInstanceOf(CancelReply.Cancelling.class);
    ticket.parts.answerReverse(new Payments.Suspended(Duration.ofMillis(10)));
    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.CANCELLING);
    ticket.parts.answerReverse(new Payments.Reversed(Money.won(100_000)));

    ticket.awaitStatus(TicketStatus.CANCELLED);
  }

  @Test
  void ofATicketThatPaymentHasForgottenNothingIsAskedAnyMore() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster, Duration.ofMillis(50));
    TestProbe<CancelReply> canceller = ticket.toCancelling();
    TestProbe<TicketNotice> subscriber = ticket.subscribe(4);
    subscriber.expectMessageClass(TicketNotice.Subscribed.class);

    ticket.parts.answerReverse(new Payments.ReverseRefused("forgotten"));

    Ticket undecided = ((CancelReply.Undecided) canceller.receiveMessage()).ticket();
    assertThat(undecided.status()).isEqualTo(TicketStatus.UNDECIDED);
    assertThat(undecided.tallied()).isTrue();
    assertThat(undecided.reason()).isEqualTo("BUYER_REQUEST");
    subscriber.expectMessage(new TicketNotice.Changed(undecided));
    subscriber.stop();
    ticket.forgetWishesToLeaveMemory();
    assertThat(ticket.shard.receiveMessage()).isInstanceOf(ClusterSharding.Passivate.class);
    ticket.restart();
    assertThat(ticket.ticket()).isEqualTo(undecided);
    ticket.parts.assertNothingAsked();
  }

  @Test
  void whatAnOperatorDecidesToBeGivenBackIsRefundedAndTakenOutOfTheTally()
      throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toUndecided();
    Instant decidedAt = ticket.clock.instant();

    DecideReply decided = ticket.decide(ReversalDecision.GIVE_BACK).receiveMessage();
    assertThat(((DecideReply.Decided) decided).ticket().status())
        .isEqualTo(TicketStatus.CANCELLING);
    ticket.clock.advance(Duration.ofSeconds(5));
    ticket.parts.answerRefund(new Payments.Unknown("no answer"));
    ticket.parts.answerRefund(new Payments.Suspended(Duration.ofMillis(10)));
    ticket.parts.answerRefund(new Payments.Refunded());

    ticket.awaitStatus(TicketStatus.CANCELLED);
    ticket.parts.answerUncount(TallyRequests.Outcome.CONFIRMED);
    assertThat(ticket.parts.decisions()).hasSize(3).containsOnly(decidedAt);
    assertThat(ticket.ticket().reason()).isEqualTo("BUYER_REQUEST");
  }

  @Test
  void aRefundThatWasUnderWayGoesOnAfterARestart() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toDecided();

    ticket.restart();
    ticket.parts.answerRefund(new Payments.Unknown("asked before the restart"));
    ticket.parts.answerRefund(new Payments.Refunded());

    ticket.awaitStatus(TicketStatus.CANCELLED);
  }

  @Test
  void withNothingToGiveBackTheTicketIsAtItsEndAtOnce() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toUndecided();
    TestProbe<TicketNotice> subscriber = ticket.subscribe(4);
    subscriber.expectMessageClass(TicketNotice.Subscribed.class);

    DecideReply decided = ticket.decide(ReversalDecision.NOTHING_TO_GIVE_BACK).receiveMessage();

    assertThat(((DecideReply.Decided) decided).ticket().status()).isEqualTo(TicketStatus.CANCELLED);
    ticket.parts.answerUncount(TallyRequests.Outcome.CONFIRMED);
    ticket.parts.assertNothingAsked();
    assertThat(
            List.of(
                ((TicketNotice.Changed) subscriber.receiveMessage()).ticket().sequenceNr(),
                ((TicketNotice.Changed) subscriber.receiveMessage()).ticket().sequenceNr()))
        .containsExactly(5L, 6L);
  }

  /** It may have been counted, just before it was to be approved. */
  @Test
  void aTicketThatWasNeverApprovedIsTakenOutAllTheSame() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toPending();
    ticket.parts.answerCharge(new Payments.Late());
    ticket.parts.answerReverse(new Payments.ReverseRefused("forgotten"));
    ticket.awaitStatus(TicketStatus.UNDECIDED);

    ticket.decide(ReversalDecision.GIVE_BACK).receiveMessage();
    ticket.parts.answerRefund(new Payments.Refunded());

    ticket.awaitStatus(TicketStatus.CANCELLED);
    ticket.parts.answerUncount(TallyRequests.Outcome.CONFIRMED);
    ticket.parts.assertNothingAsked();
  }

  @Test
  void aDecisionStands() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toDecided();
    Instant decidedAt = ticket.clock.instant();

    assertThat(ticket.decide(ReversalDecision.GIVE_BACK, "admin-2").receiveMessage())
        .isEqualTo(new DecideReply.Decided(ticket.ticket(), true));
    assertThat(ticket.decide(ReversalDecision.NOTHING_TO_GIVE_BACK, "admin-2").receiveMessage())
        .isEqualTo(
            new DecideReply.OtherDecision(
                ticket.ticket(), ReversalDecision.GIVE_BACK, "admin-1", decidedAt));
    ticket.parts.answerRefund(new Payments.Refunded());
    ticket.awaitStatus(TicketStatus.CANCELLED);
    ticket.parts.answerUncount(TallyRequests.Outcome.CONFIRMED);
    ticket.restart();
    assertThat(ticket.decide(ReversalDecision.GIVE_BACK).receiveMessage())
        .isEqualTo(new DecideReply.Decided(ticket.ticket(), true));
    assertThat(ticket.decide(ReversalDecision.NOTHING_TO_GIVE_BACK).receiveMessage())
        .isInstanceOf(DecideReply.OtherDecision.class);
    ticket.parts.assertNothingAsked();
  }

  @Test
  void whatPaymentDoesNotGiveBackIsDecidedAnew() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toDecided();

    ticket.parts.answerRefund(new Payments.RefundRefused("DECIDED_TOO_LONG_AGO"));
    ticket.awaitStatus(TicketStatus.UNDECIDED);
    ticket.parts.assertNothingAsked();

    assertThat(ticket.decide(ReversalDecision.NOTHING_TO_GIVE_BACK).receiveMessage())
        .isInstanceOf(DecideReply.Decided.class);
    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.CANCELLED);
  }

  @Test
  void theCancelWindowEndsExactlyTenMinutesAfterApproval() throws InterruptedException {
    TicketFixture late = new TicketFixture(cluster);
    late.toApproved();
    late.clock.advance(Duration.ofMinutes(10));
    assertThat(late.cancel().receiveMessage()).isInstanceOf(CancelReply.TooLate.class);

    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toApproved();
    ticket.clock.advance(Duration.ofMinutes(10).minusMillis(1));
    TestProbe<CancelReply> inTime = ticket.cancel();
    ticket.parts.answerCheck(new Sales.OnSale(TicketFixture.SALES_CLOSE, TicketFixture.RULES));
    ticket.parts.answerReverse(new Payments.Reversed(Money.won(100_000)));
    assertThat(inTime.receiveMessage()).isInstanceOf(CancelReply.Cancelled.class);
  }

  @Test
  void nothingIsCancelledAfterSalesWereClosedEarly() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toApproved();

    TestProbe<CancelReply> canceller = ticket.cancel();
    ticket.parts.answerCheck(new Sales.NotOnSale(Sales.Refusal.SALES_CLOSED));

    assertThat(canceller.receiveMessage()).isInstanceOf(CancelReply.TooLate.class);
    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.APPROVED);
  }

  @Test
  void nothingIsCancelledWhenTheMatchCanNotBeAsked() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toApproved();

    TestProbe<CancelReply> canceller = ticket.cancel();
    ticket.parts.answerCheck(new Sales.Unavailable("silent"));

    canceller.expectMessage(new CancelReply.SalesUnavailable());
  }

  @Test
  void somebodyElsesTicketIsAsIfThereWereNone() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toApproved();

    ticket.cancel("buyer-2").expectMessage(new CancelReply.NoSuchTicket());
  }

  // Watching

  @Test
  void aSubscriberGetsEveryChangeInOrder() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toPending();
    TestProbe<TicketNotice> subscriber = ticket.subscribe(0);
    subscriber.expectMessageClass(TicketNotice.Subscribed.class);

    ticket.parts.answerCharge(new Payments.Charged(Money.won(95_000)));
    ticket.parts.answerCount(TallyRequests.Outcome.CONFIRMED);

    for (long sequenceNr = 1; sequenceNr <= 2; sequenceNr++) {
      Ticket changed = subscriber.expectMessageClass(TicketNotice.Changed.class).ticket();
      assertThat(changed.sequenceNr()).isEqualTo(sequenceNr);
    }
  }

  @Test
  void aSubscriberThatComesBackGetsWhatItMissedAlsoAfterARestart() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toCancelled();
    ticket.restart();

    TestProbe<TicketNotice> subscriber = ticket.subscribe(2);

    subscriber.expectMessageClass(TicketNotice.Subscribed.class);
    List.of(3L, 4L)
        .forEach(
            sequenceNr ->
                assertThat(
                        subscriber
                            .expectMessageClass(TicketNotice.Changed.class)
                            .ticket()
                            .sequenceNr())
                    .isEqualTo(sequenceNr));
    subscriber.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void aTicketStaysInMemoryOnlyWhileItIsWatchedOrUnderWay() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster, Duration.ofMillis(50));
    ticket.toPending();
    var charge = ticket.parts.awaitCharge();
    ticket.forgetWishesToLeaveMemory();
    ticket.tell(new TicketProgress.Idle());
    ticket.assertWantsToStayInMemory(); // it waits for the charge

    TestProbe<TicketNotice> subscriber = ticket.subscribe(0);
    charge.answer(new Payments.Charged(Money.won(95_000)));
    ticket.parts.answerCount(TallyRequests.Outcome.CONFIRMED);
    Awaitility.await().until(() -> ticket.ticket().tallied());
    ticket.tell(new TicketProgress.Idle());
    ticket.assertWantsToStayInMemory(); // it is watched

    subscriber.stop();

    ticket.shard.expectMessageClass(ClusterSharding.Passivate.class);
  }

  @Test
  void aTicketThatWaitsForPaymentIsToldOnceThatItIsIdle() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster, Duration.ofMillis(1));
    ticket.toPending();
    var charge = ticket.parts.awaitCharge();
    ticket.forgetWishesToLeaveMemory();
    ticket.awaitIdle();

    ticket.received.expectNoMessage(Duration.ofMillis(100));

    charge.answer(new Payments.Charged(Money.won(95_000)));
    ticket.parts.answerCount(TallyRequests.Outcome.CONFIRMED);
    ticket.shard.expectMessageClass(ClusterSharding.Passivate.class);
  }

  @Test
  void aTicketThatIsLoadedIsNotIdleBeforeItHasGoneOn() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toPending();
    ticket.parts.awaitCharge();

    ticket.restart();
    ticket.tell(new TicketProgress.Idle()); // while it is loaded, as a rule

    ticket.parts.answerCheck(new Sales.OnSale(TicketFixture.SALES_CLOSE, TicketFixture.RULES));
    ticket.parts.awaitCharge();
    ticket.assertWantsToStayInMemory();
  }

  @Test
  void whoeverAsksToCancelSecondIsWaitedForWhenTheFirstIsAnswered() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toApproved();
    TestProbe<CancelReply> first = ticket.cancel();
    TestProbe<CancelReply> second = ticket.cancel();
    ticket.parts.answerCheck(new Sales.Unavailable("silent"));
    first.expectMessageClass(CancelReply.SalesUnavailable.class);
    ticket.clock.advance(TicketFixture.WAITS.plus(TicketCommand.Asked.CLOCKS_APART));
    ticket.forgetWishesToLeaveMemory();

    ticket.tell(new TicketProgress.Idle());
    ticket.assertWantsToStayInMemory();

    ticket.parts.answerCheck(new Sales.Unavailable("silent"));
    second.expectMessageClass(CancelReply.SalesUnavailable.class);
  }

  @Test
  void aTicketThatWaitsForItsMatchStaysInMemory() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    TestProbe<BuyReply> buyer = ticket.buy();
    ticket.tell(new TicketProgress.Idle());
    ticket.assertWantsToStayInMemory();

    ticket.parts.answerCheck(new Sales.OnSale(TicketFixture.SALES_CLOSE, TicketFixture.RULES));
    ticket.parts.answerCharge(new Payments.Charged(Money.won(95_000)));
    ticket.parts.answerCount(TallyRequests.Outcome.CONFIRMED);
    buyer.expectMessageClass(BuyReply.Taken.class);
    ticket.tell(new TicketProgress.Idle());

    ticket.shard.expectMessageClass(ClusterSharding.Passivate.class);
  }

  @Test
  void aTicketThatHasRefusedSomebodyForNowIsToldThatItIsIdleWhenHeHasGivenUp()
      throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster, Duration.ofMillis(1));
    TestProbe<BuyReply> buyer = cluster.testKit().createTestProbe();
    TicketCommand.Buy buy = ticket.buyOf(buyer, Duration.ofSeconds(3));
    ticket.tell(buy);
    ticket.parts.answerCheck(new Sales.Unavailable("silent"));
    buyer.expectMessage(new BuyReply.SalesUnavailable());
    ticket.forgetWishesToLeaveMemory();
    ticket.awaitIdle();

    ticket.received.expectNoMessage(Duration.ofMillis(100));
    ticket.clock.advance(Duration.ofSeconds(3).plus(TicketCommand.Asked.CLOCKS_APART));

    ticket.shard.expectMessageClass(ClusterSharding.Passivate.class);
  }

  @Test
  void aWatchedTicketThatIsIdleStillTellsItsChangesAndLeavesMemoryOnceItIsNotWatched()
      throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster, Duration.ofMillis(50));
    ticket.toApproved();
    TestProbe<TicketNotice> subscriber = ticket.subscribe(ticket.ticket().sequenceNr());
    subscriber.expectMessageClass(TicketNotice.Subscribed.class);
    ticket.tell(new TicketProgress.Idle());
    ticket.tell(new TicketProgress.Idle());

    ticket.cancel();
    ticket.parts.answerCheck(new Sales.OnSale(TicketFixture.SALES_CLOSE, TicketFixture.RULES));

    assertThat(subscriber.expectMessageClass(TicketNotice.Changed.class).ticket().status())
        .isEqualTo(TicketStatus.CANCELLING);
    ticket.parts.answerReverse(new Payments.Reversed(Money.won(100_000)));
    ticket.parts.answerUncount(TallyRequests.Outcome.CONFIRMED);
    assertThat(subscriber.expectMessageClass(TicketNotice.Changed.class).ticket().status())
        .isEqualTo(TicketStatus.CANCELLED);
    ticket.forgetWishesToLeaveMemory();

    ticket.tell(new TicketProgress.Idle());
    subscriber.stop();

    ticket.shard.expectMessageClass(ClusterSharding.Passivate.class);
  }

  @Test
  void aTicketThatIsToStopAnswersTheBuyerFirst() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    TestProbe<BuyReply> buyer = ticket.buy();
    ticket.parts.answerCheck(new Sales.OnSale(TicketFixture.SALES_CLOSE, TicketFixture.RULES));
    var charge = ticket.parts.awaitCharge();

    ticket.tell(new TicketCommand.Stop());
    buyer.expectNoMessage(Duration.ofMillis(100));
    charge.answer(new Payments.Charged(Money.won(95_000)));
    ticket.parts.answerCount(TallyRequests.Outcome.CONFIRMED);

    BuyReply.Taken taken = buyer.expectMessageClass(BuyReply.Taken.class);
    assertThat(taken.ticket().status()).isEqualTo(TicketStatus.APPROVED);
    ticket.assertStopped();
  }

  @Test
  void aTicketThatIsToStopDoesNotWaitForEver() throws InterruptedException {
    TicketFixture ticket = TicketFixture.thatStopsWithin(Duration.ofMillis(200), cluster);
    ticket.buy();
    ticket.parts.answerCheck(new Sales.OnSale(TicketFixture.SALES_CLOSE, TicketFixture.RULES));
    ticket.parts.awaitCharge(); // never answered

    ticket.tell(new TicketCommand.Stop());

    ticket.assertStopped();
  }

  // Long outages

  @Test
  void aTicketThatPaymentDoesNotAnswerLeavesMemoryAndGoesOnWhenItIsWoken()
      throws InterruptedException {
    TicketFixture ticket = pendingAndLeftToTheSweeper();

    ticket.tell(new TicketCommand.Resume(TicketFixture.START, null));
    ticket.parts.answerLaterCharge(new Payments.Charged(Money.won(95_000)));
    ticket.parts.answerCount(TallyRequests.Outcome.CONFIRMED);

    ticket.awaitStatus(TicketStatus.APPROVED);
  }

  @Test
  void aTicketThatHasLeftMemoryIsCancelledWhenItIsWokenAtItsDeadline() throws InterruptedException {
    TicketFixture ticket = pendingAndLeftToTheSweeper();

    ticket.clock.advance(Duration.ofMinutes(10));
    ticket.tell(new TicketCommand.Resume(TicketFixture.START, null));
    ticket.parts.answerReverse(new Payments.Unknown("no answer"));
    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.CANCELLING);
    for (int i = 0; i < TicketFixture.REPETITIONS; i++) {
      ticket.parts.answerReverse(new Payments.Unknown("no answer"));
    }
    ticket.forgetWishesToLeaveMemory();
    ticket.shard.expectMessageClass(ClusterSharding.Passivate.class);
    ticket.parts.assertNothingAsked();
  }

  private static TicketFixture pendingAndLeftToTheSweeper() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster, Duration.ofMillis(50));
    ticket.toPending();
    ticket.parts.answerCharge(new Payments.Unknown("no answer"));
    for (int i = 0; i < TicketFixture.REPETITIONS; i++) {
      ticket.parts.answerLaterCharge(new Payments.Unknown("no answer"));
    }
    ticket.forgetWishesToLeaveMemory();
    ticket.shard.expectMessageClass(ClusterSharding.Passivate.class);
    ticket.parts.assertNothingAsked();
    return ticket;
  }

  // Crashes

  @Test
  void aTicketThatIsToStopDoesSoAlsoIfTheJournalFailsMeanwhile() throws Exception {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.buy();
    var check = ticket.parts.awaitCheck();
    ticket.tell(new TicketCommand.Stop());
    ticket.get(); // it has been told, and waits for the match

    failWriting(
        () -> check.answer(new Sales.OnSale(TicketFixture.SALES_CLOSE, TicketFixture.RULES)));

    ticket.assertStopped();
  }

  /** What was asked before the journal failed is answered to the same actor, loaded anew. */
  @Test
  void answersToWhatWasAskedBeforeTheJournalFailedChangeNothing() throws Exception {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toPending();
    ticket.parts.answerCharge(new Payments.Charged(Money.won(95_000)));
    var firstCount = ticket.parts.awaitCount();
    failWriting(ticket::cancel);

    ticket.parts.answerCheck(new Sales.OnSale(TicketFixture.SALES_CLOSE, TicketFixture.RULES));
    var secondCharge = ticket.parts.awaitCharge();
    firstCount.answer(TallyRequests.Outcome.CONFIRMED);
    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.PENDING);
    failWriting(ticket::cancel);

    ticket.parts.answerLaterCharge(new Payments.Charged(Money.won(95_000)));
    var count = ticket.parts.awaitCount();
    secondCharge.answer(new Payments.Refused("INSUFFICIENT_FUNDS", Money.won(4_900)));
    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.PENDING);
    count.answer(TallyRequests.Outcome.CONFIRMED);

    ticket.awaitStatus(TicketStatus.APPROVED);
    ticket.parts.assertNothingAsked();
  }

  /**
   * @param step leads to an event that can't be stored
   */
  private static void failWriting(Runnable step) throws SQLException {
    FailingJournal.during(databases, cluster, TicketFixture.startsAgain(), step);
  }

  @Test
  void aTicketThatStoppedAtAnyStepGoesOnByItself() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);

    ticket.toPending();
    ticket.parts.awaitCharge(); // never answered
    ticket.restart();
    ticket.parts.answerLaterCharge(new Payments.Charged(Money.won(95_000)));
    ticket.parts.awaitCount(); // never answered
    ticket.restart();
    ticket.parts.answerLaterCharge(new Payments.Charged(Money.won(95_000)));
    ticket.parts.answerCount(TallyRequests.Outcome.NOT_ANSWERED);
    ticket.awaitStatus(TicketStatus.APPROVED);
    ticket.restart();
    ticket.parts.answerCount(TallyRequests.Outcome.CONFIRMED);
    Awaitility.await().until(() -> ticket.ticket().tallied());

    ticket.cancel();
    ticket.parts.answerCheck(new Sales.OnSale(TicketFixture.SALES_CLOSE, TicketFixture.RULES));
    ticket.parts.awaitReverse(); // never answered
    ticket.restart();
    ticket.parts.answerReverse(new Payments.Reversed(Money.won(100_000)));
    ticket.awaitStatus(TicketStatus.CANCELLED);
    ticket.restart();
    assertThat(ticket.ticket().sequenceNr()).isEqualTo(5);
  }

  @Test
  void aTicketWhoseDeadlinePassedWhileItWasDownIsCancelled() throws InterruptedException {
    TicketFixture ticket = new TicketFixture(cluster);
    ticket.toPending();
    ticket.parts.awaitCharge();

    ticket.clock.advance(Duration.ofHours(1));
    ticket.restart();

    ticket.parts.answerReverse(new Payments.Reversed(Money.won(100_000)));
    ticket.awaitStatus(TicketStatus.CANCELLED);
  }
}
