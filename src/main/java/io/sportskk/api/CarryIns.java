package io.sportskk.api;

import io.sportskk.api.PoolClient.Carry;
import io.sportskk.tally.MatchTotals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * What other matches leave to the pools of matches, as this gateway knows it ({@code K6}). Whoever
 * wants to know has it asked, one question at a time for each pool; what can't change any more is
 * not asked for again, and nothing more often than {@link #FRESH}.
 *
 * <p>Used by many threads at the same time. Nobody waits in here.
 */
final class CarryIns {

  static final Duration FRESH = Duration.ofSeconds(2);

  /** Totals are told without it rather than late: those who know ask others, one after another. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Of so many pools; those that were not looked up for longest are forgotten. */
  private static final int MOST_KNOWN = 10_000;

  /** Who knows; the answer is empty while nobody does. */
  @FunctionalInterface
  interface Source {
    CompletionStage<Optional<Carry>> carry(MatchTotals pool, String from);
  }

  /**
   * @param told what the last answer was, empty if it was not known then
   * @param askedAt when that was asked for, null if there was no answer yet
   * @param underWay null while nobody is asked
   */
  private record Seen(
      Optional<Carry> told, Instant askedAt, CompletableFuture<Optional<Carry>> underWay) {

    /** Not if the clock was set back since: that might be for long. */
    boolean isFresh(Instant now) {
      return askedAt != null && !now.isBefore(askedAt) && now.isBefore(askedAt.plus(FRESH));
    }
  }

  private static final Seen NOTHING = new Seen(Optional.empty(), null, null);

  private final Source source;
  private final Clock clock;
  private final Map<String, Seen> pools =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
          return size() > MOST_KNOWN;
        }
      };

  CarryIns(Source source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  /** What was told last of the pool of a match. */
  synchronized Optional<Carry> known(String matchId) {
    return pools.getOrDefault(matchId, NOTHING).told();
  }

  /**
   * What comes into a pool, or would if its dividends were fixed now.
   *
   * @param from the match that leaves it
   * @return empty if it is not known yet. Fails if nobody answers within {@link #PATIENCE}: whoever
   *     asks next asks again, or waits for the same answer
   */
  CompletionStage<Optional<Carry>> ask(MatchTotals pool, String from) {
    CompletableFuture<Optional<Carry>> answer = new CompletableFuture<>();
    Instant now = clock.instant();
    synchronized (this) {
      Seen seen = pools.getOrDefault(pool.matchId(), NOTHING);
      if (seen.underWay() != null) {
        return patiently(seen.underWay());
      }
      if (seen.told().filter(Carry::isFinal).isPresent() || seen.isFresh(now)) {
        return CompletableFuture.completedFuture(seen.told());
      }
      pools.put(pool.matchId(), new Seen(seen.told(), seen.askedAt(), answer));
    }
    CompletionStage<Optional<Carry>> reply;
    try {
      reply = source.carry(pool, from);
    } catch (RuntimeException e) { // there is nobody to ask
      reply = CompletableFuture.failedFuture(e);
    }
    CompletionStage<?> unused =
        reply.whenComplete((told, why) -> answered(pool.matchId(), now, told, why, answer));
    return patiently(answer);
  }

  private static CompletionStage<Optional<Carry>> patiently(
      CompletableFuture<Optional<Carry>> answer) {
    return answer.copy().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void answered(
      String matchId,
      Instant askedAt,
      Optional<Carry> told,
      Throwable failure,
      CompletableFuture<Optional<Carry>> answer) {
    synchronized (this) {
      Seen before = pools.getOrDefault(matchId, NOTHING);
      pools.put(
          matchId,
          failure == null
              ? new Seen(told, askedAt, null)
              : new Seen(before.told(), before.askedAt(), null));
    }
    if (failure == null) {
      answer.complete(told);
    } else {
      answer.completeExceptionally(failure);
    }
  }
}
