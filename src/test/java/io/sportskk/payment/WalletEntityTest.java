package io.sportskk.payment;

import static io.sportskk.payment.WalletSamples.BUYER;
import static io.sportskk.payment.WalletSamples.DECIDED;
import static io.sportskk.payment.WalletSamples.DEPOSITS_REMEMBERED;
import static io.sportskk.payment.WalletSamples.LAST_REMEMBERED;
import static io.sportskk.payment.WalletSamples.MATCH;
import static io.sportskk.payment.WalletSamples.NOW;
import static io.sportskk.payment.WalletSamples.OPENING;
import static io.sportskk.payment.WalletSamples.PAY_BEFORE;
import static io.sportskk.payment.WalletSamples.RULES;
import static io.sportskk.payment.WalletSamples.SALES_CLOSE;
import static io.sportskk.payment.WalletSamples.SETTINGS;
import static io.sportskk.payment.WalletSamples.balanceOf;
import static io.sportskk.payment.WalletSamples.charge;
import static io.sportskk.payment.WalletSamples.deposit;
import static io.sportskk.payment.WalletSamples.opening;
import static io.sportskk.payment.WalletSamples.refund;
import static io.sportskk.payment.WalletSamples.reverse;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializer;
import akka.serialization.Serializers;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.typesafe.config.ConfigFactory;
import io.sportskk.kernel.Money;
import io.sportskk.payment.ChargeReply.Reason;
import io.sportskk.payment.ChargeReply.Refused;
import io.sportskk.payment.WalletEvent.ChargeBarred;
import io.sportskk.payment.WalletEvent.ChargeReversed;
import io.sportskk.payment.WalletEvent.Charged;
import io.sportskk.payment.WalletEvent.Deposited;
import io.sportskk.payment.WalletEvent.Refunded;
import io.sportskk.payment.WalletEvent.ReturnCause;
import io.sportskk.testing.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A wallet, one command at a time, everything serialized on its way. */
class WalletEntityTest {

  private static final ActorTestKit TEST_KIT =
      ActorTestKit.create(
          EventSourcedBehaviorTestKit.config()
              .withFallback(ConfigFactory.parseString("akka.actor.provider = local"))
              .withFallback(ConfigFactory.parseResources("serialization.conf"))
              .withFallback(ConfigFactory.defaultReference())
              .resolve());

  private static final PersistenceTestKit JOURNAL = PersistenceTestKit.create(TEST_KIT.system());

  private final ManualClock clock = new ManualClock(NOW);
  private EventSourcedBehaviorTestKit<WalletCommand, WalletEvent, WalletState> wallet;

  @BeforeEach
  void newWallet() {
    use(RULES);
  }

  @AfterAll
  static void stop() {
    TEST_KIT.shutdownTestKit();
  }

  @Test
  void anUntouchedWalletShowsItsOpeningBalanceAndStoresNothing() {
    assertThat(seen()).isEqualTo(new Wallet(BUYER, OPENING, List.of()));
    assertThat(stored()).isEmpty();
  }

  @Test
  void theFirstEventIsPrecededByTheOpeningBalance() {
    var result = ask(charge("t1", 5_000));

    assertThat(result.reply()).isEqualTo(new ChargeReply.Charged(OPENING.minus(Money.won(5_000))));
    assertThat(stored())
        .containsExactly(
            new Deposited(BUYER, "opening-balance", OPENING, "correlation-t1", NOW),
            new Charged(
                BUYER, "t1", MATCH, Money.won(5_000), SALES_CLOSE, null, "correlation-t1", NOW));
    assertThat(seen())
        .isEqualTo(
            new Wallet(
                BUYER,
                Money.won(995_000),
                List.of(new Wallet.OpenCharge("t1", MATCH, Money.won(5_000)))));
  }

  @Test
  void theOpeningBalanceIsPaidInOnce() {
    ask(charge("t1", 5_000));
    ask(charge("t2", 5_000));
    ask(deposit("d1", 10));

    assertThat(stored().stream().filter(e -> e instanceof Deposited)).hasSize(2);
    assertThat(wallet.getState().balance()).isEqualTo(Money.won(990_010));
  }

  @Test
  void aDepositWithTheIdOfTheOpeningBalanceIsThatDeposit() {
    assertThat(ask(deposit("opening-balance", OPENING.won())).reply())
        .isEqualTo(new DepositReply.Deposited(OPENING, true));
    assertThat(ask(deposit("opening-balance", 5)).reply())
        .isEqualTo(new DepositReply.OtherAmount(OPENING));
    assertThat(stored()).isEmpty();
  }

