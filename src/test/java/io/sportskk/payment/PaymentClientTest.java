package io.sportskk.payment;

import static io.sportskk.payment.WalletSamples.BUYER;
import static io.sportskk.payment.WalletSamples.NOW;
import static io.sportskk.payment.WalletSamples.charge;
import static io.sportskk.payment.WalletSamples.reverse;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import akka.pattern.CircuitBreakerOpenException;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.payment.ChargeReply.Reason;
import io.sportskk.testing.ManualClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client and its breaker, with a wallet below that a test can spoil and mend. */
class PaymentClientTest {

  private static final int MAX_FAILURES = 3;
  private static final Duration AT_ONCE = Duration.ofMillis(200);
  private static final Duration SOON = Duration.ofSeconds(5);

  private final ActorTestKit testKit =
      ActorTestKit.create(
          ConfigFactory.parseString(
                  """
                  akka.actor.provider = local
                  akka.circuit-breaker.payment {
                    max-failures = 3
                    call-timeout = 300 ms
                    reset-timeout = 1 s
                    max-reset-timeout = 5 s
                    exponential-backoff = 1.5
                    random-factor = 0.2
                  }
                  """)
              .withFallback(ConfigFactory.parseResources("serialization.conf"))
              .withFallback(ConfigFactory.defaultReference())
              .resolve());

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicReference<ActorRef<WalletCommand>> wallet = new AtomicReference<>();
  private PaymentClient client;

  @BeforeEach
  void start() {
    answersWith(new ChargeReply.Charged());
    client =
        new PaymentClient(
            testKit.system(),
            new PaymentSettings(
                WalletSamples.RULES, 100, Duration.ofMinutes(1), Duration.ofMillis(300)),
            metrics,
            new ManualClock(NOW),
            buyerId -> wallet.get());
  }

  @AfterEach
  void stop() {
    testKit.shutdownTestKit();
  }

  @Test
  void aWalletsAnswerIsPassedOn() {
    assertThat(buy()).succeedsWithin(SOON).isEqualTo(new ChargeReply.Charged());
    assertThat(client.reverse(BUYER, replyTo -> reverse("t1", replyTo)).toCompletableFuture())
        .succeedsWithin(SOON)
        .isEqualTo(new ReverseReply.Reversed());
    assertThat(client.status())
        .isEqualTo(new BreakerStatus(client.status().node(), "Closed", NOW, 0, 2, 0, 0));
  }

