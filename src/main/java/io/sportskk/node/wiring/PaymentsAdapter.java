package io.sportskk.node.wiring;

import akka.actor.typed.ActorRef;
import akka.pattern.CircuitBreakerOpenException;
import io.sportskk.kernel.Money;
import io.sportskk.payment.ChargeReply;
import io.sportskk.payment.PaidSum;
import io.sportskk.payment.PayOutReply;
import io.sportskk.payment.PayUpReply;
import io.sportskk.payment.PaymentClient;
import io.sportskk.payment.RefundReply;
import io.sportskk.payment.ReverseReply;
import io.sportskk.payment.WalletBusyException;
import io.sportskk.payment.WalletCommand;
import io.sportskk.payment.WalletEvent.ReturnCause;
import io.sportskk.ticket.PaidSoFar;
import io.sportskk.ticket.Payments;
import io.sportskk.ticket.Purchase;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What tickets need of payment, done by wallets. */
public final class PaymentsAdapter implements Payments {

  private final PaymentClient payments;

  public PaymentsAdapter(PaymentClient payments) {
    this.payments = payments;
  }

  @Override
  public CompletionStage<ChargeOutcome> charge(
      Purchase purchase, Instant payBefore, Instant salesCloseAt, boolean patient) {
    Function<ActorRef<ChargeReply>, WalletCommand.Charge> command =
        replyTo ->
            new WalletCommand.Charge(
                purchase.ticketId(),
                purchase.matchId(),
                purchase.stake(),
                payBefore,
                salesCloseAt,
                purchase.correlationId(),
                replyTo);
    CompletionStage<ChargeReply> charged =
        patient
            ? payments.charge(purchase.buyerId(), command)
            : payments.chargeUnlessSuspended(purchase.buyerId(), command);
    return charged.handle(
        (reply, failure) -> failure == null ? chargeOutcome(reply) : unanswered(failure));
  }

  @Override
  public CompletionStage<ReverseOutcome> reverse(
      Purchase purchase, Cause cause, Instant salesCloseAt, String correlationId) {
    return payments
        .reverse(
            purchase.buyerId(),
            replyTo ->
                new WalletCommand.Reverse(
                    purchase.ticketId(),
                    purchase.matchId(),
                    returnCause(cause),
                    salesCloseAt,
                    correlationId,
                    replyTo))
        .handle((reply, failure) -> failure == null ? reverseOutcome(reply) : unanswered(failure));
  }

  @Override
  public CompletionStage<RefundOutcome> refund(
      Purchase purchase,
      Cause cause,
      Instant salesCloseAt,
      Instant decidedAt,
      String correlationId) {
    return payments
        .refund(
            purchase.buyerId(),
            replyTo ->
                new WalletCommand.Refund(
                    purchase.ticketId(),
                    purchase.matchId(),
                    purchase.stake(),
                    returnCause(cause),
                    salesCloseAt,
                    decidedAt,
                    correlationId,
                    replyTo))
        .handle((reply, failure) -> failure == null ? refundOutcome(reply) : unanswered(failure));
  }

  @Override
  public CompletionStage<PayOutOutcome> payOut(
      Purchase purchase,
      int round,
      Money payout,
      Money tax,
      Cause cause,
      Instant decidedAt,
      String correlationId) {
    return payments
        .payOut(
            purchase.buyerId(),
            replyTo ->
                new WalletCommand.PayOut(
                    purchase.ticketId(),
                    purchase.matchId(),
                    round,
                    payout,
                    tax,
                    returnCause(cause),
                    decidedAt,
                    correlationId,
                    replyTo))
        .handle((reply, failure) -> failure == null ? payOutOutcome(reply) : unanswered(failure));
  }

  @Override
  public CompletionStage<PayUpOutcome> payUp(
      Purchase purchase,
      int round,
      PaidSoFar due,
      PaidSoFar paid,
      Cause cause,
      Instant decidedAt,
      String correlationId) {
    return payments
        .payUp(
            purchase.buyerId(),
            replyTo ->
                new WalletCommand.PayUp(
                    purchase.ticketId(),
                    purchase.matchId(),
                    purchase.stake(),
                    round,
                    new PaidSum(due.gross(), due.tax()),
                    new PaidSum(paid.gross(), paid.tax()),
                    returnCause(cause),
                    decidedAt,
                    correlationId,
                    replyTo))
        .handle((reply, failure) -> failure == null ? payUpOutcome(reply) : unanswered(failure));
  }

  /**
   * @param cause null if no stake is given back
   */
  private static ReturnCause returnCause(Cause cause) {
    if (cause == null) {
      return null;
    }
    return switch (cause) {
      case BUYER_REQUEST -> ReturnCause.BUYER_REQUEST;
      case PAYMENT_TIMEOUT -> ReturnCause.PAYMENT_TIMEOUT;
      case SALES_CLOSED -> ReturnCause.SALES_CLOSED;
      case LATE -> ReturnCause.LATE;
      case VOID -> ReturnCause.VOID;
      case NOBODY_WON -> ReturnCause.NOBODY_WON;
    };
  }

  private static ChargeOutcome chargeOutcome(ChargeReply reply) {
    if (reply instanceof ChargeReply.Refused refused) {
      return refused.reason() == ChargeReply.Reason.TOO_LATE
          ? new Late()
          : new Refused(refused.reason().name(), refused.balance());
    }
    return new Charged(((ChargeReply.Charged) reply).balance());
  }

  private static ReverseOutcome reverseOutcome(ReverseReply reply) {
    if (reply instanceof ReverseReply.Forgotten) {
      return new ReverseRefused("the wallet no longer knows the match");
    }
    return reply instanceof ReverseReply.PaidOut
        ? new ReverseRefused("the ticket has been paid out")
        : new Reversed(((ReverseReply.Reversed) reply).balance());
  }

  private static RefundOutcome refundOutcome(RefundReply reply) {
    return reply instanceof RefundReply.Refused refused
        ? new RefundRefused(refused.reason().name())
        : new Refunded();
  }

  private static PayOutOutcome payOutOutcome(PayOutReply reply) {
    return reply instanceof PayOutReply.Refused refused
        ? new PayOutRefused(refused.reason().name())
        : new PaidOut();
  }

  private static PayUpOutcome payUpOutcome(PayUpReply reply) {
    if (reply instanceof PayUpReply.PaidUp paid) {
      return new PaidUp(new PaidSoFar(paid.sum().gross(), paid.sum().tax()));
    }
    return new PayOutRefused(((PayUpReply.Refused) reply).reason().name());
  }

  private static Unanswered unanswered(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof WalletBusyException) {
      return new Busy();
    }
    return cause instanceof CircuitBreakerOpenException open
        ? new Suspended(Duration.ofMillis(open.remainingDuration().toMillis()))
        : new Unknown(cause.toString());
  }
}
