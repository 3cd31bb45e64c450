package io.sportskk.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class DemoDataTest {

  private static final long YEAR_2020 = 1_577_836_800L;
  private static final long YEAR_2100 = 4_102_444_800L;

  @Property
  void threeMatchesAreOnSaleForHoursWheneverTheNodeStarts(
      @ForAll @LongRange(min = YEAR_2020, max = YEAR_2100) long second) {
    Instant now = Instant.ofEpochSecond(second);
    List<DemoData.Planned> matches = DemoData.at(now);

    assertThat(matches).hasSize(3);
    assertThat(matches)
        .allSatisfy(
            match -> {
              assertThat(match.opensAt()).isBeforeOrEqualTo(now);
              assertThat(match.closesAt()).isAfter(now.plus(Duration.ofHours(5)));
              assertThat(match.matchId()).hasSizeLessThan(64);
            });
    assertThat(matches.stream().flatMap(match -> match.teams().stream()))
        .hasSize(6)
        .doesNotHaveDuplicates();
  }

  @Property
  void aRestartSoonAfterHasTheSameMatchesUnlessTheNextSlotHasBegun(
      @ForAll @LongRange(min = YEAR_2020, max = YEAR_2100) long second,
      @ForAll @LongRange(max = 3600) long later) {
    List<DemoData.Planned> first = DemoData.at(Instant.ofEpochSecond(second));
    List<DemoData.Planned> second2 = DemoData.at(Instant.ofEpochSecond(second + later));

    if (first.get(0).matchId().equals(second2.get(0).matchId())) {
      assertThat(second2).isEqualTo(first);
    } else {
      assertThat(second2).doesNotContainAnyElementsOf(first);
    }
  }
}