  @Test
  void withoutAnOpeningBalanceAWalletOpensWithItsFirstEvent() {
    use(opening(0));

    assertThat(seen().balance()).isEqualTo(Money.ZERO);
    ask(deposit("d1", 700));
    assertThat(stored()).hasSize(1);
    assertThat(seen().balance()).isEqualTo(Money.won(700));
  }

  @Test
  void aChargeAskedAgainIsMadeOnce() {
    ask(charge("t1", 5_000));
    var again = ask(charge("t1", 5_000));

    assertThat(again.reply()).isInstanceOf(ChargeReply.Charged.class);
    assertThat(again.hasNoEvents()).isTrue();
  }

  @Test
  void aChargeAskedAgainSucceedsThoughMoneyLimitAndTimeAreUsedUp() {
    use(opening(100_000));
    ask(charge("t1", 100_000));
    clock.setTo(SALES_CLOSE.plusSeconds(1));

    assertThat(ask(charge("t1", 100_000)).reply()).isInstanceOf(ChargeReply.Charged.class);
    assertThat(ask(charge("t2", 1)).reply()).matches(refusedFor(Reason.TOO_LATE));
  }

  @Test
  void theLastWonCanBeChargedAndNoMore() {
    use(opening(5_000));

    assertThat(ask(charge("t1", 5_001)).reply()).matches(refusedFor(Reason.INSUFFICIENT_FUNDS));
    assertThat(ask(charge("t2", 5_000)).reply()).isInstanceOf(ChargeReply.Charged.class);
    assertThat(ask(charge("t3", 1)).reply()).matches(refusedFor(Reason.INSUFFICIENT_FUNDS));
    assertThat(seen().balance()).isEqualTo(Money.ZERO);
  }

  @Test
  void aRefusalIsForGood() {
    use(opening(5_000));
    ask(charge("t1", 6_000));
    ask(deposit("d1", 100_000));

    var late = ask(charge("t1", 6_000));

    assertThat(late.reply()).matches(refusedFor(Reason.INSUFFICIENT_FUNDS));
    assertThat(late.hasNoEvents()).isTrue();
    assertThat(seen().balance()).isEqualTo(Money.won(105_000));
  }

  @Test
  void theMatchLimitHoldsForTheSumOfOneMatch() {
    ask(charge("t1", 60_000));

    assertThat(ask(charge("t2", 40_001)).reply()).matches(refusedFor(Reason.MATCH_LIMIT_EXCEEDED));
    assertThat(ask(charge("t3", 40_000)).reply()).isInstanceOf(ChargeReply.Charged.class);
    assertThat(ask(charge("t4", 1)).reply()).matches(refusedFor(Reason.MATCH_LIMIT_EXCEEDED));
    assertThat(ask(chargeOf("match-2", "t5", 100_000)).reply())
        .isInstanceOf(ChargeReply.Charged.class);
  }

  @Test
  void aReversalGivesMoneyAndLimitBack() {
    ask(charge("t1", 100_000));
    var reversed = ask(reverse("t1"));

    assertThat(reversed.reply()).isInstanceOf(ReverseReply.Reversed.class);
    assertThat(reversed.event())
        .isEqualTo(
            new ChargeReversed(
                BUYER,
                "t1",
                MATCH,
                Money.won(100_000),
                ReturnCause.BUYER_REQUEST,
                "correlation-t1",
                NOW));
    assertThat(seen()).isEqualTo(new Wallet(BUYER, OPENING, List.of()));
    assertThat(ask(charge("t2", 100_000)).reply()).isInstanceOf(ChargeReply.Charged.class);
  }

  @Test
  void aReversalAskedAgainIsMadeOnce() {
    ask(charge("t1", 5_000));
    ask(reverse("t1"));
    var again = ask(reverse("t1"));

    assertThat(again.reply()).isInstanceOf(ReverseReply.Reversed.class);
    assertThat(again.hasNoEvents()).isTrue();
  }

  @Test
  void aChargeAfterItsReversalIsRefused() {
    ask(charge("t1", 5_000));
    ask(reverse("t1"));

    assertThat(ask(charge("t1", 5_000)).reply()).matches(refusedFor(Reason.ALREADY_REVERSED));
    assertThat(seen().balance()).isEqualTo(OPENING);
  }

