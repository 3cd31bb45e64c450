package io.sportskk.ticket;

/** Why a ticket was cancelled. */
public enum CancellationReason {
  /** The buyer asked for it. */
  BUYER_REQUEST,
  /** The ticket could not be paid before its deadline. */
  PAYMENT_TIMEOUT
}