  @Test
  void aWalletThatRefusesIsNoFailure() {
    ChargeReply refused = new ChargeReply.Refused(Reason.INSUFFICIENT_FUNDS);
    answersWith(refused);

    for (int i = 0; i < 5 * MAX_FAILURES; i++) {
      assertThat(buy()).succeedsWithin(SOON).isEqualTo(refused);
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

    assertThat(client.status().state()).isEqualTo("Open");
    assertThat(state()).isEqualTo(2);
    assertThat(calls("failed")).isEqualTo(MAX_FAILURES);
  }

  @Test
  void oneAnswerInBetweenKeepsTheBreakerClosed() {
    silent();
    failToBuy(MAX_FAILURES - 1);
    answersWith(new ChargeReply.Charged());
    assertThat(buy()).succeedsWithin(SOON);
    silent();
    failToBuy(MAX_FAILURES - 1);

    assertThat(client.status().state()).isEqualTo("Closed");
  }

  @Test
  void whileTheBreakerIsOpenCallsFailAtOnceAndReachNoWallet() {
    silent();
    failToBuy(MAX_FAILURES);
    int before = asked.get();

    assertThat(buy())
        .failsWithin(AT_ONCE)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(CircuitBreakerOpenException.class)
        .satisfies(
            e -> {
              CircuitBreakerOpenException open = (CircuitBreakerOpenException) e.getCause();
              // Akka tells the pause that would come next: 1 s * 1.5, and up to 0.2 more of it.
              assertThat(open.remainingDuration().toMillis()).isBetween(1L, 1_800L);
            });

    assertThat(asked.get()).isEqualTo(before);
    assertThat(calls("suspended")).isEqualTo(1);
  }

  @Test
  void aSlowWalletCountsAsOneThatDoesNotAnswerThoughItAnswersLater() {
    CompletableFuture<WalletCommand.Charge> last = new CompletableFuture<>();
    wallet.set(testKit.spawn(slow(last)));

    failToBuy(MAX_FAILURES);
    last.join().replyTo().tell(new ChargeReply.Charged());

    assertThat(client.status().state()).isEqualTo("Open");
    assertThat(calls("answered")).isZero();
  }

  @Test
  void aDeadWalletOpensTheBreaker() {
    dead();

    failToBuy(MAX_FAILURES);

    assertThat(client.status().state()).isEqualTo("Open");
  }

  @Test
  void aWalletThatCantBeFoundOpensTheBreaker() {
    wallet.set(null);

    for (int i = 0; i < MAX_FAILURES; i++) {
      assertThat(buy()).failsWithin(SOON);
    }

    assertThat(client.status().state()).isEqualTo("Open");
  }

  @Test
  void whenTheWalletIsBackTheBreakerClosesByItself() {
    silent();
    failToBuy(MAX_FAILURES);
    answersWith(new ChargeReply.Charged());

    Awaitility.await().atMost(SOON).until(() -> client.status().state().equals("HalfOpen"));
    assertThat(state()).isEqualTo(1);
    assertThat(buy()).succeedsWithin(SOON).isEqualTo(new ChargeReply.Charged());

    Awaitility.await().atMost(SOON).until(() -> client.status().state().equals("Closed"));
    assertThat(buy()).succeedsWithin(SOON);
    assertThat(client.status().opened()).isEqualTo(1);
  }

  @Test
  void whoIsInAHurryIsNotTheOneWhoTriesWhetherPaymentWorksAgain() {
    silent();
    failToBuy(MAX_FAILURES);
    Awaitility.await().until(() -> client.status().state().equals("HalfOpen"));
    int before = asked.get();

    assertThat(buyInAHurry())
        .failsWithin(AT_ONCE)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(CircuitBreakerOpenException.class);
    assertThat(asked.get()).isEqualTo(before);
    assertThat(client.status().state()).isEqualTo("HalfOpen");

    answersWith(new ChargeReply.Charged());
    assertThat(buy()).succeedsWithin(SOON);
    assertThat(buyInAHurry()).succeedsWithin(SOON);
  }

  @Test
  void whileOneCallIsTriedTheOthersFailAtOnce() {
    silent();
    failToBuy(MAX_FAILURES);
    Awaitility.await().atMost(SOON).until(() -> client.status().state().equals("HalfOpen"));

    CompletableFuture<ChargeReply> tried = buy();
    assertThat(buy())
        .failsWithin(AT_ONCE)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(CircuitBreakerOpenException.class);

    assertThat(tried)
        .failsWithin(SOON)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(TimeoutException.class);
    Awaitility.await().atMost(SOON).until(() -> client.status().opened() == 2);
  }

  @Test
  void eachTurnOfTheBreakerIsLoggedOnce() {
    LoggingTestKit.warn("circuit breaker open")
        .withOccurrences(1)
        .expect(
            testKit.system(),
            () -> {
              silent();
              failToBuy(MAX_FAILURES);
              assertThat(buy()).failsWithin(AT_ONCE);
              return null;
            });
    LoggingTestKit.info("circuit breaker half-open")
        .withOccurrences(1)
        .expect(testKit.system(), () -> null);
    LoggingTestKit.info("circuit breaker closed")
        .withOccurrences(1)
        .expect(
            testKit.system(),
            () -> {
              answersWith(new ChargeReply.Charged());
              assertThat(buy()).succeedsWithin(SOON);
              return null;
            });
  }

  @Test
  void theNodeTellsHowItsBreakerStands() {
    silent();
    failToBuy(MAX_FAILURES);
    TestProbe<Receptionist.Listing> listings = testKit.createTestProbe(Receptionist.Listing.class);
    testKit
        .system()
        .receptionist()
        .tell(Receptionist.subscribe(PaymentQuery.SERVICE, listings.ref()));
    ActorRef<PaymentQuery> service =
        listings
            .fishForMessage(
                SOON,
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

  private CompletableFuture<ChargeReply> buyInAHurry() {
    return client
        .chargeUnlessSuspended(BUYER, replyTo -> charge("t1", 100, replyTo))
        .toCompletableFuture();
  }

  private CompletableFuture<ChargeReply> buy() {
    return client.charge(BUYER, replyTo -> charge("t1", 100, replyTo)).toCompletableFuture();
  }

  private void failToBuy(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(buy())
          .failsWithin(SOON)
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(TimeoutException.class);
    }
    // The breaker's listeners run a moment after the call.
    Awaitility.await()
        .pollInterval(5, TimeUnit.MILLISECONDS)
        .atMost(SOON)
        .until(() -> client.status().opened() == (client.status().state().equals("Open") ? 1 : 0));
  }

  private double state() {
    return metrics.get("sportskk.breaker.state").tag("breaker", "payment").gauge().value();
  }

  private double calls(String outcome) {
    return metrics
        .get("sportskk.breaker.calls")
        .tags("breaker", "payment", "outcome", outcome)
        .counter()
        .count();
  }

  private void answersWith(ChargeReply reply) {
    wallet.set(
        testKit.spawn(
            counting(
                command -> {
                  if (command instanceof WalletCommand.Charge c) {
                    c.replyTo().tell(reply);
                  } else if (command instanceof WalletCommand.Reverse r) {
                    r.replyTo().tell(new ReverseReply.Reversed());
                  }
                })));
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
    testKit.createTestProbe().expectTerminated(dead, SOON);
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