  @Test
  void aReversalBeforeItsChargeBarsIt() {
    var early = ask(reverse("t1"));

    assertThat(early.reply()).isInstanceOf(ReverseReply.Reversed.class);
    assertThat(stored())
        .containsExactly(
            new Deposited(BUYER, "opening-balance", OPENING, "correlation-t1", NOW),
            new ChargeBarred(
                BUYER, "t1", MATCH, Reason.ALREADY_REVERSED, SALES_CLOSE, "correlation-t1", NOW));
    assertThat(ask(reverse("t1")).hasNoEvents()).isTrue();
    assertThat(ask(charge("t1", 5_000)).reply()).matches(refusedFor(Reason.ALREADY_REVERSED));
  }

  @Test
  void aChargeMustBeMadeBeforeItsDeadline() {
    clock.setTo(PAY_BEFORE.minusNanos(1));
    assertThat(ask(charge("t1", 100)).reply()).isInstanceOf(ChargeReply.Charged.class);
    clock.setTo(PAY_BEFORE);
    assertThat(ask(charge("t2", 100)).reply()).matches(refusedFor(Reason.TOO_LATE));
  }

  @Test
  void nothingIsChargedFromTheCloseOfSalesOnWhateverTheDeadline() {
    clock.setTo(SALES_CLOSE);

    assertThat(
            ask((ActorRef<ChargeReply> to) ->
                    new WalletCommand.Charge(
                        "t1", MATCH, Money.won(100), Instant.MAX, SALES_CLOSE, "c", to))
                .reply())
        .matches(refusedFor(Reason.TOO_LATE));
  }

  @Test
  void aMatchIsForgottenSomeTimeAfterItsClose() {
    ask(charge("t1", 5_000));
    ask(charge("t2", 5_000));
    clock.setTo(LAST_REMEMBERED);
    assertThat(ask(reverse("t1")).reply()).isInstanceOf(ReverseReply.Reversed.class);

    clock.setTo(LAST_REMEMBERED.plusNanos(1));
    assertThat(ask(reverse("t1")).reply()).isEqualTo(new ReverseReply.Forgotten());
    var forgotten = ask(reverse("t2"));
    assertThat(forgotten.reply()).isEqualTo(new ReverseReply.Forgotten());
    assertThat(forgotten.hasNoEvents()).isTrue();
    assertThat(ask(charge("t2", 5_000)).reply()).matches(refusedFor(Reason.TOO_LATE));
    assertThat(seen()).isEqualTo(new Wallet(BUYER, Money.won(995_000), List.of()));

    ask(deposit("d1", 1));
    assertThat(wallet.getState().matches()).isEmpty();
  }

  @Test
  void aClockThatIsBehindDoesNotTurnTimeBack() {
    ask(charge("t1", 5_000));
    clock.setTo(LAST_REMEMBERED.plusSeconds(1));
    ask(deposit("d1", 1));
    clock.setTo(NOW);

    assertThat(ask(charge("t1", 5_000)).reply()).matches(refusedFor(Reason.TOO_LATE));
    assertThat(ask(reverse("t1")).reply()).isEqualTo(new ReverseReply.Forgotten());
    assertThat(seen().balance()).isEqualTo(Money.won(995_001));
  }

  @Test
  void aMatchIsRememberedAsLongAsItsLastClose() {
    Instant later = SALES_CLOSE.plus(Duration.ofHours(3));
    ask(charge("t1", 5_000));
    ask(
        (ActorRef<ChargeReply> to) ->
            new WalletCommand.Charge("t2", MATCH, Money.won(100), PAY_BEFORE, later, "c", to));
    clock.setTo(LAST_REMEMBERED.plusSeconds(1));

    assertThat(ask(reverse("t1")).reply()).isInstanceOf(ReverseReply.Reversed.class);
    assertThat(seen().balance()).isEqualTo(Money.won(999_900));
  }

