package io.sportskk.ticket;

import com.typesafe.config.Config;
import io.sportskk.kernel.Money;

/**
 * What may be staked on one ticket.
 *
 * @param unit every stake is a multiple of this
 */
record StakeLimits(Money least, Money most, Money unit) {

  StakeLimits {
    if (unit.won() < 1 || most.isLessThan(least)) {
      throw new IllegalArgumentException(
          "sportskk.ticket.stake: the unit must be at least 1 and the least no more than the most");
    }
  }

  static StakeLimits from(Config stake) {
    return new StakeLimits(
        Money.won(stake.getLong("least")),
        Money.won(stake.getLong("most")),
        Money.won(stake.getLong("unit")));
  }

  boolean allow(Money stake) {
    return !stake.isLessThan(least) && !stake.isMoreThan(most) && stake.won() % unit.won() == 0;
  }
}
