package io.sportskk.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.kernel.Money;
import io.sportskk.pool.PoolRules;
import io.sportskk.settlement.Settlement;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import io.sportskk.settlement.Sums;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettlementJsonTest {

  private static final Instant FIXED = Instant.parse("2026-05-01T10:00:00Z");

  /** One of a hundred tickets is settled. */
  private static SettlementJson after(Duration time) {
    DividendsFixed fixed =
        new DividendsFixed(
            "m",
            1,
            PoolRules.EARLIER.result(Map.of("KT", Money.won(5_000)), Money.ZERO, Set.of("KT")),
            100,
            "root",
            "c",
            FIXED,
            null);
    Sums one = new Sums(1, 0, 0, Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO);
    Settlement paying =
        new Settlement("m", Settlement.Phase.PAYING, null, false, fixed, null, one, 0, null);
    return SettlementJson.of(paying, FIXED.plus(time));
  }

  @Test
  void theEndIsEstimatedByTheRate() {
    SettlementJson seen = after(Duration.ofSeconds(1));
    assertThat(seen.ticketsPerSecond()).isEqualTo(1.0);
    assertThat(seen.estimatedEnd()).isEqualTo(FIXED.plusSeconds(100));
  }

  @Test
  void whileNextToNothingHappensNobodyKnowsTheEnd() {
    SettlementJson seen = after(Duration.ofMinutes(1));
    assertThat(seen.ticketsPerSecond()).isZero();
    assertThat(seen.estimatedEnd()).isNull();
  }
}
