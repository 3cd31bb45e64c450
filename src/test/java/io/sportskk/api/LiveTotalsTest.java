package io.sportskk.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.api.stream.TotalsView.Shown;
import io.sportskk.match.MatchCommand;
import io.sportskk.match.MatchCommand.GetMatchReply;
import io.sportskk.tally.MatchTotals;
import io.sportskk.testing.ManualClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** {@code K8}. */
class LiveTotalsTest {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

  private final CompletableFuture<GetMatchReply> match = new CompletableFuture<>();
  private int asked;
  private final LiveTotals view =
      new LiveTotals(
          new MatchPools(
              matchId -> {
                asked++;
                return match;
              }),
          new ManualClock(NOW));

  @Test
  void dividendsFollowWhenTheMatchHasToldItsRules() {
    Shown first = view.show(changed(NOW));
    assertThat(json(first).stake()).isEqualTo(3500);
    assertThat(json(first).pool()).isNull();
    assertThat(json(first).teams()).allSatisfy(team -> assertThat(team.dividend()).isNull());
    assertThat(first.more().orElseThrow().toCompletableFuture()).isNotDone();

    match.complete(new MatchCommand.Found(ScriptedParts.MATCH));

    assertThat(first.more().orElseThrow().toCompletableFuture()).isDone();
    Shown second = view.show(changed(NOW));
    assertThat(second.more()).isEmpty();
    assertThat(json(second).pool().net()).isEqualTo(2520);
    assertThat(json(second).teams())
        .extracting(TallyJson.TeamJson::dividend)
        .containsExactly(new BigDecimal("1.0"), new BigDecimal("5.0"));
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void ofAMatchThatIsLongOverTotalsAreAllThatIsTold() {
    Shown over = view.show(changed(NOW.minus(LiveTotals.LIVE)));
    assertThat(over.more()).isEmpty();
    assertThat(json(over).stake()).isEqualTo(3500);
    assertThat(asked).isZero();

    Shown justNot = view.show(changed(NOW.minus(LiveTotals.LIVE).plus(Duration.ofMillis(1))));
    assertThat(justNot.more()).isPresent();
    assertThat(asked).isEqualTo(1);
  }

  private static TallyJson json(Shown shown) {
    return (TallyJson) shown.json();
  }

  private static MatchTotals changed(Instant at) {
    MatchTotals totals = ScriptedParts.TOTALS;
    return new MatchTotals(totals.matchId(), totals.teams(), totals.version(), at, null);
  }
}
