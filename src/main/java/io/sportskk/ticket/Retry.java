package io.sportskk.ticket;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How soon to ask again: exponential back-off with jitter, so that many tickets that were refused
 * together do not come back together.
 *
 * @param jitter by which factor a delay is lengthened at random at most
 */
record Retry(Duration first, Duration most, double jitter) {

  private static final int DOUBLINGS_AT_MOST = 30;

  Retry {
    if (first.isZero() || first.isNegative() || most.compareTo(first) < 0 || jitter < 0) {
      throw new IllegalArgumentException(
          "sportskk.ticket.retry: first must be positive, most no less than first, jitter not negative");
    }
  }

  static Retry from(Config retry) {
    return new Retry(
        retry.getDuration("first"), retry.getDuration("most"), retry.getDouble("jitter"));
  }

  /**
   * @param attempt 0 for the first repetition
   * @param random gives numbers from 0 (inclusive) to 1 (exclusive)
   */
  Duration delay(int attempt, DoubleSupplier random) {
    Duration doubled = first.multipliedBy(1L << Math.min(attempt, DOUBLINGS_AT_MOST));
    Duration delay = doubled.compareTo(most) < 0 ? doubled : most;
    return delay.plusNanos((long) (delay.toNanos() * jitter * random.getAsDouble()));
  }
}
