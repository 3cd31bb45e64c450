package io.sportskk.payment;

import static org.assertj.core.api.Assertions.assertThat;

import akka.pattern.CircuitBreakerOpenException;
import io.sportskk.payment.CallsInTurn.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Calls for a wallet that answers when the test says so. */
class CallsInTurnTest {

  private static final int UNDER_WAY = 2;
  private static final int WAITING = 3;

  private static final Duration LIMIT = Duration.ofSeconds(1);

  private final AtomicLong nanos = new AtomicLong();
  private final CallsInTurn turns =
      new CallsInTurn(new PaymentSettings.PerBuyer(UNDER_WAY, WAITING), LIMIT, nanos::get);

  /** What has been asked and not been answered, by name. */
  private final Map<String, CompletableFuture<String>> asked = new LinkedHashMap<>();

  @Test
  void aFewCallsAreMadeAtOnceAndTheOthersInTurn() {
    List<CompletableFuture<String>> calls = charges("buyer", UNDER_WAY + WAITING);
    assertThat(asked).containsOnlyKeys("buyer-0", "buyer-1");

    for (int i = 0; i < calls.size(); i++) {
      assertThat(calls.get(i)).isNotDone();
      answer("buyer-" + i);
      assertThat(calls.get(i)).isCompletedWithValue("answer");
      assertThat(asked).hasSize(Math.min(UNDER_WAY, calls.size() - i - 1));
    }
    assertThat(turns.buyers()).isZero();
  }

  @Test
  void whatIsBeyondWhatMayWaitIsNotMade() {
    charges("buyer", UNDER_WAY + WAITING);

    assertBusy(call("buyer", "more", Kind.CHARGE));

    answer("buyer-0");
    assertThat(call("buyer", "waits", Kind.CHARGE)).isNotDone();
    assertThat(asked).doesNotContainKey("more");
  }

  @Test
  void whatOneBuyerHasUnderWayIsNothingToAnother() {
    charges("greedy", UNDER_WAY + WAITING);

    CompletableFuture<String> call = call("modest", "one", Kind.CHARGE);
    answer("one");

    assertThat(call).isCompletedWithValue("answer");
  }

  @Test
  void aReversalFindsRoomAndIsNextHoweverManyChargesWait() {
    charges("buyer", UNDER_WAY + WAITING);
    CompletableFuture<String> reversal = call("buyer", "reversal", Kind.REVERSAL);

    answer("buyer-1");
    assertThat(asked).containsOnlyKeys("buyer-0", "reversal");
    answer("reversal");

    assertThat(reversal).isCompletedWithValue("answer");
    assertThat(asked).containsOnlyKeys("buyer-0", "buyer-2");
  }

  @Test
  void aCallThatIsNotAnsweredSendsThoseThatWaitAway() {
    List<CompletableFuture<String>> calls = charges("buyer", UNDER_WAY + WAITING);
    CompletableFuture<String> reversal = call("buyer", "reversal", Kind.REVERSAL);

    asked.remove("buyer-0").completeExceptionally(new TimeoutException());

    assertThat(calls.get(0)).isCompletedExceptionally();
    assertThat(calls.get(1)).isNotDone();
    calls.subList(UNDER_WAY, calls.size()).forEach(CallsInTurnTest::assertBusy);
    assertBusy(reversal);
    assertThat(asked).containsOnlyKeys("buyer-1");
    answer("buyer-1");
    assertThat(turns.buyers()).isZero();
  }

  @Test
  void aCallWhoseTurnComesTooLateIsNotMade() {
    List<CompletableFuture<String>> calls = charges("buyer", UNDER_WAY + 1);
    CompletableFuture<String> reversal = call("buyer", "reversal", Kind.REVERSAL);
    nanos.addAndGet(1);
    CompletableFuture<String> younger = call("buyer", "younger", Kind.CHARGE);
    nanos.addAndGet(LIMIT.toNanos());

    answer("buyer-0");

    assertBusy(calls.get(UNDER_WAY));
    assertBusy(reversal);
    assertThat(asked).containsOnlyKeys("buyer-1", "younger");
    answer("younger");
    assertThat(younger).isCompletedWithValue("answer");
  }

  @Test
  void whilePaymentIsSuspendedThoseThatWaitAreToldSo() {
    List<CompletableFuture<String>> calls = charges("buyer", UNDER_WAY + 1);
    RuntimeException open =
        new CircuitBreakerOpenException(scala.concurrent.duration.Duration.Zero(), "suspended");

    asked.remove("buyer-0").completeExceptionally(open);
    asked.remove("buyer-2").completeExceptionally(open);

    assertThat(calls.get(UNDER_WAY))
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(Exception.class)
        .withCause(open);
  }

  private List<CompletableFuture<String>> charges(String buyerId, int number) {
    List<CompletableFuture<String>> calls = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      calls.add(call(buyerId, buyerId + "-" + i, Kind.CHARGE));
    }
    return calls;
  }

  private CompletableFuture<String> call(String buyerId, String name, Kind kind) {
    return turns
        .call(buyerId, kind, () -> asked.computeIfAbsent(name, n -> new CompletableFuture<>()))
        .toCompletableFuture();
  }

  private void answer(String name) {
    asked.remove(name).complete("answer");
  }

  private static void assertBusy(CompletableFuture<String> call) {
    assertThat(call)
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(Exception.class)
        .withCauseInstanceOf(WalletBusyException.class);
  }
}
