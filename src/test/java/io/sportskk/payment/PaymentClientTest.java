package io.sportskk.payment;

import static io.sportskk.payment.WalletSamples.BUYER;
import static io.sportskk.payment.WalletSamples.NOW;
import static io.sportskk.payment.WalletSamples.charge;
import static io.sportskk.payment.WalletSamples.reverse;
import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import akka.pattern.CircuitBreakerOpenException;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.kernel.Money;
import io.sportskk.payment.ChargeReply.Reason;
import io.sportskk.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client and its breaker, with a wallet below that a test can break and mend. */
class PaymentClientTest {

  private static final int MAX_FAILURES = 3;
  private static final int AT_ONCE = 2;
  private static final int WAITING = 3;
  private static final Duration CALL_TIMEOUT = Duration.ofMillis(300);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final ActorTestKit testKit =
      ActorTestKit.create(
          ConfigFactory.parseString(
                  """
                  akka.actor.provider = local
                  akka.circuit-breaker.payment {
                    max-failures = 3
                    call-timeout = 300 ms
                    reset-timeout = 1 m
                    max-reset-timeout = 5 m
                    exponential-backoff = 1.5
                    random-factor = 0.2
                  }
                  akka.circuit-breaker.settlement = ${akka.circuit-breaker.payment}
                  """)
              .withFallback(ManualTime.config())
              .withFallback(ConfigFactory.parseResources("serialization.conf"))
              .withFallback(ConfigFactory.defaultReference())
              .resolve());

  /** No call takes too long, and no pause ends, before the test says so. */
  private final ManualTime time = ManualTime.get(testKit.system());

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicReference<ActorRef<WalletCommand>> wallet = new AtomicReference<>();

  /** Of those whose wallet is not like all others. */
  private final Map<String, AtomicReference<ActorRef<WalletCommand>>> wallets =
      new ConcurrentHashMap<>();

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger buyers = new AtomicInteger();
  private PaymentClient client;

  @BeforeEach
  void start() {
    answersWith(new ChargeReply.Charged(Money.won(95_000)));
    client =
        new PaymentClient(
            testKit.system(),
            new PaymentSettings(
                WalletSamples.RULES,
                100,
                Duration.ofMinutes(1),
                CALL_TIMEOUT,
                new PaymentSettings.PerBuyer(AT_ONCE, WAITING)),
            metrics,
            new ManualClock(NOW),
            nanos::get,
            buyerId -> wallets.getOrDefault(buyerId, wallet).get());
  }

  @AfterEach
  void stop() {
    testKit.shutdownTestKit();
  }

  @Test
  void aWalletsAnswerIsPassedOn() {
    assertThat(buy()).succeedsWithin(LIMIT).isInstanceOf(ChargeReply.Charged.class);
    assertThat(client.reverse(BUYER, replyTo -> reverse("t1", replyTo)).toCompletableFuture())
        .succeedsWithin(LIMIT)
        .isInstanceOf(ReverseReply.Reversed.class);
    assertThat(client.status())
        .isEqualTo(
            new BreakerStatus(
                client.status().node(),
                "Closed",
                NOW,
                0,
                2,
                0,
                0,
                List.of(new BreakerStatus.Turn("Closed", NOW))));
  }

  @Test
  void aWalletThatRefusesIsNoFailure() {
    ChargeReply refused = new ChargeReply.Refused(Reason.INSUFFICIENT_FUNDS, Money.ZERO);
    answersWith(refused);

    for (int i = 0; i < 5 * MAX_FAILURES; i++) {
      assertThat(buy()).succeedsWithin(LIMIT).isEqualTo(refused);
    }

    assertThat(client.status().state()).isEqualTo("Closed");
    assertThat(state()).isZero();
  }

  @Test
  void aSilentWalletOpensTheBreakerAfterTheConfiguredFailures() {
    silent();

    failToBuy(MAX_FAILURES - 1);
    assertThat(client.status().state()).isEqualTo("Closed");
    failToBuy(1);
    awaitOpen();

    assertThat(client.status().state()).isEqualTo("Open");
    assertThat(state()).isEqualTo(2);
    assertThat(calls("failed")).isEqualTo(MAX_FAILURES);
  }

