package io.sportskk.node.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class MicrosecondClockTest {

  private static final Instant FINE = Instant.parse("2026-11-22T12:00:00.123456789Z");

  private final Clock clock = new MicrosecondClock(Clock.fixed(FINE, ZoneOffset.UTC));

  @Test
  void timesAreInMicroseconds() {
    assertThat(clock.instant()).isEqualTo("2026-11-22T12:00:00.123456Z");
    assertThat(clock.millis()).isEqualTo(FINE.toEpochMilli());
  }

  @Test
  void itKeepsItsResolutionInAnotherZone() {
    ZoneId seoul = ZoneId.of("Asia/Seoul");

    assertThat(clock.withZone(seoul).getZone()).isEqualTo(seoul);
    assertThat(clock.withZone(seoul).instant()).isEqualTo(clock.instant());
  }
}
