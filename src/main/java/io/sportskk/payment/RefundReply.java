package io.sportskk.payment;

import io.sportskk.kernel.CborSerializable;

/** The answer to {@link WalletCommand.Refund}. */
public sealed interface RefundReply extends CborSerializable {

  /** Whatever was charged has been given back, now or before. */
  record GivenBack() implements RefundReply {}

  /** Nothing was given back by this command; it is decided anew whether it has to be. */
  record Refused(Reason reason) implements RefundReply {}

  /** Why nothing is given back. */
  enum Reason {
    /**
     * The decision is so old that the wallet may have forgotten that it has given the stake back.
     */
    DECIDED_TOO_LONG_AGO,
    /** Another amount was given back for this ticket. */
    OTHER_AMOUNT,
    /** The ticket has won and was paid out. */
    PAID_OUT,
    /** The wallet would hold more than a wallet can. */
    WALLET_FULL
  }
}
