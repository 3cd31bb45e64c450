package io.sportskk.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.api.stream.OutcomeView.Next;
import io.sportskk.kernel.Money;
import io.sportskk.match.Match;
import io.sportskk.match.MatchEvent.CorrectionProposed;
import io.sportskk.match.MatchEvent.MatchOpened;
import io.sportskk.match.MatchEvent.MatchSettled;
import io.sportskk.match.MatchEvent.ResultConfirmed;
import io.sportskk.match.MatchEvent.ResultCorrected;
import io.sportskk.match.MatchEvent.ResultEntered;
import io.sportskk.match.MatchEvent.SalesClosed;
import io.sportskk.pool.PoolRules;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import io.sportskk.tally.MatchTotals;
import io.sportskk.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** For how long gateways ask how a match has ended ({@code R5}). */
class LiveOutcomesTest {

  private static final Instant CLOSED = Instant.parse("2026-05-01T10:00:00Z");

  private static final Match OPENED =
      new MatchOpened(
              "m",
              "KT - LG",
              List.of(new Match.Team("KT", "KT Wiz"), new Match.Team("LG", "LG Twins")),
              CLOSED.minusSeconds(60),
              CLOSED,
              "a",
              PoolRules.EARLIER,
              null,
              "c",
              CLOSED.minusSeconds(60))
          .after(null);

  private static final Match OFFICIAL =
      new ResultConfirmed("m", "b", "c", CLOSED)
          .after(
              new ResultEntered("m", List.of("KT"), null, "the league", "a", "c", CLOSED)
                  .after(new SalesClosed("m", Match.Closed.SCHEDULE, "c", CLOSED).after(OPENED)));

  private static final Match PAID = new MatchSettled("m", "c", CLOSED).after(OFFICIAL);

  private static final Match CORRECTED =
      new ResultCorrected("m", "b", "c", CLOSED)
          .after(
              new CorrectionProposed("m", List.of("LG"), "the league", "mixed up", "a", "c", CLOSED)
                  .after(PAID));

  private static final DividendsFixed FIXED =
      new DividendsFixed(
          "m",
          1,
          PoolRules.EARLIER.result(Map.of("KT", Money.won(5_000)), Money.ZERO, Set.of("KT")),
          1,
          "root",
          "c",
          CLOSED,
          null);

  private final ManualClock clock = new ManualClock(CLOSED.plusSeconds(60));
  private final LiveOutcomes outcomes = new LiveOutcomes(null, clock);

  private static MatchTotals sealed(Instant at) {
    return new MatchTotals("m", List.of(), 1, CLOSED, at);
  }

  private Next next(Match match, DividendsFixed fixed) {
    return outcomes.shown(match, fixed).next();
  }

  @Test
  void theEndIsAwaitedOfThoseWhoseTotalsHaveBecomeFinalLately() {
    assertThat(outcomes.isAwaited(sealed(null))).isFalse();
    assertThat(outcomes.isAwaited(sealed(CLOSED))).isTrue();
    clock.setTo(CLOSED.plus(LiveTotals.LIVE));
    assertThat(outcomes.isAwaited(sealed(CLOSED))).isFalse();
    assertThat(outcomes.isAwaited(sealed(CLOSED.plusMillis(1)))).isTrue();
  }

  /** {@code R4} */
  @Test
  void aMatchIsAskedSoonUntilItIsPaidAndAgainWhenItIsCorrected() {
    assertThat(next(OFFICIAL, null)).isEqualTo(Next.SOON);
    assertThat(next(OFFICIAL, FIXED)).isEqualTo(Next.SOON);
    assertThat(next(PAID, FIXED)).isEqualTo(Next.SELDOM);
    assertThat(next(CORRECTED, FIXED)).isEqualTo(Next.SOON);
  }

  @Test
  void aMatchThatIsLongOverIsToldOnceMoreAndNotAskedAgain() {
    clock.setTo(CLOSED.plus(LiveTotals.LIVE).minus(Duration.ofMillis(1)));
    assertThat(next(OFFICIAL, null)).isEqualTo(Next.SOON);
    assertThat(next(PAID, FIXED)).isEqualTo(Next.SELDOM);
    clock.setTo(CLOSED.plus(LiveTotals.LIVE));
    assertThat(next(OFFICIAL, null)).isEqualTo(Next.NOTHING);
    assertThat(next(PAID, FIXED)).isEqualTo(Next.NOTHING);
    assertThat(((OutcomeJson) outcomes.shown(PAID, FIXED).json()).dividends()).containsKey("KT");
  }
}
