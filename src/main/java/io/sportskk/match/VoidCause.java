package io.sportskk.match;

/**
 * Why a match may be void ({@code V4}). Those with a name are in the published rules; whatever else
 * needs a note.
 */
public enum VoidCause {
  EVENT_CANCELLED,
  EVENT_ABANDONED,
  EVENT_POSTPONED,
  /** It is not sure that all stakes of the pool were taken as they should be. */
  POOL_INTEGRITY,
  OTHER;

  /** Whether a second person must agree, whenever it is. */
  public boolean takesTwo() {
    return this == POOL_INTEGRITY || this == OTHER;
  }
}
