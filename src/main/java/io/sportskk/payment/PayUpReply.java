package io.sportskk.payment;

import io.sportskk.kernel.CborSerializable;

/** The answer to {@link WalletCommand.PayUp}. */
public sealed interface PayUpReply extends CborSerializable {

  /**
   * Nothing is owed any more, now or before.
   *
   * @param sum of all that the ticket was paid, or given back, by now: maybe more than it is due
   */
  record PaidUp(PaidSum sum) implements PayUpReply {}

  /** Nothing was paid by this command. */
  record Refused(PayOutReply.Reason reason) implements PayUpReply {}
}
