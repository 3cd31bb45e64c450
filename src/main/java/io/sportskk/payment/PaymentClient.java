package io.sportskk.payment;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.RecipientRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.pattern.CircuitBreakerOpenException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Asks wallets, through a circuit breaker that suspends payment when they do not answer.
 *
 * <p>There are two lanes. Purchases and their reversals have one ({@code
 * akka.circuit-breaker.payment}), payouts and refunds, which settlements ask for by the thousand,
 * another ({@code akka.circuit-breaker.settlement}). Each has a breaker, turns and silent wallets
 * of its own: a settlement that finds no wallet suspends no purchase, and of one buyer it has one
 * call under way, which is all that his purchase may have to wait for.
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

  private final PaymentLane purchases;
  private final PaymentLane settlements;

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
    this.purchases =
        new PaymentLane(
            system,
            "payment",
            settings.perBuyer(),
            settings.askTimeout(),
            metrics,
            clock,
            nanoClock,
            wallets);
    this.settlements =
        new PaymentLane(
            system,
            "settlement",
            settings.perBuyer().ofSettlements(),
            settings.askTimeout(),
            metrics,
            clock,
            nanoClock,
            wallets);
    system.systemActorOf(
        PaymentStatus.create(purchases.breaker()), "payment-status", Props.empty());
  }

  /**
   * Charges the stake of a ticket.
   *
   * @param command makes the command with the address to reply to
   */
  public CompletionStage<ChargeReply> charge(
      String buyerId, Function<ActorRef<ChargeReply>, WalletCommand.Charge> command) {
    return purchases.call(buyerId, CallsInTurn.Kind.CHARGE, command);
  }

  /**
   * As {@link #charge}, but not while payment is suspended, not even as the call that tries whether
   * it works again: whoever has no time for that is told at once.
   */
  public CompletionStage<ChargeReply> chargeUnlessSuspended(
      String buyerId, Function<ActorRef<ChargeReply>, WalletCommand.Charge> command) {
    return purchases.callUnlessSuspended(buyerId, CallsInTurn.Kind.CHARGE, command);
  }

  /**
   * Reverses the charge of a ticket.
   *
   * @param command makes the command with the address to reply to
   */
  public CompletionStage<ReverseReply> reverse(
      String buyerId, Function<ActorRef<ReverseReply>, WalletCommand.Reverse> command) {
    return purchases.call(buyerId, CallsInTurn.Kind.REVERSAL, command);
  }

  /**
   * Gives a ticket's stake back, on the settlements' lane.
   *
   * @param command makes the command with the address to reply to
   */
  public CompletionStage<RefundReply> refund(
      String buyerId, Function<ActorRef<RefundReply>, WalletCommand.Refund> command) {
    return settlements.call(buyerId, CallsInTurn.Kind.REVERSAL, command);
  }

  /**
   * Pays what a ticket has won, on the settlements' lane.
   *
   * @param command makes the command with the address to reply to
   */
  public CompletionStage<PayOutReply> payOut(
      String buyerId, Function<ActorRef<PayOutReply>, WalletCommand.PayOut> command) {
    return settlements.call(buyerId, CallsInTurn.Kind.REVERSAL, command);
  }

  /**
   * Pays what a corrected result leaves owing to a ticket, on the settlements' lane.
   *
   * @param command makes the command with the address to reply to
   */
  public CompletionStage<PayUpReply> payUp(
      String buyerId, Function<ActorRef<PayUpReply>, WalletCommand.PayUp> command) {
    return settlements.call(buyerId, CallsInTurn.Kind.REVERSAL, command);
  }

  /** How the breaker of this node's purchases stands. */
  public BreakerStatus status() {
    return purchases.breaker().status();
  }

  /** Whether a call that ended like this was made, and not answered. */
  static boolean isUnanswered(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause != null && !(cause instanceof CircuitBreakerOpenException);
  }
}
