package io.sportskk.ticket;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How soon to ask again: exponential back-off with jitter, so that many tickets that were refused
 * together do not come back together.
 *
 * @param inMemory how often it is asked again by a ticket that stays in memory for it
 * @param jitter by which factor a delay is lengthened at random at most
 */
record Retry(Duration minBackoff, Duration maxBackoff, double jitter, int inMemory) {

  private static final int MAX_DOUBLINGS = 30;

  Retry {
    if (minBackoff.isZero()
        || minBackoff.isNegative()
        || maxBackoff.compareTo(minBackoff) < 0
        || jitter < 0
        || inMemory < 0) {
      throw new IllegalArgumentException(
          "sportskk.ticket.retry: min-backoff must be positive, max-backoff no less than min-backoff, jitter and in-memory not negative");
    }
  }

  static Retry from(Config retry) {
    return new Retry(
        retry.getDuration("min-backoff"),
        retry.getDuration("max-backoff"),
        retry.getDouble("jitter"),
        retry.getInt("in-memory"));
  }

  /**
   * @param attempt 0 for the first repetition
   * @param random gives numbers from 0 (inclusive) to 1 (exclusive)
   */
  Duration delay(int attempt, DoubleSupplier random) {
    Duration doubled = minBackoff.multipliedBy(1L << Math.min(attempt, MAX_DOUBLINGS));
    Duration delay = doubled.compareTo(maxBackoff) < 0 ? doubled : maxBackoff;
    return delay.plusNanos((long) (delay.toNanos() * jitter * random.getAsDouble()));
  }
}
