package io.sportskk.node.database;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * A clock that tells the time as a database can keep it, in microseconds: a time that is read back
 * equals the one that was stored.
 *
 * <p>{@code Clock.tick} will not do: for ticks below a millisecond its {@code millis()} divides by
 * zero (seen in Java 17).
 */
public final class MicrosecondClock extends Clock {

  private final Clock clock;

  public MicrosecondClock(Clock clock) {
    this.clock = clock;
  }

  @Override
  public ZoneId getZone() {
    return clock.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new MicrosecondClock(clock.withZone(zone));
  }

  @Override
  public Instant instant() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public long millis() {
    return clock.millis();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MicrosecondClock that && that.clock.equals(clock);
  }

  @Override
  public int hashCode() {
    return clock.hashCode();
  }
}
