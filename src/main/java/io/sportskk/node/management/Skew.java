package io.sportskk.node.management;

import java.time.Duration;

/**
 * By how much a clock is ahead of another one that was asked for its time, less than nothing if it
 * is behind: it is between the two, as nobody knows when within its answer the other one was read.
 */
public record Skew(Duration least, Duration most) {

  /** What it is at least, one way or the other; zero if the clocks may tell the same time. */
  public Duration certain() {
    if (least.isNegative() && !most.isNegative()) {
      return Duration.ZERO;
    }
    return least.isNegative() ? most : least;
  }

  public double middleSeconds() {
    return least.plus(most).toNanos() / 2e9;
  }
}
