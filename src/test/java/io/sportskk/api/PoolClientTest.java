package io.sportskk.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.api.PoolClient.Carry;
import io.sportskk.kernel.Money;
import io.sportskk.pool.PoolRules;
import io.sportskk.pool.Tax;
import io.sportskk.pool.Unbacked;
import io.sportskk.settlement.Settlement;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import io.sportskk.settlement.Sums;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a match leaves to another one, as it is told before that is taken ({@code K6}). */
class PoolClientTest {

  private static final Instant AT = Instant.parse("2026-05-01T10:00:00Z");
  private static final PoolRules RULES = new PoolRules(2_800, Unbacked.CARRY, Tax.NONE);

  private static Settlement settlement(String winner, String carriedTo) {
    return new Settlement(
        "earlier",
        Settlement.Phase.PAYING,
        null,
        false,
        winner == null
            ? null
            : new DividendsFixed(
                "earlier",
                1,
                RULES.result(Map.of("KT", Money.won(10_000)), Money.ZERO, Set.of(winner)),
                1,
                "root",
                "c",
                AT,
                null),
        carriedTo,
        Sums.NONE,
        0,
        null);
  }

  @Test
  void whatIsLeftMayBeTakenByAThirdMatch() {
    assertThat(PoolClient.carry(settlement("LG", null), "m"))
        .contains(new Carry(Money.won(7_200), false));
    assertThat(PoolClient.carry(settlement("LG", "third"), "m"))
        .contains(new Carry(Money.ZERO, true));
    assertThat(PoolClient.carry(settlement(null, null), "m")).isEmpty();
  }

  /** {@code R4}: as long as nobody has taken anything, a corrected result may leave something. */
  @Test
  void thatNothingIsLeftIsNotForGood() {
    assertThat(PoolClient.carry(settlement("KT", null), "m"))
        .contains(new Carry(Money.ZERO, false));
  }
}