  @Test
  void oneAnswerInBetweenKeepsTheBreakerClosed() {
    silent();
    failToBuy(MAX_FAILURES - 1);
    answersWith(new ChargeReply.Charged(Money.won(95_000)));
    assertThat(buy()).succeedsWithin(LIMIT);
    silent();
    failToBuy(MAX_FAILURES - 1);

    assertThat(client.status().state()).isEqualTo("Closed");
  }

  @Test
  void whileTheBreakerIsOpenCallsFailAtOnceAndReachNoWallet() {
    silent();
    openTheBreaker();
    Awaitility.await().until(() -> asked.get() == MAX_FAILURES);

    assertThat(buy())
        .failsWithin(LIMIT)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(CircuitBreakerOpenException.class)
        .satisfies(
            e -> {
              CircuitBreakerOpenException open = (CircuitBreakerOpenException) e.getCause();
              // Akka tells the pause that would come next: 1 min * 1.5, and up to 0.2 more of it.
              assertThat(open.remainingDuration().toMillis()).isBetween(1L, 108_000L);
            });

    assertThat(asked.get()).isEqualTo(MAX_FAILURES);
    assertThat(calls("suspended")).isEqualTo(1);
  }

  @Test
  void aSlowWalletCountsAsOneThatDoesNotAnswerThoughItAnswersLater() {
    CompletableFuture<WalletCommand.Charge> last = new CompletableFuture<>();
    wallet.set(testKit.spawn(slow(last)));

    openTheBreaker();
    last.join().replyTo().tell(new ChargeReply.Charged(Money.won(95_000)));

    assertThat(client.status().state()).isEqualTo("Open");
    assertThat(calls("answered")).isZero();
  }

  @Test
  void aDeadWalletOpensTheBreaker() {
    dead();

    openTheBreaker();

    assertThat(client.status().state()).isEqualTo("Open");
  }

  @Test
  void aWalletThatCantBeFoundOpensTheBreaker() {
    wallet.set(null);

    for (int i = 0; i < MAX_FAILURES; i++) {
      assertThat(buy("other-" + i)).failsWithin(LIMIT);
    }

    awaitOpen();
  }

  @Test
  void whatIsTooMuchForABuyersWalletIsNotSentAndIsNoFailureOfPayment() {
    silent();
    List<CompletableFuture<ChargeReply>> calls = new ArrayList<>();
    for (int i = 0; i < AT_ONCE + WAITING; i++) {
      calls.add(buy());
    }
    assertBusy(buy());
    Awaitility.await().until(() -> asked.get() == AT_ONCE);

    calls.subList(0, AT_ONCE).forEach(this::takesTooLong);
    calls.subList(AT_ONCE, AT_ONCE + WAITING).forEach(PaymentClientTest::assertBusy);

    assertThat(client.status().state()).isEqualTo("Closed");
    assertThat(calls("failed")).isEqualTo(AT_ONCE);
    assertThat(busy("payment")).isEqualTo(WAITING + 1);
    answersWith(new ChargeReply.Charged(Money.won(95_000)));
    passes(SECOND);
    assertThat(buy()).succeedsWithin(LIMIT);
  }

  @Test
  void oneSilentWalletIsNoFailureOfPaymentHoweverOftenItIsAsked() {
    silent("silent");
    int calls = 20;
    for (int i = 0; i < calls; i++) {
      takesTooLong(buy("silent"));
      assertBusy(buy("silent"));
      passes(LONGEST_PAUSE);
    }
    assertThat(client.status().state()).isEqualTo("Closed");
    assertThat(calls("failed")).isEqualTo(calls);
    assertThat(buy()).succeedsWithin(LIMIT);

    answers("silent");
    assertThat(buy("silent")).succeedsWithin(LIMIT);
    assertThat(buy("silent")).as("it is as all others again").succeedsWithin(LIMIT);
  }

