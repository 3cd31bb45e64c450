package io.sportskk.api.stream;

import io.sportskk.tally.MatchTotals;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** How the totals of a match look to clients. */
@FunctionalInterface
public interface TotalsView {

  /** Never waits for anything. */
  Shown show(MatchTotals totals);

  /**
   * @param json what can be told now
   * @param more completes once there may be more to tell of the same totals, or fails if that can't
   *     be found out now; empty if nothing is missing
   */
  record Shown(Object json, Optional<CompletionStage<?>> more) {

    public static Shown whole(Object json) {
      return new Shown(json, Optional.empty());
    }
  }
}
