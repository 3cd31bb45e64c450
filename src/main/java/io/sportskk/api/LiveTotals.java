package io.sportskk.api;

import io.sportskk.api.PoolClient.Carry;
import io.sportskk.api.stream.TotalsView;
import io.sportskk.tally.MatchTotals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Totals with dividends, for the stream. They do not wait for the rules of their match, nor for
 * what another one leaves it: dividends follow once the match has told its rules, and again once
 * the carry is known.
 */
record LiveTotals(MatchPools pools, CarryIns carries, Clock clock) implements TotalsView {

  /**
   * A match whose totals have not changed for longer is not asked: a gateway that starts hears of
   * the totals of all matches that there ever were, and each one that is asked has to be loaded.
   */
  static final Duration LIVE = Duration.ofDays(7);

  @Override
  public Shown show(MatchTotals totals) {
    Optional<CompletionStage<?>> more =
        isLive(totals) ? ask(totals) : Optional.empty(); // ask first, then look
    return new Shown(
        TallyJson.of(
            totals,
            pools.known(totals.matchId()),
            carries.known(totals.matchId()).map(Carry::amount)),
        more);
  }

  private Optional<CompletionStage<?>> ask(MatchTotals totals) {
    Optional<CompletionStage<?>> rules = pools.ask(totals.matchId());
    String from = pools.known(totals.matchId()).map(MatchPool::carryFrom).orElse(null);
    return rules.isPresent() || from == null ? rules : carry(totals, from);
  }

  /**
   * While the other match does not know what it leaves, it has to be asked again; and when no
   * totals come any more that would ask anew, until what it has left stays so.
   */
  private Optional<CompletionStage<?>> carry(MatchTotals totals, String from) {
    CompletableFuture<Optional<Carry>> answer = carries.ask(totals, from).toCompletableFuture();
    if (!answer.isDone()) {
      return Optional.of(answer);
    }
    return carries
            .known(totals.matchId())
            .filter(carry -> carry.isFinal() || totals.sealedAt() == null)
            .isPresent()
        ? Optional.empty()
        : Optional.of(
            CompletableFuture.failedFuture(
                new IllegalStateException("what match " + from + " leaves is not known yet")));
  }

  private boolean isLive(MatchTotals totals) {
    Instant changed = totals.updatedAt();
    return changed != null && changed.isAfter(clock.instant().minus(LIVE));
  }
}