  @Test
  void whatOneBuyerAsksAtOnceIsOneFailure() {
    silent();
    List<CompletableFuture<ChargeReply>> calls = new ArrayList<>();
    for (int buyer = 1; buyer < MAX_FAILURES; buyer++) {
      for (int i = 0; i < AT_ONCE; i++) {
        calls.add(buy("other-" + buyer));
      }
    }
    calls.forEach(this::takesTooLong);
    assertThat(client.status().state()).isEqualTo("Closed");

    takesTooLong(buy("another"));
    awaitOpen();
  }

  @Test
  void aSilentWalletThatHasAnsweredCountsAgain() {
    silent();
    failToBuy(MAX_FAILURES - 1);
    takesTooLong(buy());
    awaitOpen();
    answersWith(new ChargeReply.Charged(Money.won(95_000)));
    pausePasses();
    assertThat(buy("someone")).succeedsWithin(LIMIT);
    Awaitility.await().until(() -> client.status().state().equals("Closed"));
    passes(LONGEST_PAUSE);
    assertThat(buy()).succeedsWithin(LIMIT);

    silent();
    takesTooLong(buy());
    failToBuy(MAX_FAILURES - 1);
    Awaitility.await().until(() -> client.status().opened() == 2);
  }

  @Test
  void aSilentWalletIsLeftAloneWhileOthersTryWhetherPaymentWorksAgain() {
    silent();
    openTheBreaker();
    pausePasses();
    silent("silent");
    takesTooLong(buy("silent"));
    Awaitility.await().until(() -> client.status().opened() == 2);

    answersWith(new ChargeReply.Charged(Money.won(95_000)));
    time.timePasses(PAUSE.multipliedBy(2)); // the second is longer
    Awaitility.await().until(() -> client.status().state().equals("HalfOpen"));
    assertBusy(buy("silent"));
    assertThat(client.status().state()).isEqualTo("HalfOpen");
    assertThat(buy()).succeedsWithin(LIMIT);
    Awaitility.await().until(() -> client.status().state().equals("Closed"));
    Awaitility.await("a try in vain is no turn")
        .until(() -> turns(), List.of("Closed", "Open", "Closed")::equals);
  }

  private List<String> turns() {
    return client.status().turns().stream().map(BreakerStatus.Turn::state).toList();
  }

  @Test
  void whenTheWalletIsBackTheBreakerClosesByItself() {
    silent();
    openTheBreaker();
    answersWith(new ChargeReply.Charged(Money.won(95_000)));

    pausePasses();
    assertThat(state()).isEqualTo(1);
    assertThat(buy()).succeedsWithin(LIMIT).isInstanceOf(ChargeReply.Charged.class);

    Awaitility.await().until(() -> client.status().state().equals("Closed"));
    assertThat(buy()).succeedsWithin(LIMIT);
    assertThat(client.status().opened()).isEqualTo(1);
  }

  @Test
  void whoIsInAHurryIsNotTheOneWhoTriesWhetherPaymentWorksAgain() {
    silent();
    openTheBreaker();
    pausePasses();
    Awaitility.await().until(() -> asked.get() == MAX_FAILURES);

    assertThat(buyInAHurry())
        .failsWithin(LIMIT)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(CircuitBreakerOpenException.class);
    assertThat(asked.get()).isEqualTo(MAX_FAILURES);
    assertThat(client.status().state()).isEqualTo("HalfOpen");

    answersWith(new ChargeReply.Charged(Money.won(95_000)));
    assertThat(buy()).succeedsWithin(LIMIT);
    Awaitility.await().until(() -> client.status().state().equals("Closed"));
    assertThat(buyInAHurry()).succeedsWithin(LIMIT);
  }

  @Test
  void whileOneCallIsTriedTheOthersFailAtOnce() {
    silent();
    openTheBreaker();
    pausePasses();

    CompletableFuture<ChargeReply> tried = buy();
    assertThat(buy())
        .failsWithin(LIMIT)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(CircuitBreakerOpenException.class);

    assertThat(tried).isNotDone();
    takesTooLong(tried);
    Awaitility.await().until(() -> client.status().opened() == 2);
  }

