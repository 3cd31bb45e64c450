package io.sportskk.api;

import io.sportskk.api.stream.OutcomeView;
import io.sportskk.match.Match;
import io.sportskk.match.MatchCommand;
import io.sportskk.settlement.Settlement;
import io.sportskk.settlement.SettlementCommand.GetSettlement;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import io.sportskk.tally.MatchTotals;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * How matches have ended, for the stream of totals: of those whose totals are final, for as long as
 * totals are live.
 */
record LiveOutcomes(EntityClient entities, Clock clock) implements OutcomeView {

  @Override
  public boolean isAwaited(MatchTotals totals) {
    return totals.sealedAt() != null && isLive(totals.sealedAt());
  }

  private boolean isLive(Instant ended) {
    return ended.isAfter(clock.instant().minus(LiveTotals.LIVE));
  }

  @Override
  public CompletionStage<Shown> ask(String matchId) {
    try {
      return entities
          .<MatchCommand.GetMatchReply>match(matchId, MatchCommand.GetMatch::new)
          .thenCompose(
              reply ->
                  reply instanceof MatchCommand.Found found
                      ? show(found.match())
                      : CompletableFuture.completedFuture(new Shown(null, Next.NOTHING)));
    } catch (RuntimeException e) { // there is nobody to ask
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletionStage<Shown> show(Match match) {
    return switch (match.status(clock.instant())) {
      case OFFICIAL, SETTLED, VOID ->
          entities
              .<Settlement>settlement(match.matchId(), GetSettlement::new)
              .thenApply(settlement -> shown(match, settlement.fixed()));
      case SCHEDULED, OPEN, SUSPENDED, CLOSED, PROVISIONAL ->
          CompletableFuture.completedFuture(shown(match, null));
    };
  }

  /**
   * @param fixed what its settlement has fixed last, null before
   */
  Shown shown(Match match, DividendsFixed fixed) {
    boolean isPaid = fixed != null && match.course().settledAt() != null;
    boolean isLate = match.closed() != null && !isLive(match.closed().at());
    Next next = isPaid ? Next.SELDOM : Next.SOON;
    return new Shown(OutcomeJson.of(match, fixed, clock.instant()), isLate ? Next.NOTHING : next);
  }
}
