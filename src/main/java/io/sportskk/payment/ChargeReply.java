package io.sportskk.payment;

import io.sportskk.kernel.CborSerializable;

/** The answer to {@link WalletCommand.Charge}. */
public sealed interface ChargeReply extends CborSerializable {

  record Charged() implements ChargeReply {}

  /** Nothing was charged. */
  record Refused(Reason reason) implements ChargeReply {}

  /** Why a charge is refused. */
  enum Reason {
    INSUFFICIENT_FUNDS,
    /** With this ticket the buyer would stake more on the match than one buyer may. */
    MATCH_LIMIT_EXCEEDED,
    /** The charge was reversed before it arrived. */
    ALREADY_REVERSED,
    /** The charge arrived after its payment deadline. */
    TOO_LATE
  }
}
