package io.sportskk.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Whether the sales of all matches are suspended, as this gateway knows it. Whoever wants to know
 * has it asked, one question at a time, and not more often than {@link #FRESH}: however many look
 * at matches, the journal's database is asked once a second by a gateway.
 *
 * <p>Used by many threads at the same time.
 */
final class AllSalesState {

  static final Duration FRESH = Duration.ofSeconds(1);

  /** A match is told by what was known last rather than late. */
  static final Duration PATIENCE = Duration.ofMillis(500);

  private final Supplier<CompletionStage<Boolean>> source;
  private final Clock clock;

  /** What was told last. While nobody has told, sales are on: what is sold is decided elsewhere. */
  private boolean known;

  /** When that was asked for, or has failed; null before. */
  private Instant askedAt;

  /** Null while nobody is asked. */
  private CompletableFuture<Boolean> underWay;

  private Instant underWaySince;

  AllSalesState(Supplier<CompletionStage<Boolean>> source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  /** Never fails: if nobody tells in time, it is as it was told last. */
  CompletionStage<Boolean> suspended() {
    Instant now = clock.instant();
    CompletableFuture<Boolean> answer;
    synchronized (this) {
      if (underWay != null) {
        return isWithin(PATIENCE, underWaySince, now)
            ? patiently(underWay)
            : CompletableFuture.completedFuture(known);
      }
      if (askedAt != null && isWithin(FRESH, askedAt, now)) {
        return CompletableFuture.completedFuture(known);
      }
      answer = new CompletableFuture<>();
      underWay = answer;
      underWaySince = now;
    }
    CompletionStage<Boolean> reply;
    try {
      reply = source.get();
    } catch (RuntimeException e) { // there is nobody to ask
      reply = CompletableFuture.failedFuture(e);
    }
    CompletionStage<?> unused = reply.whenComplete((told, failure) -> answered(told, now, answer));
    return patiently(answer);
  }

  /** Not if the clock was set back since: that might be for long. */
  private static boolean isWithin(Duration time, Instant since, Instant now) {
    return !now.isBefore(since) && now.isBefore(since.plus(time));
  }

  private synchronized CompletionStage<Boolean> patiently(CompletableFuture<Boolean> answer) {
    return answer.copy().completeOnTimeout(known, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * @param told null if nobody has
   */
  private void answered(Boolean told, Instant at, CompletableFuture<Boolean> answer) {
    boolean now;
    synchronized (this) {
      known = told == null ? known : told;
      askedAt = at;
      underWay = null;
      now = known;
    }
    answer.complete(now);
  }
}
