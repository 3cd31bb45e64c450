package io.sportskk.api;

import io.sportskk.api.stream.TotalsView;
import io.sportskk.tally.MatchTotals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Totals with dividends, for the stream. They do not wait for the rules of their match: dividends
 * follow once it has told them.
 */
record LiveTotals(MatchPools pools, Clock clock) implements TotalsView {

  /**
   * A match whose totals have not changed for longer is not asked: a gateway that starts hears of
   * the totals of all matches that there ever were, and each one that is asked has to be loaded.
   */
  static final Duration LIVE = Duration.ofDays(7);

  @Override
  public Shown show(MatchTotals totals) {
    Optional<CompletionStage<?>> more =
        isLive(totals) ? pools.ask(totals.matchId()) : Optional.empty(); // ask first, then look
    return new Shown(TallyJson.of(totals, pools.known(totals.matchId())), more);
  }

  private boolean isLive(MatchTotals totals) {
    Instant changed = totals.updatedAt();
    return changed != null && changed.isAfter(clock.instant().minus(LIVE));
  }
}
