package io.sportskk.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.payment.LimitKind;
import io.sportskk.payment.PlayLimits;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitsJsonTest {

  private static final Instant AT = Instant.parse("2026-05-01T10:00:00Z");

  @Test
  void ofKindsThatANodeOfAnEarlierReleaseDoesNotKnowNothingIsTold() {
    PlayLimits.Standing daily = new PlayLimits.Standing(1_000L, null, 1_000L, 300, 700L, AT, null);

    LimitsJson told =
        LimitsJson.of(
            new PlayLimits("buyer", Map.of(LimitKind.DAILY_STAKE, daily), null, null, null));

    assertThat(told.dailyStake().left()).isEqualTo(700);
    assertThat(told.monthlyDeposit()).isNull();
    assertThat(told.dailyMinutes()).isNull();
  }
}
