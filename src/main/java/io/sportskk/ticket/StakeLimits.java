package io.sportskk.ticket;

import com.typesafe.config.Config;
import io.sportskk.kernel.Money;

/**
 * What may be staked on one ticket.
 *
 * @param step every stake is a multiple of this
 */
record StakeLimits(Money min, Money max, Money step) {

  StakeLimits {
    if (step.won() < 1 || max.isLessThan(min)) {
      throw new IllegalArgumentException(
          "sportskk.ticket.stake: step must be at least 1, and min no more than max");
    }
  }

  static StakeLimits from(Config stake) {
    return new StakeLimits(
        Money.won(stake.getLong("min")),
        Money.won(stake.getLong("max")),
        Money.won(stake.getLong("step")));
  }

  boolean allow(Money stake) {
    return !stake.isLessThan(min) && !stake.isMoreThan(max) && stake.won() % step.won() == 0;
  }
}
