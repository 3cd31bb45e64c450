package io.sportskk.settlement;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What a step of a settlement has come to. */
sealed interface Outcome {

  /** Something to be stored; then the next step is taken at once. */
  record Happened(SettlementEvent event) implements Outcome {}

  /**
   * It can't go on yet, and tries again after a while.
   *
   * @param why for whoever watches it
   * @param barred whether that is no matter of time: somebody has to look at it
   */
  record NotYet(String why, boolean barred) implements Outcome {}

  /** There is nothing to do until the match changes. */
  record Nothing(String why) implements Outcome {}

  /** What is to be done before, or else what comes then. */
  static CompletionStage<Outcome> unless(
      CompletionStage<Optional<Outcome>> before, Supplier<CompletionStage<Outcome>> then) {
    return before.thenCompose(
        outcome ->
            outcome
                .<CompletionStage<Outcome>>map(CompletableFuture::completedFuture)
                .orElseGet(then));
  }

  static Outcome waiting(String why) {
    return new NotYet(why, false);
  }

  static Outcome barred(String why) {
    return new NotYet(why, true);
  }
}
