package io.sportskk.node;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The system's clock, as fine as the databases store times, so that all parts show the same.
 * ({@code Clock.tick} can't be asked for milliseconds when it ticks in microseconds.)
 */
final class MicrosecondClock extends Clock {

  @Override
  public Instant instant() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the node's clock is in UTC");
  }
}