  @Test
  void aMatchTakesABoundedNumberOfTicketsAndRefusesTheRestForGood() {
    use(
        new WalletRules(
            OPENING,
            RULES.matchLimit(),
            2,
            RULES.rememberChargesFor(),
            DEPOSITS_REMEMBERED,
            10,
            RULES.play(),
            RULES.supervision()));
    ask(charge("t1", 100));
    ask(reverse("t2"));

    var refused = ask(charge("t3", 100));
    assertThat(refused.reply()).matches(refusedFor(Reason.MATCH_LIMIT_EXCEEDED));
    assertThat(refused.hasNoEvents()).isTrue();
    var reversed = ask(reverse("t3"));
    assertThat(reversed.reply()).isInstanceOf(ReverseReply.Reversed.class);
    assertThat(reversed.hasNoEvents()).isTrue();

    ask(reverse("t1"));
    assertThat(ask(charge("t3", 100)).reply()).matches(refusedFor(Reason.MATCH_LIMIT_EXCEEDED));
  }

  @Test
  void aDepositIsMadeOnceAndKeepsItsAmount() {
    assertThat(ask(deposit("d1", 500)).reply())
        .isEqualTo(new DepositReply.Deposited(Money.won(1_000_500), false));
    assertThat(ask(deposit("d1", 500)).reply())
        .isEqualTo(new DepositReply.Deposited(Money.won(1_000_500), true));
    var other = ask(deposit("d1", 501));
    assertThat(other.reply()).isEqualTo(new DepositReply.OtherAmount(Money.won(500)));
    assertThat(other.hasNoEvents()).isTrue();
  }

  @Test
  void aDepositIsRememberedForItsTimeHoweverManyFollow() {
    use(opening(0));
    ask(deposit("d0", 500));
    for (int i = 1; i <= 998; i++) {
      ask(deposit("d" + i, 1));
    }
    clock.setTo(NOW.plus(DEPOSITS_REMEMBERED));
    ask(deposit("last", 1));
    assertThat(wallet.restart().state().deposits()).hasSize(1_000);

    assertThat(ask(deposit("d0", 500)).reply())
        .isEqualTo(new DepositReply.Deposited(Money.won(1_499), true));

    clock.setTo(NOW.plus(DEPOSITS_REMEMBERED).plusNanos(1));
    assertThat(ask(deposit("d0", 500)).reply())
        .isEqualTo(new DepositReply.Deposited(Money.won(1_999), false));
    assertThat(wallet.getState().deposits()).containsOnlyKeys("last", "d0");
  }

  @Test
  void moreDepositsThanCanBeRememberedAreRefusedUntilTheOldestIsForgotten() {
    use(
        new WalletRules(
            OPENING,
            RULES.matchLimit(),
            10,
            RULES.rememberChargesFor(),
            DEPOSITS_REMEMBERED,
            2,
            RULES.play(),
            RULES.supervision()));
    ask(deposit("d1", 1));
    clock.setTo(NOW.plusSeconds(60));
    ask(deposit("d2", 2));

    var refused = ask(deposit("d3", 3));
    assertThat(refused.reply())
        .isEqualTo(new DepositReply.TooMany(2, NOW.plus(DEPOSITS_REMEMBERED)));
    assertThat(refused.hasNoEvents()).isTrue();
    assertThat(ask(deposit("d1", 1)).reply())
        .isEqualTo(new DepositReply.Deposited(Money.won(1_000_003), true));

    clock.setTo(NOW.plus(DEPOSITS_REMEMBERED).plusNanos(1));
    assertThat(ask(deposit("d3", 3)).reply())
        .isEqualTo(new DepositReply.Deposited(Money.won(1_000_006), false));
    assertThat(ask(deposit("d2", 2)).reply())
        .isEqualTo(new DepositReply.Deposited(Money.won(1_000_006), true));
  }

  @Test
  void theOpeningBalanceIsNeverForgotten() {
    ask(deposit("d1", 1));
    clock.setTo(NOW.plus(DEPOSITS_REMEMBERED).plusSeconds(1));
    ask(deposit("d2", 1));

    assertThat(wallet.getState().deposits()).containsOnlyKeys("opening-balance", "d2");
    assertThat(ask(deposit("opening-balance", OPENING.won())).hasNoEvents()).isTrue();
  }

  @Test
  void aDepositForWhichThereIsNoRoomIsRefused() {
    use(opening(0));
    long most = WalletRules.MOST.won();

    assertThat(ask(deposit("d1", Long.MAX_VALUE)).reply())
        .isEqualTo(new DepositReply.TooMuch(WalletRules.MOST));
    assertThat(ask(deposit("d2", most)).reply())
        .isEqualTo(new DepositReply.Deposited(WalletRules.MOST, false));
    assertThat(ask(deposit("d3", 1)).reply()).isEqualTo(new DepositReply.TooMuch(Money.ZERO));
  }

