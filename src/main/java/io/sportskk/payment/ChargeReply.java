package io.sportskk.payment;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Money;

/** The answer to {@link WalletCommand.Charge}. */
public sealed interface ChargeReply extends CborSerializable {

  /**
   * @param balance what the wallet holds with the stake charged, also if it was charged before; a
   *     node of an earlier release does not say it
   */
  record Charged(Money balance) implements ChargeReply {}

  /**
   * Nothing was charged, and nothing will be: a charge that is refused once is refused for good.
   * There is one exception, see {@link Reason#TOO_LATE}.
   *
   * @param balance what the wallet holds; a node of an earlier release does not say it
   */
  record Refused(Reason reason, Money balance) implements ChargeReply {}

  /** Why a charge is refused. */
  enum Reason {
    INSUFFICIENT_FUNDS,
    /**
     * With this ticket the buyer would stake more on the match than one buyer may, or ask for more
     * tickets of it.
     */
    MATCH_LIMIT_EXCEEDED,
    /** The buyer would stake more in the day, the week or the month than he or the house allows. */
    STAKE_LIMIT_EXCEEDED,
    /** The buyer could lose more in the day, the week or the month than he or the house allows. */
    LOSS_LIMIT_EXCEEDED,
    /** The buyer has played in the day for as long as he or the house allows. */
    TIME_LIMIT_EXCEEDED,
    /** The buyer has excluded himself, or was excluded, for the time being. */
    SELF_EXCLUDED,
    /**
     * So large a stake needs an approval of a supervisor, and there is none. Nodes of earlier
     * releases can't read this: they take it for no answer, and ask again.
     */
    SUPERVISOR_NEEDED,
    /** The charge was reversed before it arrived. */
    ALREADY_REVERSED,
    /**
     * The charge arrived after its payment deadline. Long after the close of sales the wallet has
     * forgotten whether it made the charge before: whoever asks then for the first time since and
     * must know, asks for a reversal.
     */
    TOO_LATE
  }
}