  @Test
  void eachTurnOfTheBreakerIsLoggedOnce() {
    LoggingTestKit.warn("circuit breaker open")
        .withOccurrences(1)
        .expect(
            testKit.system(),
            () -> {
              silent();
              openTheBreaker();
              assertThat(buy()).failsWithin(LIMIT);
              return null;
            });
    LoggingTestKit.info("circuit breaker half-open")
        .withOccurrences(1)
        .expect(
            testKit.system(),
            () -> {
              pausePasses();
              return null;
            });
    LoggingTestKit.info("circuit breaker closed")
        .withOccurrences(1)
        .expect(
            testKit.system(),
            () -> {
              answersWith(new ChargeReply.Charged(Money.won(95_000)));
              assertThat(buy()).succeedsWithin(LIMIT);
              return null;
            });
  }

  @Test
  void aSettlementThatFindsNoWalletSuspendsNoPurchase() {
    silent();
    for (int i = 0; i < MAX_FAILURES; i++) {
      takesTooLong(payOut("winner-" + i));
    }
    Awaitility.await().until(() -> state("settlement") == 2);

    assertThat(payOut("winner"))
        .failsWithin(LIMIT)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(CircuitBreakerOpenException.class);
    assertThat(state()).isZero();
    answersWith(new ChargeReply.Charged(Money.won(95_000)));
    assertThat(buy("winner-0")).as("nor is he silent").succeedsWithin(LIMIT);
    assertThat(calls("failed")).isZero();
    assertThat(calls("settlement", "failed")).isEqualTo(MAX_FAILURES);
  }

  @Test
  void whilePurchasesAreSuspendedASettlementFindsOutByItself() {
    silent();
    openTheBreaker();
    answersWith(new ChargeReply.Charged(Money.won(95_000)));

    assertThat(payOut(BUYER)).succeedsWithin(LIMIT).isEqualTo(new PayOutReply.PaidOut());
    assertThat(client.status().state()).isEqualTo("Open");
  }

  @Test
  void aSettlementHasOneCallOfABuyerUnderWayAndAPurchaseDoesNotWaitForTheOthers() {
    silent();
    List<CompletableFuture<PayOutReply>> payouts = new ArrayList<>();
    for (int i = 0; i < 1 + WAITING; i++) {
      payouts.add(payOut(BUYER));
    }
    assertBusy(payOut(BUYER));
    Awaitility.await().until(() -> asked.get() == 1);

    answersWith(new ChargeReply.Charged(Money.won(95_000)));
    assertThat(buy()).succeedsWithin(LIMIT);
    assertThat(payouts).noneMatch(CompletableFuture::isDone);
    assertThat(busy("settlement")).isEqualTo(1);
    assertThat(busy("payment")).isZero();
  }

  @Test
  void theNodeTellsHowItsBreakerStands() {
    silent();
    openTheBreaker();
    TestProbe<Receptionist.Listing> listings = testKit.createTestProbe(Receptionist.Listing.class);
    testKit
        .system()
        .receptionist()
        .tell(Receptionist.subscribe(PaymentQuery.SERVICE, listings.ref()));
    ActorRef<PaymentQuery> service =
        listings
            .fishForMessage(
                LIMIT,
                listing ->
                    listing.getServiceInstances(PaymentQuery.SERVICE).isEmpty()
                        ? FishingOutcomes.continueAndIgnore()
                        : FishingOutcomes.complete())
            .get(0)
            .getServiceInstances(PaymentQuery.SERVICE)
            .iterator()
            .next();
    TestProbe<BreakerStatus> probe = testKit.createTestProbe(BreakerStatus.class);

    service.tell(new PaymentQuery.GetBreaker(probe.ref()));

    BreakerStatus status = probe.receiveMessage();
    assertThat(status.node()).isEqualTo(testKit.system().address().hostPort());
    assertThat(status.failures()).isEqualTo(MAX_FAILURES);
    assertThat(status.opened()).isEqualTo(1);
  }

