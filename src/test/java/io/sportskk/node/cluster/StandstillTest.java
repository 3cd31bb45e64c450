package io.sportskk.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StandstillTest {

  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5); // it may overflow
  private final Standstill standstill = new Standstill(LIMIT, clock::get);

  @Test
  void aProcessThatRunsIsInNoDoubt() {
    for (int look = 0; look < 100; look++) {
      passes(LIMIT);
      assertThat(standstill.unconfirmed()).isEmpty();
    }
  }

  @Test
  void whoeverAsksFirstAfterAStandstillNoticesIt() {
    passes(LIMIT.plusNanos(1));
    assertThat(standstill.unconfirmed()).hasValue(1);
  }

  @Test
  void theDoubtStaysUntilItIsConfirmedThatTheNodeIsAMember() {
    passes(LIMIT.multipliedBy(2));
    assertThat(standstill.unconfirmed()).hasValue(1);
    passes(LIMIT);
    assertThat(standstill.unconfirmed()).hasValue(1);

    standstill.confirm(1);

    assertThat(standstill.unconfirmed()).isEmpty();
  }

  @Test
  void whatWasConfirmedBeforeAnotherStandstillCountsForNothing() {
    passes(LIMIT.multipliedBy(2));
    assertThat(standstill.unconfirmed()).hasValue(1);
    passes(LIMIT.multipliedBy(2));
    assertThat(standstill.unconfirmed()).hasValue(2);

    standstill.confirm(1);

    assertThat(standstill.unconfirmed()).hasValue(2);
  }

  private void passes(Duration time) {
    clock.addAndGet(time.toNanos());
  }
}
