package io.sportskk.ticket;

/** Why a ticket was cancelled. */
public enum CancellationReason {
  /** The buyer asked for it. */
  BUYER_REQUEST,
  /** The ticket could not be paid before its deadline. */
  PAYMENT_TIMEOUT,
  /**
   * Sales of the match were closed, before the time that was announced, when it was not paid yet.
   */
  SALES_CLOSED
}
