package io.sportskk.payment;

import java.time.Instant;

/**
 * One limit of a wallet, in the unit of its {@link LimitKind}. Part of the stored snapshot.
 *
 * @param own that the buyer has set, null if there is none
 * @param house that the house has set and the buyer can't raise, null if there is none
 * @param raise of his own one, that he has asked for; null if there is none
 */
record PlayLimit(Long own, Long house, Raise raise) {

  static final PlayLimit NONE = new PlayLimit(null, null, null);

  /**
   * @param to null if the limit is to be removed
   * @param confirmFrom when it can be confirmed
   * @param confirmBefore when it lapses
   */
  record Raise(Long to, Instant confirmFrom, Instant confirmBefore) {}

  /** The lowest applies; null if there is none. */
  Long inForce() {
    return isTighter(own, house) ? own : house;
  }

  PlayLimit own(Long other) {
    return new PlayLimit(other, house, null);
  }

  PlayLimit house(Long other) {
    return new PlayLimit(own, other, raise);
  }

  PlayLimit raise(Raise other) {
    return new PlayLimit(own, house, other);
  }

  /** Null is no limit at all. */
  static boolean isTighter(Long one, Long other) {
    return one != null && (other == null || one < other);
  }
}
