package io.sportskk.payment;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.AskPattern;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.Stages;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One way to the wallets, with a circuit breaker, turns and silent wallets of its own: what happens
 * on it is nothing to those who take another.
 */
final class PaymentLane {

  private final ActorSystem<?> system;
  private final Duration askTimeout;
  private final Function<String, ? extends RecipientRef<WalletCommand>> wallets;
  private final InstrumentedCircuitBreaker breaker;
  private final SilentWallets silent;
  private final CallsInTurn turns;
  private final Counter busy;

  /**
   * @param name of its circuit breaker, and what its meters are tagged with
   * @param askTimeout how long a wallet may take to answer, and a call waits for its turn
   * @param clock for the times in the {@link BreakerStatus}
   * @param nanoClock as {@link System#nanoTime}
   * @param wallets whom to ask for a buyer's wallet, asked again for every call
   */
  PaymentLane(
      ActorSystem<?> system,
      String name,
      PaymentSettings.PerBuyer bounds,
      Duration askTimeout,
      MeterRegistry metrics,
      Clock clock,
      LongSupplier nanoClock,
      Function<String, ? extends RecipientRef<WalletCommand>> wallets) {
    this.system = system;
    this.askTimeout = askTimeout;
    this.wallets = wallets;
    this.silent = new SilentWallets(nanoClock);
    this.breaker =
        new InstrumentedCircuitBreaker(system, name, metrics, clock, silent::resetPauses);
    this.turns = new CallsInTurn(bounds, askTimeout, nanoClock);
    this.busy =
        Counter.builder("sportskk.payment.busy")
            .tag("breaker", name)
            .description(
                "calls that were not made, as their buyer had too much under way, or a silent wallet")
            .register(metrics);
    Gauge.builder("sportskk.payment.silent", silent, SilentWallets::count)
        .tag("breaker", name)
        .description("wallets that did not answer when they were last asked")
        .register(metrics);
  }

  InstrumentedCircuitBreaker breaker() {
    return breaker;
  }

  /** Asks the buyer's wallet when its turn has come, unless the breaker is open. */
  <R> CompletionStage<R> call(
      String buyerId,
      CallsInTurn.Kind kind,
      Function<ActorRef<R>, ? extends WalletCommand> command) {
    return inTurn(buyerId, kind, () -> ask(buyerId, command));
  }

  /** As {@link #call}, but only while the breaker is closed. */
  <R> CompletionStage<R> callUnlessSuspended(
      String buyerId,
      CallsInTurn.Kind kind,
      Function<ActorRef<R>, ? extends WalletCommand> command) {
    return breaker.isClosed()
        ? inTurn(
            buyerId, kind, () -> breaker.isClosed() ? ask(buyerId, command) : breaker.<R>refuse())
        : breaker.refuse();
  }

  private <R> CompletionStage<R> inTurn(
      String buyerId, CallsInTurn.Kind kind, Supplier<CompletionStage<R>> call) {
    return (silent.mayBeAsked(buyerId)
            ? turns.call(buyerId, kind, call)
            : CompletableFuture.<R>failedFuture(
                new WalletBusyException("the wallet did not answer a moment ago")))
        .whenComplete(
            (reply, failure) -> {
              if (failure instanceof WalletBusyException) {
                busy.increment();
              }
            });
  }

  private <R> CompletionStage<R> ask(
      String buyerId, Function<ActorRef<R>, ? extends WalletCommand> command) {
    return breaker
        .call(
            () ->
                Stages.direct(
                    AskPattern.<WalletCommand, R>ask(
                        wallets.apply(buyerId), command::apply, askTimeout, system.scheduler())),
            () -> silent.unanswered(buyerId))
        .whenComplete(
            (reply, failure) -> {
              if (failure == null) {
                silent.answered(buyerId);
              }
            });
  }
}
