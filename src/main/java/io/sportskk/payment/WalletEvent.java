package io.sportskk.payment;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Correlated;
import io.sportskk.kernel.Money;
import java.time.Instant;

/**
 * What has happened to a wallet. A ledger of all movements of money can be made from these events
 * alone.
 */
public sealed interface WalletEvent extends CborSerializable, Correlated {

  /** The id of the deposit that a wallet opens with. */
  String OPENING_BALANCE = "opening-balance";

  String buyerId();

  Instant at();

  /** Why a stake is given back, in the words of the ticket's reason. */
  enum ReturnCause {
    /** Its buyer has cancelled the ticket. */
    BUYER_REQUEST,
    /** The purchase has failed: the ticket was not approved before its payment deadline. */
    PAYMENT_TIMEOUT,
    /** The purchase has failed: sales of the match were closed before the ticket was approved. */
    SALES_CLOSED,
    /** The ticket was sold when the match had begun, or counted when the totals were final. */
    LATE,
    /** The match is void. */
    VOID,
    /** Nobody has won, and the rules of the pool give the stakes back, or what is left of them. */
    NOBODY_WON
  }

  /**
   * Money was paid in.
   *
   * @param depositId {@link #OPENING_BALANCE} for what a new wallet holds by itself
   */
  record Deposited(String buyerId, String depositId, Money amount, String correlationId, Instant at)
      implements WalletEvent {

    /** Whether it is what a new wallet holds, which nobody has paid in. */
    public boolean openingBalance() {
      return depositId.equals(OPENING_BALANCE);
    }
  }

  /**
   * The stake of a ticket was charged.
   *
   * @param approvalId the approval of a supervisor that it has used up, see {@link StakeApproved};
   *     null if it needed none, and in what earlier releases have stored
   */
  record Charged(
      String buyerId,
      String ticketId,
      String matchId,
      Money amount,
      Instant salesCloseAt,
      String approvalId,
      String correlationId,
      Instant at)
      implements WalletEvent {}

  /**
   * What was charged for a ticket was given back.
   *
   * @param cause null in what earlier releases have stored, or asked for
   */
  record ChargeReversed(
      String buyerId,
      String ticketId,
      String matchId,
      Money amount,
      ReturnCause cause,
      String correlationId,
      Instant at)
      implements WalletEvent {}

  /**
   * The stake of a ticket was given back of which the wallet did not know the charge any more.
   * There is no other one, nor a reversal, and no charge from here on.
   *
   * @param cause null in what earlier releases have stored, or asked for
   * @param decidedAt when it was decided elsewhere that it must be given back
   */
  record Refunded(
      String buyerId,
      String ticketId,
      String matchId,
      Money amount,
      ReturnCause cause,
      Instant salesCloseAt,
      Instant decidedAt,
      String correlationId,
      Instant at)
      implements WalletEvent {}

  /**
   * A ticket has won, or gets back what the rules of its pool leave of its stake: the payout less
   * the tax was paid in. Its stake is not given back from here on.
   *
   * @param round of the settlement; a later one is a correction, paid on top
   * @param payout what the ticket has won, more than nothing
   * @param tax the part of it that was kept back
   * @param cause why a stake was given back in this way; null if the ticket has won, and in what
   *     earlier releases have stored, or asked for
   * @param decidedAt when the payout was decided elsewhere
   */
  record PaidOut(
      String buyerId,
      String ticketId,
      String matchId,
      int round,
      Money payout,
      Money tax,
      ReturnCause cause,
      Instant decidedAt,
      String correlationId,
      Instant at)
      implements WalletEvent {

    public PaidOut {
      check(payout, tax);
    }

    /** What has come into the wallet. */
    public Money net() {
      return payout.minus(tax);
    }

    /**
     * @throws IllegalArgumentException if nothing would be paid, or less than nothing
     */
    static void check(Money payout, Money tax) {
      if (payout.equals(Money.ZERO) || tax.isMoreThan(payout)) {
        throw new IllegalArgumentException("a payout of " + payout + " with a tax of " + tax);
      }
    }
  }

  /**
   * A limit of play that its buyer has set is in force; a raise that he had asked for is not open
   * any more.
   *
   * @param limit in the unit of its kind, null if there is none any more
   */
  record LimitSet(String buyerId, LimitKind kind, Long limit, String correlationId, Instant at)
      implements WalletEvent {}

  /**
   * The buyer has asked that a limit of his be raised. It is not yet.
   *
   * @param limit null if it is to be removed
   * @param confirmFrom when he can confirm that
   * @param confirmBefore when it lapses
   */
  record LimitRaiseRequested(
      String buyerId,
      LimitKind kind,
      Long limit,
      Instant confirmFrom,
      Instant confirmBefore,
      String correlationId,
      Instant at)
      implements WalletEvent {}

  /**
   * A limit that the house sets this buyer is in force.
   *
   * @param limit null if there is none any more
   * @param by the administrator
   */
  record HouseLimitSet(
      String buyerId, LimitKind kind, Long limit, String by, String correlationId, Instant at)
      implements WalletEvent {}

  /**
   * The buyer is excluded until then, later than before.
   *
   * @param by the buyer himself, or an administrator
   */
  record Excluded(String buyerId, Instant until, String by, String correlationId, Instant at)
      implements WalletEvent {}

  /**
   * A supervisor has approved one stake of this buyer ahead. Nodes of earlier releases can't read
   * this, nor load the wallet then: nothing is approved before all are new.
   *
   * @param upTo the stake may be so much, not more
   * @param reason why, as the supervisor has put it
   * @param by the administrator, who is not the buyer
   * @param validUntil from then on no charge can use it
   */
  record StakeApproved(
      String buyerId,
      String approvalId,
      Money upTo,
      String reason,
      String by,
      Instant validUntil,
      String correlationId,
      Instant at)
      implements WalletEvent {}

  /**
   * A charge for this ticket is refused when it comes: it was refused before, or a reversal came
   * before it. No money moves.
   *
   * @param reason with which the charge is refused
   */
  record ChargeBarred(
      String buyerId,
      String ticketId,
      String matchId,
      ChargeReply.Reason reason,
      Instant salesCloseAt,
      String correlationId,
      Instant at)
      implements WalletEvent {}
}
