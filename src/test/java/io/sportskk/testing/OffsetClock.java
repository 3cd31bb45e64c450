package io.sportskk.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that runs as the system's does, but that a test can set ahead or back. */
public final class OffsetClock extends Clock {

  private volatile Duration ahead = Duration.ZERO;

  /**
   * @param offset negative if it is to be behind
   */
  public void setAhead(Duration offset) {
    ahead = offset;
  }

  @Override
  public Instant instant() {
    return Clock.systemUTC().instant().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("this clock is in UTC");
  }
}
