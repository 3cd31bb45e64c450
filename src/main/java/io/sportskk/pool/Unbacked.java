package io.sportskk.pool;

/**
 * What becomes of a pool if nobody staked on a winner. Which of them holds is declared before sales
 * open ({@code K4}).
 */
public enum Unbacked {
  /** Every stake goes back in full, and the operator takes nothing. */
  REFUND,
  /** The net pool goes to another match. */
  CARRY,
  /** The net pool is shared out over all tickets alike, but none gets more than its stake. */
  NET_REFUND
}
