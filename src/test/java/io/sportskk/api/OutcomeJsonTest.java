package io.sportskk.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.kernel.Money;
import io.sportskk.match.Match;
import io.sportskk.match.MatchEvent.CorrectionProposed;
import io.sportskk.match.MatchEvent.MatchOpened;
import io.sportskk.match.MatchEvent.ResultConfirmed;
import io.sportskk.match.MatchEvent.ResultCorrected;
import io.sportskk.match.MatchEvent.ResultEntered;
import io.sportskk.pool.PoolRules;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is told of how a match has ended. {@code R5} */
class OutcomeJsonTest {

  private static final Instant AT = Instant.parse("2026-05-01T10:00:00Z");
  private static final List<Match.Team> TEAMS =
      List.of(new Match.Team("KT", "KT Wiz"), new Match.Team("LG", "LG Twins"));

  private final Match opened =
      new MatchOpened(
              "m", "KT - LG", TEAMS, AT, AT.plusSeconds(9), "a", PoolRules.EARLIER, null, "c", AT)
          .after(null);
  private final Match official =
      new ResultConfirmed("m", "b", "c", AT)
          .after(
              new ResultEntered("m", List.of("KT"), null, "the league", "a", "c", AT)
                  .after(opened));
  private final Match corrected =
      new ResultCorrected("m", "b", "c", AT)
          .after(
              new CorrectionProposed("m", List.of("LG"), "the league", "mixed up", "a", "c", AT)
                  .after(official));

  private static DividendsFixed fixed(int round, String winner) {
    return new DividendsFixed(
        "m",
        round,
        PoolRules.EARLIER.result(
            Map.of("KT", Money.won(5_000), "LG", Money.won(9_000)), Money.ZERO, Set.of(winner)),
        2,
        "root",
        "c",
        AT,
        null);
  }

  @Test
  void dividendsAreThoseOfTheWinners() {
    OutcomeJson outcome = OutcomeJson.of(official, fixed(1, "KT"), AT);
    assertThat(outcome.winners()).containsExactly("KT");
    assertThat(outcome.dividends()).containsOnlyKeys("KT");
    assertThat(OutcomeJson.of(corrected, fixed(2, "LG"), AT).dividends()).containsOnlyKeys("LG");
  }

  @Test
  void dividendsOfAResultThatWasCorrectedAreNotTold() {
    OutcomeJson outcome = OutcomeJson.of(corrected, fixed(1, "KT"), AT);
    assertThat(outcome.winners()).containsExactly("LG");
    assertThat(outcome.dividends()).isNull();
    assertThat(outcome.kind()).isNull();
  }
}