  @Test
  void thereIsRoomForEveryReversal() {
    use(opening(0));
    ask(deposit("d1", WalletRules.MOST.won()));
    ask(charge("t1", 5_000));

    assertThat(ask(deposit("d2", 1)).reply()).isEqualTo(new DepositReply.TooMuch(Money.ZERO));
    assertThat(ask(reverse("t1")).reply()).isInstanceOf(ReverseReply.Reversed.class);
    assertThat(seen().balance()).isEqualTo(WalletRules.MOST);
  }

  @Test
  void anAmountBeyondEverythingIsRefusedAndNotCalculatedWith() {
    ask(charge("t1", 5_000));

    assertThat(ask(charge("t2", Long.MAX_VALUE)).reply())
        .matches(refusedFor(Reason.MATCH_LIMIT_EXCEEDED));
  }

  @Test
  void openChargesAreShownInTheOrderInWhichTheyWereMade() {
    ask(chargeOf("match-2", "t1", 100));
    ask(charge("t2", 200));
    ask(chargeOf("match-2", "t3", 300));
    ask(charge("t4", 400));
    ask(reverse("t2"));

    assertThat(seen().openCharges())
        .extracting(Wallet.OpenCharge::ticketId)
        .containsExactly("t1", "t3", "t4");
  }

  @Test
  void theNewestOpenChargesAreShownIfThereAreTooMany() {
    use(
        new WalletRules(
            OPENING,
            Money.won(1_000_000),
            5_000,
            RULES.rememberChargesFor(),
            DEPOSITS_REMEMBERED,
            1_000,
            WalletSamples.PLAY,
            RULES.supervision()));
    int many = Wallet.OPEN_CHARGES_SHOWN + 3;
    for (int i = 1; i <= many; i++) {
      ask(charge("t" + i, 100));
    }

    assertThat(seen().openCharges())
        .hasSize(Wallet.OPEN_CHARGES_SHOWN)
        .startsWith(new Wallet.OpenCharge("t4", MATCH, Money.won(100)))
        .endsWith(new Wallet.OpenCharge("t" + many, MATCH, Money.won(100)));
  }

  @Test
  void aStakeWhoseChargeIsForgottenIsGivenBackOnceHoweverOftenItIsAsked() {
    ask(charge("t1", 5_000));
    clock.setTo(DECIDED.plusSeconds(60));

    assertThat(ask(refund("t1", 5_000)).reply()).isEqualTo(new RefundReply.GivenBack());
    assertThat(ask(refund("t1", 5_000)).hasNoEvents()).isTrue();
    clock.setTo(DECIDED.plusSeconds(60).plus(DEPOSITS_REMEMBERED));
    assertThat(ask(refund("t1", 5_000)).reply()).isEqualTo(new RefundReply.GivenBack());

    clock.advance(Duration.ofNanos(1));
    var late = ask(refund("t1", 5_000));

    assertThat(late.reply())
        .isEqualTo(new RefundReply.Refused(RefundReply.Reason.DECIDED_TOO_LONG_AGO));
    assertThat(seen()).isEqualTo(new Wallet(BUYER, OPENING, List.of()));
    assertThat(stored())
        .last()
        .isEqualTo(
            new Refunded(
                BUYER,
                "t1",
                MATCH,
                Money.won(5_000),
                ReturnCause.VOID,
                SALES_CLOSE,
                DECIDED,
                "correlation-t1",
                DECIDED.plusSeconds(60)));
  }

  @Test
  void theBalanceFollowsFromTheEventsAlone() {
    ask(charge("t1", 5_000));
    ask(charge("t2", 7_000));
    ask(reverse("t1"));
    ask(reverse("t3"));
    ask(deposit("d1", 50));

    assertThat(balanceOf(stored())).isEqualTo(993_050);
    assertThat(seen().balance()).isEqualTo(Money.won(993_050));
  }

  @Test
  void aRestartedWalletIsTheSame() {
    ask(charge("t1", 5_000));
    ask(reverse("t2"));
    ask(deposit("d1", 50));
    WalletState before = wallet.getState();

    assertThat(wallet.restart().state()).isEqualTo(before);
  }

  @Test
  void aWalletStopsWhenItIsTold() {
    TestProbe<ClusterSharding.ShardCommand> shard =
        TEST_KIT.createTestProbe(ClusterSharding.ShardCommand.class);
    ActorRef<WalletCommand> ref = spawn("stopped", Duration.ofMinutes(1), shard);

    ref.tell(new WalletCommand.Stop());

    shard.expectTerminated(ref);
  }

