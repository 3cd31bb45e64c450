package io.sportskk.api.stream;

import io.sportskk.tally.MatchTotals;
import java.util.concurrent.CompletionStage;

/** How a match has ended, as clients see it. */
public interface OutcomeView {

  /** Whether the match may be about to end, or have ended lately. */
  boolean isAwaited(MatchTotals totals);

  /** Fails if that can't be found out now. */
  CompletionStage<Shown> ask(String matchId);

  /**
   * @param json null if there is nothing to tell
   */
  record Shown(Object json, Next next) {}

  /** What may follow. */
  enum Next {
    /** It is about to change. */
    SOON,
    /** It has ended, and could yet be corrected. */
    SELDOM,
    NOTHING
  }
}
