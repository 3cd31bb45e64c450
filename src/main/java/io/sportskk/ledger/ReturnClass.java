package io.sportskk.ledger;

import io.sportskk.payment.WalletEvent.ReturnCause;

/** What it is to a regulator that a stake was given back: each is a report of its own. */
public enum ReturnClass {
  /** Its buyer has cancelled the ticket. */
  CANCELLED,
  /** The stake was charged, and the purchase failed all the same: the ticket was never approved. */
  FAILED,
  /** The match is void. */
  VOID,
  /** The ticket was late, or nobody has won. */
  REFUNDED,
  /** It was given back by an earlier release, which has not stored why. */
  UNKNOWN;

  /**
   * The one class of it.
   *
   * @param cause null if it is not known
   */
  public static ReturnClass of(ReturnCause cause) {
    if (cause == null) {
      return UNKNOWN;
    }
    return switch (cause) {
      case BUYER_REQUEST -> CANCELLED;
      case PAYMENT_TIMEOUT, SALES_CLOSED -> FAILED;
      case VOID -> VOID;
      case LATE, NOBODY_WON -> REFUNDED;
    };
  }
}
