package io.sportskk.payment;

import io.sportskk.kernel.CborSerializable;

/** The answer to {@link WalletCommand.PayOut}. */
public sealed interface PayOutReply extends CborSerializable {

  /** This round of the ticket has been paid, now or before. */
  record PaidOut() implements PayOutReply {}

  /** Nothing was paid by this command. */
  record Refused(Reason reason) implements PayOutReply {}

  /** Why nothing is paid. */
  enum Reason {
    /** The decision is so old that the wallet may have forgotten that it has carried it out. */
    DECIDED_TOO_LONG_AGO,
    /** Another payout or tax was booked for this round of the ticket. */
    OTHER_AMOUNT,
    /** The wallet knows that the ticket's charge was refused, or that its stake was given back. */
    NOT_CHARGED,
    /** The ticket was paid by a later round of its settlement, which has put this one right. */
    LATER_ROUND,
    /** The wallet would hold more than a wallet can. */
    WALLET_FULL
  }
}
