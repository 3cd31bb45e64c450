package io.sportskk.payment;

import io.sportskk.kernel.Money;
import java.time.Instant;

/**
 * One limit of a wallet. Part of the stored snapshot.
 *
 * @param own that the buyer has set, null if there is none
 * @param house that the house has set and the buyer can't raise, null if there is none
 * @param raise of his own one, that he has asked for; null if there is none
 */
record PlayLimit(Money own, Money house, Raise raise) {

  static final PlayLimit NONE = new PlayLimit(null, null, null);

  /**
   * @param to null if the limit is to be removed
   * @param confirmFrom when it can be confirmed
   * @param confirmBefore when it lapses
   */
  record Raise(Money to, Instant confirmFrom, Instant confirmBefore) {}

  /** The lowest applies; null if there is none. */
  Money inForce() {
    return isTighter(own, house) ? own : house;
  }

  PlayLimit own(Money other) {
    return new PlayLimit(other, house, null);
  }

  PlayLimit house(Money other) {
    return new PlayLimit(own, other, raise);
  }

  PlayLimit raise(Raise other) {
    return new PlayLimit(own, house, other);
  }

  /** Null is no limit at all. */
  static boolean isTighter(Money one, Money other) {
    return one != null && (other == null || one.isLessThan(other));
  }
}
