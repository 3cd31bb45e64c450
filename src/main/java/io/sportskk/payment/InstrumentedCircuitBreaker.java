package io.sportskk.payment;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorSystem;
import akka.pattern.CircuitBreaker;
import akka.pattern.CircuitBreakerOpenException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.duration.Duration;

/** A circuit breaker of Akka's, with its log lines, its meters and its status. */
final class InstrumentedCircuitBreaker {

  private static final int TURNS_KEPT = 100;

  private static final Logger LOG = LoggerFactory.getLogger(InstrumentedCircuitBreaker.class);

  private final CircuitBreaker breaker;
  private final String name;
  private final String node;
  private final Clock clock;
  private final Counter answered;
  private final Counter failed;
  private final Counter suspended;
  private final AtomicLong opened = new AtomicLong();
  private final Runnable onTurn;
  private final Deque<BreakerStatus.Turn> turns = new ArrayDeque<>();
  private volatile boolean tried;
  private volatile Instant since;

  /**
   * @param name {@code akka.circuit-breaker.<name>}
   * @param onTurn when it is found not to work, and when it works again; not each time that it has
   *     been tried in vain
   */
  InstrumentedCircuitBreaker(
      ActorSystem<?> system, String name, MeterRegistry metrics, Clock clock, Runnable onTurn) {
    this.onTurn = onTurn;
    this.name = name;
    this.breaker = CircuitBreaker.lookup(name, (ExtendedActorSystem) system.classicSystem());
    this.node = system.address().hostPort();
    this.clock = clock;
    this.since = clock.instant();
    turn("Closed");
    this.answered = calls(metrics, "answered");
    this.failed = calls(metrics, "failed");
    this.suspended = calls(metrics, "suspended");
    Gauge.builder("sportskk.breaker.state", this, InstrumentedCircuitBreaker::number)
        .tag("breaker", name)
        .description("0 closed, 1 half-open, 2 open")
        .strongReference(true)
        .register(metrics);
    breaker.addOnOpenListener(this::onOpen);
    breaker.addOnHalfOpenListener(this::onHalfOpen);
    breaker.addOnCloseListener(this::onClose);
  }

  /**
   * A call that fails or takes too long counts against the breaker, whatever it answers does not.
   * While the breaker is closed, a failure counts only if it is said to: Akka's own way knows
   * nothing between failure, and success, which makes up for all failures before.
   *
   * @param call ends within the breaker's call-timeout
   * @param failed is told if the call was made and failed; says whether that counts
   */
  <T> CompletionStage<T> call(Callable<CompletionStage<T>> call, BooleanSupplier failed) {
    return breaker.isClosed() ? whileClosed(call, failed) : otherwise(call, failed);
  }

  private <T> CompletionStage<T> whileClosed(
      Callable<CompletionStage<T>> call, BooleanSupplier failed) {
    long turn = opened.get();
    return made(call)
        .whenComplete(
            (reply, failure) -> {
              count(failure);
              boolean counts = failure == null || failed.getAsBoolean();
              if (!counts || !breaker.isClosed() || opened.get() != turn) {
                return; // what was asked before the breaker opened says nothing of now
              }
              if (failure == null) {
                breaker.succeed();
              } else {
                breaker.fail();
              }
            });
  }

  /** It is refused, or tries whether payment works again. */
  private <T> CompletionStage<T> otherwise(
      Callable<CompletionStage<T>> call, BooleanSupplier failed) {
    return breaker
        .callWithCircuitBreakerCS(call)
        .whenComplete(
            (reply, failure) -> {
              count(failure);
              if (failure != null && !(failure instanceof CircuitBreakerOpenException)) {
                boolean unused = failed.getAsBoolean();
              }
            });
  }

  private static <T> CompletionStage<T> made(Callable<CompletionStage<T>> call) {
    try {
      return call.call();
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  boolean isClosed() {
    return breaker.isClosed();
  }

  /** Counts a call that is not made, and fails. */
  <T> CompletionStage<T> refuse() {
    suspended.increment();
    return CompletableFuture.failedFuture(
        new CircuitBreakerOpenException(Duration.Zero(), name + " is suspended"));
  }

  BreakerStatus status() {
    return new BreakerStatus(
        node,
        state(),
        since,
        opened.get(),
        (long) answered.count(),
        (long) failed.count(),
        (long) suspended.count(),
        turns());
  }

  private void count(Throwable failure) {
    if (failure == null) {
      answered.increment();
    } else if (failure instanceof CircuitBreakerOpenException) {
      suspended.increment();
    } else {
      failed.increment();
    }
  }

  private void onOpen() {
    since = clock.instant();
    opened.incrementAndGet();
    if (!tried) {
      turn("Open");
      onTurn.run();
    }
    tried = false;
    LOG.warn("{} is suspended: wallets do not answer (circuit breaker open)", name);
  }

  private void onHalfOpen() {
    since = clock.instant();
    tried = true;
    LOG.info("{} is tried with one call (circuit breaker half-open)", name);
  }

  private void onClose() {
    since = clock.instant();
    tried = false;
    turn("Closed");
    onTurn.run();
    LOG.info("{} works again (circuit breaker closed)", name);
  }

  private void turn(String state) {
    synchronized (turns) {
      turns.add(new BreakerStatus.Turn(state, since));
      if (turns.size() > TURNS_KEPT) {
        turns.remove();
      }
    }
  }

  private List<BreakerStatus.Turn> turns() {
    synchronized (turns) {
      return List.copyOf(turns);
    }
  }

  private String state() {
    return breaker.isClosed() ? "Closed" : breaker.isOpen() ? "Open" : "HalfOpen";
  }

  private int number() {
    return breaker.isClosed() ? 0 : breaker.isOpen() ? 2 : 1;
  }

  private Counter calls(MeterRegistry metrics, String outcome) {
    return Counter.builder("sportskk.breaker.calls")
        .tag("breaker", name)
        .tag("outcome", outcome)
        .description("calls through the circuit breaker")
        .register(metrics);
  }
}