  private static void assertBusy(CompletableFuture<?> call) {
    assertThat(call)
        .failsWithin(LIMIT)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(WalletBusyException.class);
  }

  private CompletableFuture<ChargeReply> buyInAHurry() {
    return client
        .chargeUnlessSuspended(BUYER, replyTo -> charge("t1", 100, replyTo))
        .toCompletableFuture();
  }

  private CompletableFuture<ChargeReply> buy() {
    return buy(BUYER);
  }

  private CompletableFuture<ChargeReply> buy(String buyerId) {
    return client.charge(buyerId, replyTo -> charge("t1", 100, replyTo)).toCompletableFuture();
  }

  private CompletableFuture<PayOutReply> payOut(String buyerId) {
    return client
        .payOut(buyerId, replyTo -> WalletSamples.payOut("t1", 1, 200, 0, replyTo))
        .toCompletableFuture();
  }

  /** Each of them another buyer. */
  private void failToBuy(int times) {
    for (int i = 0; i < times; i++) {
      takesTooLong(buy("other-" + buyers.incrementAndGet()));
    }
  }

  private void openTheBreaker() {
    failToBuy(MAX_FAILURES);
    awaitOpen();
  }

  /** The breaker counts a call, and tells its listeners, a moment after the call has ended. */
  private void awaitOpen() {
    Awaitility.await().until(() -> client.status().opened() == 1);
  }

  private void takesTooLong(CompletableFuture<?> call) {
    time.timePasses(CALL_TIMEOUT);
    assertThat(call)
        .failsWithin(LIMIT)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(TimeoutException.class);
  }

  private void pausePasses() {
    time.timePasses(PAUSE);
    Awaitility.await().until(() -> client.status().state().equals("HalfOpen"));
  }

  private double state() {
    return state("payment");
  }

  private double state(String breaker) {
    return metrics.get("sportskk.breaker.state").tag("breaker", breaker).gauge().value();
  }

  private double calls(String outcome) {
    return calls("payment", outcome);
  }

  private double calls(String breaker, String outcome) {
    return metrics
        .get("sportskk.breaker.calls")
        .tags("breaker", breaker, "outcome", outcome)
        .counter()
        .count();
  }

  private double busy(String breaker) {
    return metrics.get("sportskk.payment.busy").tag("breaker", breaker).counter().count();
  }

  private void answersWith(ChargeReply reply) {
    wallet.set(
        testKit.spawn(
            counting(
                command -> {
                  if (command instanceof WalletCommand.Charge c) {
                    c.replyTo().tell(reply);
                  } else if (command instanceof WalletCommand.Reverse r) {
                    r.replyTo().tell(new ReverseReply.Reversed(Money.won(100_000)));
                  } else if (command instanceof WalletCommand.PayOut p) {
                    p.replyTo().tell(new PayOutReply.PaidOut());
                  }
                })));
  }

  private void silent(String buyerId) {
    wallets.put(buyerId, new AtomicReference<>(testKit.spawn(counting(command -> {}))));
  }

  private void answers(String buyerId) {
    wallets.remove(buyerId);
    passes(LONGEST_PAUSE);
  }

  private void passes(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  private void silent() {
    wallet.set(testKit.spawn(counting(command -> {})));
  }

  private Behavior<WalletCommand> slow(CompletableFuture<WalletCommand.Charge> last) {
    return counting(
        command -> {
          if (asked.get() == MAX_FAILURES) {
            last.complete((WalletCommand.Charge) command);
          }
        });
  }

  private void dead() {
    ActorRef<WalletCommand> dead = testKit.spawn(Behaviors.<WalletCommand>stopped());
    testKit.createTestProbe().expectTerminated(dead);
    wallet.set(dead);
  }

  private Behavior<WalletCommand> counting(Consumer<WalletCommand> work) {
    return Behaviors.receiveMessage(
        command -> {
          asked.incrementAndGet();
          work.accept(command);
          return Behaviors.same();
        });
  }
}