  @Test
  void aWalletThatNobodyAsksWantsToLeaveMemory() {
    TestProbe<ClusterSharding.ShardCommand> shard =
        TEST_KIT.createTestProbe(ClusterSharding.ShardCommand.class);
    ActorRef<WalletCommand> ref = spawn("idle", Duration.ofMillis(50), shard);

    assertThat(shard.receiveMessage()).isEqualTo(new ClusterSharding.Passivate<>(ref));
  }

  @Test
  void aWalletThatIsNotToldToStopStopsByItself() {
    TestProbe<ClusterSharding.ShardCommand> shard =
        TEST_KIT.createTestProbe(ClusterSharding.ShardCommand.class);
    ActorRef<WalletCommand> ref = spawn("forgotten", Duration.ofMillis(50), shard);

    assertThat(shard.receiveMessage()).isEqualTo(new ClusterSharding.Passivate<>(ref));
    shard.expectTerminated(ref);
  }

  @Test
  void aWalletWhoseJournalFailsKeepsWhatItIsAskedAndAnswersWhenItIsBack() {
    ActorRef<WalletCommand> ref = spawn("failing", Duration.ofMinutes(1), shardProbe());
    TestProbe<ChargeReply> first = TEST_KIT.createTestProbe(ChargeReply.class);
    TestProbe<ChargeReply> second = TEST_KIT.createTestProbe(ChargeReply.class);
    TestProbe<ReverseReply> third = TEST_KIT.createTestProbe(ReverseReply.class);
    TestProbe<DepositReply> fourth = TEST_KIT.createTestProbe(DepositReply.class);
    TestProbe<Wallet> fifth = TEST_KIT.createTestProbe(Wallet.class);
    // Two events, as the wallet opens with it: the journal answers twice that it has failed.
    LoggingTestKit.warn("starts again from its events")
        .expect(
            TEST_KIT.system(),
            () -> {
              JOURNAL.failNextPersisted(WalletEntity.persistenceId("failing").id());
              ref.tell(charge("t1", 5_000, first.ref()));
              return null;
            });

    ref.tell(charge("t2", 7_000, second.ref()));
    ref.tell(reverse("t2", third.ref()));
    ref.tell(deposit("d1", 500, fourth.ref()));
    ref.tell(new WalletCommand.GetWallet(fifth.ref()));

    assertThat(second.receiveMessage()).isInstanceOf(ChargeReply.Charged.class);
    assertThat(third.receiveMessage()).isInstanceOf(ReverseReply.Reversed.class);
    assertThat(fourth.receiveMessage())
        .isEqualTo(new DepositReply.Deposited(Money.won(1_000_500), false));
    assertThat(fifth.receiveMessage().balance()).isEqualTo(Money.won(1_000_500));
    ref.tell(charge("t1", 5_000, first.ref()));
    assertThat(first.receiveMessage()).isInstanceOf(ChargeReply.Charged.class);
  }

  @Test
  void aWalletStopsAlsoWhileItsJournalFails() {
    TestProbe<ClusterSharding.ShardCommand> shard = shardProbe();
    ActorRef<WalletCommand> ref = spawn("down", Duration.ofMinutes(1), shard);
    String persistenceId = WalletEntity.persistenceId("down").id();
    AtomicInteger failed = new AtomicInteger();
    JOURNAL.failNextNOpsCond(
        (id, any) -> id.equals(persistenceId) && failed.incrementAndGet() > 0, Integer.MAX_VALUE);
    ref.tell(charge("t1", 5_000, TEST_KIT.<ChargeReply>createTestProbe().ref()));
    Awaitility.await("it has failed and could not be loaded again").until(() -> failed.get() > 1);

    ref.tell(new WalletCommand.Stop());

    shard.expectTerminated(ref);
  }

  @Test
  void aWalletThatWasToldToStopBeforeItsJournalFailedStopsThen() {
    TestProbe<ClusterSharding.ShardCommand> shard = shardProbe();
    ActorRef<WalletCommand> ref = spawn("hanging", Duration.ofMinutes(1), shard);
    String persistenceId = WalletEntity.persistenceId("hanging").id();
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch fails = new CountDownLatch(1);
    JOURNAL.failNextNOpsCond(
        (id, any) -> {
          if (!id.equals(persistenceId)) {
            return false;
          }
          hangs.countDown();
          await(fails);
          return true;
        },
        Integer.MAX_VALUE);
    ref.tell(charge("t1", 5_000, TEST_KIT.<ChargeReply>createTestProbe().ref()));
    Awaitility.await("the journal hangs").until(() -> hangs.getCount() == 0);

    ref.tell(new WalletCommand.Stop());
    fails.countDown();

    shard.expectTerminated(ref);
  }

