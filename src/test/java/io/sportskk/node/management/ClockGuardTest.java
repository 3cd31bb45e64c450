package io.sportskk.node.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockGuardTest {

  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final Duration MAX_SKEW = Duration.ofSeconds(2);

  private final ManualClock clock = new ManualClock(NOON);
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  /** It begins below zero, as it may. */
  private long nanos = Long.MAX_VALUE - 1_000;

  private final ClockGuard guard = new ClockGuard(clock, () -> nanos, MAX_SKEW, metrics);

  @Test
  void aClockThatWasNotComparedIsNotTrusted() {
    assertThat(guard.fault())
        .hasValueSatisfying(why -> assertThat(why).contains("not been compared"));
    assertThat(skewMetric()).isNaN();
  }

  @Test
  void aClockThatTellsTheDatabasesTimeIsRight() {
    answer(NOON.plusMillis(1500));
    assertThat(guard.fault()).isEmpty();
    assertThat(skewMetric()).isCloseTo(-1.5, within(0.001));
  }

  @Test
  void aJumpIsSeenBeforeTheDatabaseIsAskedAgainAndOnBothSides() {
    answer(NOON);
    time(Duration.ofSeconds(3));
    clock.advance(Duration.ofDays(2));
    assertThat(guard.fault())
        .contains("this node's clock is 172800.0 s ahead of that of the journal's database");
    assertThat(skewMetric()).isCloseTo(172_800, within(0.001));
    clock.advance(Duration.ofDays(-4));
    assertThat(guard.fault())
        .contains("this node's clock is 172800.0 s behind that of the journal's database");
  }

  /** Its clock and the system's ticks go on together. */
  @Test
  void aProcessThatWasFrozenHasARightClock() {
    answer(NOON);
    time(Duration.ofHours(1));
    assertThat(guard.fault()).isEmpty();
  }

  /** The ticks of Linux stand still meanwhile. */
  @Test
  void aMachineThatWasSuspendedCountsAsRightOnceTheDatabaseWasAsked() {
    answer(NOON);
    clock.advance(Duration.ofHours(8));
    assertThat(guard.fault()).isPresent();
    answer(NOON.plus(Duration.ofHours(8)));
    time(ClockGuard.RIGHT_FOR);
    assertThat(guard.fault()).isEmpty();
  }

  @Test
  void aClockThatIsRightAgainIsTrustedAfterAMoment() {
    answer(NOON);
    clock.advance(Duration.ofDays(1));
    assertThat(guard.fault()).isPresent();
    clock.advance(Duration.ofDays(-1));
    assertThat(guard.fault()).contains("this node's clock was wrong a moment ago");
    time(ClockGuard.RIGHT_FOR);
    assertThat(guard.fault()).isEmpty();
  }

  @Test
  void anAnswerThatWasLongUnderWaySaysNothing() {
    answer(NOON);
    guard.databaseTime(NOON.plusSeconds(60), nanos, nanos + Duration.ofSeconds(100).toNanos());
    assertThat(guard.fault()).isEmpty();
  }

  @Test
  void whatTheAnswerTookIsNotTakenForASkew() {
    long asked = nanos;
    time(Duration.ofMillis(900));
    guard.databaseTime(NOON.plusMillis(900).plus(MAX_SKEW), asked, nanos);
    assertThat(guard.fault()).isEmpty();
    guard.databaseTime(NOON.plusMillis(1000).plus(MAX_SKEW.plusMillis(451)), asked, nanos);
    assertThat(guard.fault()).isPresent();
  }

  private void answer(Instant time) {
    guard.databaseTime(time, nanos, nanos);
  }

  /** Passes, for the clock and for the ticks. */
  private void time(Duration passes) {
    clock.advance(passes);
    nanos += passes.toNanos();
  }

  private double skewMetric() {
    return metrics.get("sportskk.clock.skew").gauge().value();
  }
}
