package io.sportskk.ticket;

import io.sportskk.kernel.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * What a ticket needs of payment. All calls are idempotent by ticket id and never fail: what went
 * wrong is an outcome.
 */
public interface Payments {

  /** Why a stake is given back, in the words of the ticket's reason. */
  enum Cause {
    BUYER_REQUEST,
    PAYMENT_TIMEOUT,
    SALES_CLOSED,
    LATE,
    VOID,
    NOBODY_WON;

    static Cause of(CancellationReason reason) {
      return switch (reason) {
        case BUYER_REQUEST -> BUYER_REQUEST;
        case PAYMENT_TIMEOUT -> PAYMENT_TIMEOUT;
        case SALES_CLOSED -> SALES_CLOSED;
      };
    }

    /** Null of what is won or lost: no stake is given back then. */
    static Cause of(Award.Kind kind) {
      return switch (kind) {
        case WON, LOST -> null;
        case LATE -> LATE;
        case VOID -> VOID;
        case NOBODY_WON -> NOBODY_WON;
      };
    }
  }

  /**
   * @param patient whether nobody waits for the answer: while payment is suspended, only such a
   *     charge may be the one that finds out whether it works again, as that can take its time
   */
  CompletionStage<ChargeOutcome> charge(
      Purchase purchase, Instant payBefore, Instant salesCloseAt, boolean patient);

  /**
   * Gives back what was charged, if anything was, and sees to it that a charge that arrives later
   * is refused.
   */
  CompletionStage<ReverseOutcome> reverse(
      Purchase purchase, Cause cause, Instant salesCloseAt, String correlationId);

  /**
   * Gives the stake back of which payment could not tell any more whether it was charged, once for
   * each ticket.
   *
   * @param decidedAt when somebody decided that it must be given back; the same for all repetitions
   */
  CompletionStage<RefundOutcome> refund(
      Purchase purchase,
      Cause cause,
      Instant salesCloseAt,
      Instant decidedAt,
      String correlationId);

  /**
   * Pays what a ticket has won, or what is left of its stake, once for each round of its
   * settlement. From the first on its stake is not given back any more.
   *
   * @param round a later one is a correction, which is paid on top
   * @param payout more than nothing
   * @param tax that is kept back of it
   * @param cause null if the ticket has won
   * @param decidedAt when the round was decided; the same for all repetitions
   */
  CompletionStage<PayOutOutcome> payOut(
      Purchase purchase,
      int round,
      Money payout,
      Money tax,
      Cause cause,
      Instant decidedAt,
      String correlationId);

  /**
   * Pays what a corrected result leaves owing to a ticket: what it is due less what it was paid
   * before, also if the ticket does not know of that; once for each round.
   *
   * @param due by this round
   * @param paid what the ticket knows that it was paid, or given back, before
   * @param cause null if the ticket is due no stake
   */
  CompletionStage<PayUpOutcome> payUp(
      Purchase purchase,
      int round,
      PaidSoFar due,
      PaidSoFar paid,
      Cause cause,
      Instant decidedAt,
      String correlationId);

  /** How a charge ended. */
  sealed interface ChargeOutcome permits Charged, Refused, Late, Unanswered {}

  /** How a reversal ended. */
  sealed interface ReverseOutcome permits Reversed, ReverseRefused, Unanswered {}

  /** How a refund ended. */
  sealed interface RefundOutcome permits Refunded, RefundRefused, Unanswered {}

  /** How a payout ended. */
  sealed interface PayOutOutcome permits PaidOut, PayOutRefused, Unanswered {}

  /** How it ended to pay what was owing. */
  sealed interface PayUpOutcome permits PaidUp, PayOutRefused, Unanswered {}

  /** Payment has not answered, whatever it was asked: to be asked again. */
  sealed interface Unanswered
      extends ChargeOutcome, ReverseOutcome, RefundOutcome, PayOutOutcome, PayUpOutcome
      permits Suspended, Busy, Unknown {}

  /**
   * @param balance what the wallet holds after it, null if payment does not say it
   */
  record Charged(Money balance) implements ChargeOutcome {}

  /**
   * Nothing was charged, and nothing will be.
   *
   * @param balance what the wallet holds, null if payment does not say it
   */
  record Refused(String reason, Money balance) implements ChargeOutcome {}

  /**
   * The payment deadline had passed when the charge arrived: nothing was charged, and nothing will
   * be.
   */
  record Late() implements ChargeOutcome {}

  /**
   * @param balance what the wallet holds after it, null if payment does not say it
   */
  record Reversed(Money balance) implements ReverseOutcome {}

  /** Payment can't tell any more whether there was a charge: an operator decides. */
  record ReverseRefused(String reason) implements ReverseOutcome {}

  /** Whatever was charged has been given back, now or before. */
  record Refunded() implements RefundOutcome {}

  /** Payment gives nothing back for this decision: an operator decides anew. */
  record RefundRefused(String reason) implements RefundOutcome {}

  /** This round has been paid, now or before. */
  record PaidOut() implements PayOutOutcome {}

  /** Payment pays nothing for this decision. */
  record PayOutRefused(String reason) implements PayOutOutcome, PayUpOutcome {}

  /**
   * Nothing is owed any more, now or before.
   *
   * @param sum of all that was paid for the ticket, or given back: maybe more than it is due
   */
  record PaidUp(PaidSoFar sum) implements PayUpOutcome {}

  /**
   * The circuit breaker is open: the call was not made. It lets a call through after {@code
   * retryAfter}.
   */
  record Suspended(Duration retryAfter) implements Unanswered {}

  /** The buyer has too much under way: the call was not made, and may be made soon. */
  record Busy() implements Unanswered {}

  /** No answer: it may or may not have been done. */
  record Unknown(String cause) implements Unanswered {}
}