  private static TestProbe<ClusterSharding.ShardCommand> shardProbe() {
    return TEST_KIT.createTestProbe(ClusterSharding.ShardCommand.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ActorRef<WalletCommand> spawn(
      String buyerId, Duration passivateAfter, TestProbe<ClusterSharding.ShardCommand> shard) {
    return TEST_KIT.spawn(
        WalletEntity.create(
            buyerId,
            shard.ref(),
            new PaymentSettings(
                RULES, 100, passivateAfter, Duration.ofSeconds(1), SETTINGS.perBuyer()),
            new ManualClock(NOW)));
  }

  private void use(WalletRules rules) {
    wallet =
        EventSourcedBehaviorTestKit.create(
            TEST_KIT.system(),
            WalletEntity.create(
                BUYER,
                TEST_KIT.createTestProbe(ClusterSharding.ShardCommand.class).ref(),
                WalletSamples.settings(rules),
                clock));
    wallet.clear();
  }

  private <R>
      EventSourcedBehaviorTestKit.CommandResultWithReply<WalletCommand, WalletEvent, WalletState, R>
          ask(Function<ActorRef<R>, WalletCommand> command) {
    return wallet.runCommand(command);
  }

  private static Function<ActorRef<ChargeReply>, WalletCommand> chargeOf(
      String matchId, String ticketId, long won) {
    return replyTo -> charge(ticketId, matchId, won, replyTo);
  }

  private Wallet seen() {
    return this.<Wallet>ask(WalletCommand.GetWallet::new).reply();
  }

  private List<WalletEvent> stored() {
    return wallet
        .persistenceTestKit()
        .persistedInStorage(WalletEntity.persistenceId(BUYER).id())
        .stream()
        .map(WalletEvent.class::cast)
        .toList();
  }

  /** While a cluster is upgraded, node by node, both ways. */
  @Test
  void aReplyOfAnotherReleaseCanBeRead() throws IOException {
    assertThat(read(new ChargeReply.Charged(OPENING), it -> it.remove("balance")))
        .isEqualTo(new ChargeReply.Charged(null));
    assertThat(read(new Refused(Reason.SELF_EXCLUDED, OPENING), it -> it.remove("balance")))
        .isEqualTo(new Refused(Reason.SELF_EXCLUDED, null));
    PlayLimits limits = new PlayLimits(BUYER, Map.of(), null, OPENING, List.of());
    assertThat(read(limits, it -> it.remove(List.of("supervisedFrom", "approvals"))))
        .isEqualTo(new PlayLimits(BUYER, Map.of(), null, null, List.of()));
    assertThat(read(new ReverseReply.Reversed(OPENING), it -> it.remove("balance")))
        .isEqualTo(new ReverseReply.Reversed(null));
    // As a node of the release before reads the balance, which it does not know.
    assertThat(read(new ReverseReply.Forgotten(), it -> it.put("balance", 1)))
        .isEqualTo(new ReverseReply.Forgotten());
    assertThat(read(new ChargeReply.Charged(OPENING), it -> it.put("unknown", 1)))
        .isEqualTo(new ChargeReply.Charged(OPENING));
  }

  /** What is read if a message has been changed on its way. */
  private static Object read(Object message, Consumer<ObjectNode> change) throws IOException {
    Serialization serialization = SerializationExtension.get(Adapter.toClassic(TEST_KIT.system()));
    Serializer serializer = serialization.findSerializerFor(message);
    ObjectMapper cbor = new ObjectMapper(new CBORFactory());
    ObjectNode written = (ObjectNode) cbor.readTree(serialization.serialize(message).get());
    change.accept(written);
    return serialization
        .deserialize(
            cbor.writeValueAsBytes(written),
            serializer.identifier(),
            Serializers.manifestFor(serializer, message))
        .get();
  }

  private static Predicate<Object> refusedFor(Reason reason) {
    return reply -> reply instanceof Refused refused && refused.reason() == reason;
  }
}
