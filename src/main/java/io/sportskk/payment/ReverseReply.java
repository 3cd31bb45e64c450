package io.sportskk.payment;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Money;

/** The answer to {@link WalletCommand.Reverse}. */
public sealed interface ReverseReply extends CborSerializable {

  /**
   * Whatever was charged has been given back.
   *
   * @param balance what the wallet holds with it; a node of an earlier release does not say it
   */
  record Reversed(Money balance) implements ReverseReply {}

  /**
   * The match closed so long ago that the wallet no longer knows whether there was a charge;
   * nothing was done.
   */
  record Forgotten() implements ReverseReply {}

  /** The ticket has won and was paid out, so its stake is not given back; nothing was done. */
  record PaidOut() implements ReverseReply {}
}
