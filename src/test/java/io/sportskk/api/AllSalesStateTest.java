package io.sportskk.api;

import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** {@code C7} How a gateway knows whether the sales of all matches are suspended. */
class AllSalesStateTest {

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-27T10:00:00Z"));
  private final Deque<CompletableFuture<Boolean>> asked = new ArrayDeque<>();
  private final AllSalesState state = new AllSalesState(this::ask, clock);

  private CompletionStage<Boolean> ask() {
    asked.add(new CompletableFuture<>());
    return asked.getLast();
  }

  @Test
  void whoeverAsksAtTheSameTimeGetsOneAnswerWhichIsFreshForASecond() {
    CompletionStage<Boolean> first = state.suspended();
    CompletionStage<Boolean> second = state.suspended();
    assertThat(asked).hasSize(1);
    asked.getLast().complete(true);
    isTold(true, first);
    isTold(true, second);
    clock.advance(AllSalesState.FRESH.minusMillis(1));
    isTold(true, state.suspended());
    assertThat(asked).hasSize(1);

    clock.advance(Duration.ofMillis(1));
    CompletionStage<Boolean> third = state.suspended();
    assertThat(asked).hasSize(2);
    asked.getLast().complete(false);
    isTold(false, third);
  }

  @Test
  void whileNobodyTellsItIsAsItWasToldLast() {
    CompletionStage<Boolean> first = state.suspended();
    asked.getLast().completeExceptionally(new TimeoutException("no answer"));
    isTold(false, first);
    clock.advance(AllSalesState.FRESH);
    CompletionStage<Boolean> second = state.suspended();
    asked.getLast().complete(true);
    isTold(true, second);
    clock.advance(AllSalesState.FRESH);
    CompletionStage<Boolean> third = state.suspended();
    asked.getLast().completeExceptionally(new TimeoutException("no answer"));
    isTold(true, third);
    isTold(true, state.suspended()); // nobody is asked again at once
    assertThat(asked).hasSize(3);
  }

  @Test
  void nobodyWaitsForLong() {
    CompletionStage<Boolean> first = state.suspended();
    isTold(false, first); // after half a second
    clock.advance(AllSalesState.PATIENCE);
    assertThat(state.suspended()).isCompletedWithValue(false);
    assertThat(asked).hasSize(1);
    asked.getLast().complete(true);
    assertThat(state.suspended()).isCompletedWithValue(true);
  }

  @Test
  void aClockThatIsSetBackKeepsNothingFresh() {
    CompletionStage<Boolean> first = state.suspended();
    asked.getLast().complete(true);
    isTold(true, first);
    clock.advance(Duration.ofHours(-1));
    CompletionStage<Boolean> second = state.suspended();
    asked.getLast().complete(false);
    isTold(false, second);
  }

  private static void isTold(boolean suspended, CompletionStage<Boolean> told) {
    assertThat(told.toCompletableFuture()).succeedsWithin(LIMIT).isEqualTo(suspended);
  }
}
