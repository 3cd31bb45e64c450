package io.sportskk.match;

/** How far a match has come, from its opening to the payment of its winners. */
public enum MatchStatus {
  /** Sales have not opened. */
  SCHEDULED,
  OPEN,
  /** Sales are suspended, before or after they opened: they can be resumed. */
  SUSPENDED,
  /** Sales are closed, for good. */
  CLOSED,
  /** A result is entered, and not confirmed. Nothing is paid by it. */
  PROVISIONAL,
  /** The result is confirmed: the pool is paid by it. */
  OFFICIAL,
  /** All that follows from the result is paid. */
  SETTLED,
  /** There is no result: all stakes go back. It stays so when they are. */
  VOID
}
