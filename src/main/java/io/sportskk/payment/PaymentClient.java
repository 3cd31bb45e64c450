package io.sportskk.payment;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.pattern.CircuitBreakerOpenException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.Stages;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Asks wallets, through a circuit breaker that suspends payment when they do not answer ({@code
 * akka.circuit-breaker.payment}).
 *
 * <p>A call ends in one of four ways:
 *
 * <ul>
 *   <li>The wallet's reply. A refusal is an answer like any other.
 *   <li>It fails with {@link CircuitBreakerOpenException}: the breaker is open and nothing was
 *       sent. {@code remainingDuration} tells for how long at most, zero while a single call is
 *       being tried. (Akka 2.8.5 reckons with the pause that would come next, which is up to {@code
 *       exponential-backoff * (1 + random-factor)} times as long as this one.)
 *   <li>It fails with {@link WalletBusyException}: this buyer has too much under way, or his wallet
 *       has just not answered, and nothing was sent. The breaker does not hear of it.
 *   <li>It fails with {@link java.util.concurrent.TimeoutException} or another failure: no answer
 *       came, and what was asked may or may not have been done. Ask again: every command is
 *       idempotent.
 * </ul>
 *
 * <p>The exception may be wrapped in a {@link java.util.concurrent.CompletionException}.
 *
 * <p>There is one client for an actor system: the breaker, its meters and the node's {@link
 * PaymentQuery#SERVICE} are its own, and a second client is refused.
 */
public final class PaymentClient {

  private final ActorSystem<?> system;
  private final PaymentSettings settings;
  private final Function<String, ? extends RecipientRef<WalletCommand>> wallets;
  private final InstrumentedCircuitBreaker breaker;
  private final SilentWallets silent;
  private final CallsInTurn turns;
  private final Counter busy;

  /** A client of the wallets that {@link Wallets#start} has started. */
  public PaymentClient(ActorSystem<?> system, PaymentSettings settings, MeterRegistry metrics) {
    this(
        system,
        settings,
        metrics,
        Clock.systemUTC(),
        System::nanoTime,
        buyerId -> ClusterSharding.get(system).entityRefFor(Wallets.KEY, buyerId));
  }

  /**
   * A client of any wallets: the seam for tests that put a slow, silent or refusing wallet below
   * the breaker.
   *
   * @param clock for the times in the {@link BreakerStatus}; the breaker itself takes real time
   * @param nanoClock for how long a call waits, and a silent wallet is left alone, as {@link
   *     System#nanoTime}
   * @param wallets whom to ask for a buyer's wallet, asked again for every call
   */
  public PaymentClient(
      ActorSystem<?> system,
      PaymentSettings settings,
      MeterRegistry metrics,
      Clock clock,
      LongSupplier nanoClock,
      Function<String, ? extends RecipientRef<WalletCommand>> wallets) {
    this.system = system;
    this.settings = settings;
    this.wallets = wallets;
    this.silent = new SilentWallets(nanoClock);
    this.breaker = new InstrumentedCircuitBreaker(system, metrics, clock, silent::resetPauses);
    this.turns = new CallsInTurn(settings.perBuyer(), settings.askTimeout(), nanoClock);
    this.busy =
        Counter.builder("sportskk.payment.busy")
            .description(
                "calls that were not made, as their buyer had too much under way, or a silent wallet")
            .register(metrics);
    Gauge.builder("sportskk.payment.silent", silent, SilentWallets::count)
        .description("wallets that did not answer when they were last asked")
        .register(metrics);
    system.systemActorOf(PaymentStatus.create(breaker), "payment-status", Props.empty());
  }

  /**
   * Charges the stake of a ticket.
   *
   * @param command makes the command with the address to reply to
   */
  public CompletionStage<ChargeReply> charge(
      String buyerId, Function<ActorRef<ChargeReply>, WalletCommand.Charge> command) {
    return inTurn(buyerId, CallsInTurn.Kind.CHARGE, () -> ask(buyerId, command::apply));
  }

  /**
   * As {@link #charge}, but not while payment is suspended, not even as the call that tries whether
   * it works again: whoever has no time for that is told at once.
   */
  public CompletionStage<ChargeReply> chargeUnlessSuspended(
      String buyerId, Function<ActorRef<ChargeReply>, WalletCommand.Charge> command) {
    if (!breaker.isClosed()) {
      return breaker.refuse();
    }
    return inTurn(
        buyerId,
        CallsInTurn.Kind.CHARGE,
        () -> breaker.isClosed() ? ask(buyerId, command::apply) : breaker.refuse());
  }

  /**
   * Reverses the charge of a ticket.
   *
   * @param command makes the command with the address to reply to
   */
  public CompletionStage<ReverseReply> reverse(
      String buyerId, Function<ActorRef<ReverseReply>, WalletCommand.Reverse> command) {
    return inTurn(buyerId, CallsInTurn.Kind.REVERSAL, () -> ask(buyerId, command::apply));
  }

  /**
   * Gives a ticket's stake back; waits for its turn as a reversal does.
   *
   * @param command makes the command with the address to reply to
   */
  public CompletionStage<RefundReply> refund(
      String buyerId, Function<ActorRef<RefundReply>, WalletCommand.Refund> command) {
    return inTurn(buyerId, CallsInTurn.Kind.REVERSAL, () -> ask(buyerId, command::apply));
  }

  /** How the breaker of this node stands. */
  public BreakerStatus status() {
    return breaker.status();
  }

  /** Whether a call that ended like this was made, and not answered. */
  static boolean isUnanswered(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause != null && !(cause instanceof CircuitBreakerOpenException);
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
      String buyerId, akka.japi.function.Function<ActorRef<R>, WalletCommand> command) {
    return breaker
        .call(
            () ->
                Stages.direct(
                    AskPattern.ask(
                        wallets.apply(buyerId),
                        command,
                        settings.askTimeout(),
                        system.scheduler())),
            () -> silent.unanswered(buyerId))
        .whenComplete(
            (reply, failure) -> {
              if (failure == null) {
                silent.answered(buyerId);
              }
            });
  }
}
