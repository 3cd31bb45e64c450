package io.sportskk.api.stream;

import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class TurnstileTest {

  private final Turnstile turnstile = new Turnstile(2);
  private final List<String> admitted = new ArrayList<>();

  private Turnstile.Place enter(String name) {
    return turnstile.enter(() -> admitted.add(name));
  }

  @Test
  void soManyAreInsideAndTheOthersComeInTheirTurn() {
    Turnstile.Place a = enter("a");
    Turnstile.Place b = enter("b");
    enter("c");
    enter("d");
    assertThat(admitted).containsExactly("a", "b");

    b.leave();
    assertThat(admitted).containsExactly("a", "b", "c");
    b.leave(); // again
    assertThat(admitted).containsExactly("a", "b", "c");
    a.leave();
    assertThat(admitted).containsExactly("a", "b", "c", "d");
  }

  @Test
  void whoeverLeavesTheQueueIsPassedOver() {
    Turnstile.Place a = enter("a");
    enter("b");
    Turnstile.Place c = enter("c");
    enter("d");
    c.leave();
    a.leave();
    assertThat(admitted).containsExactly("a", "b", "d");
  }

  @Test
  void aPlaceThatNobodyWaitsForIsFree() {
    enter("a").leave();
    enter("b");
    enter("c");
    assertThat(admitted).containsExactly("a", "b", "c");
  }

  @Test
  void workBeginsInItsTurnHoweverItEnds() {
    List<CompletableFuture<String>> works = new ArrayList<>();
    List<CompletionStage<String>> results = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      results.add(
          turnstile.pass(
              LIMIT,
              Runnable::run,
              () -> {
                CompletableFuture<String> work = new CompletableFuture<>();
                works.add(work);
                return work;
              }));
    }
    assertThat(works).hasSize(2);
    works.get(0).complete("done");
    assertThat(works).hasSize(3);
    works.get(1).completeExceptionally(new IllegalStateException("failed"));
    assertThat(works).hasSize(4);
    assertThat(results.get(0)).isCompletedWithValue("done");
    assertThat(results.get(1)).isCompletedExceptionally();
  }

  @Test
  void workWhoseTurnComesTooLateIsNotBegun() {
    Turnstile.Place a = enter("a");
    enter("b");
    CompletionStage<String> late =
        turnstile.pass(
            Duration.ofNanos(-1), Runnable::run, () -> CompletableFuture.completedFuture("begun"));
    a.leave();
    assertThat(late).isCompletedExceptionally();
    enter("c");
    assertThat(admitted).containsExactly("a", "b", "c");
  }
}
