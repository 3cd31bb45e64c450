package io.sportskk.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.tally.MatchTotals;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class FeedOutcomesTest {

  private final FeedOutcomes outcomes =
      new FeedOutcomes(
          new OutcomeView() {
            @Override
            public boolean isAwaited(MatchTotals totals) {
              return true;
            }

            @Override
            public CompletionStage<Shown> ask(String matchId) {
              return CompletableFuture.failedFuture(new IllegalStateException(matchId));
            }
          });

  @Test
  void soManyAreAskedAtOnceAndAllOfThemInTurn() {
    for (int match = 0; match < 150; match++) {
      assertThat(await("m-" + match)).isTrue();
    }
    List<String> first = outcomes.next();
    assertThat(first).hasSize(100);
    assertThat(outcomes.next()).isEmpty(); // nobody has answered
    first.forEach(outcomes::notTold);
    List<String> second = outcomes.next();
    assertThat(second).hasSize(100);
    Set<String> all = new HashSet<>(first);
    all.addAll(second);
    assertThat(all).hasSize(150);
  }

  @Test
  void oneThatHasEndedIsAskedNoMore() {
    assertThat(await("m-1")).isTrue();
    assertThat(await("m-1")).isFalse();
    assertThat(outcomes.next()).containsExactly("m-1");
    assertThat(outcomes.isAnyAwaited()).isTrue();
    outcomes.told("m-1", OutcomeView.Next.NOTHING);
    assertThat(outcomes.isAnyAwaited()).isFalse();
    assertThat(await("m-1")).isFalse();
    assertThat(outcomes.next()).isEmpty();
  }

  /** {@code R4} */
  @Test
  void ofThoseThatCouldBeCorrectedOneIsAskedAtATime() {
    for (String match : List.of("m-1", "m-2", "m-3")) {
      await(match);
    }
    outcomes.next();
    outcomes.told("m-1", OutcomeView.Next.SELDOM);
    outcomes.told("m-2", OutcomeView.Next.SELDOM);
    outcomes.told("m-3", OutcomeView.Next.SOON);
    assertThat(outcomes.next()).containsExactly("m-3", "m-1");
    outcomes.told("m-3", OutcomeView.Next.NOTHING);
    outcomes.told("m-1", OutcomeView.Next.SELDOM);
    assertThat(outcomes.isAnyAwaited()).isTrue();
    assertThat(outcomes.next()).containsExactly("m-2");
    assertThat(outcomes.next()).isEmpty();
    outcomes.told("m-2", OutcomeView.Next.SOON); // it was corrected
    assertThat(outcomes.next()).containsExactly("m-2", "m-1");
  }

  /** Of the questions of a feed that has failed since, the answers come to the next one. */
  @Test
  void whoWasAskedByTheFeedBeforeThisOneIsNotCounted() {
    outcomes.told("m-0", OutcomeView.Next.SOON);
    assertThat(outcomes.isAnyAwaited()).isFalse();
    await("m-1");
    outcomes.next();
    outcomes.told("m-1", OutcomeView.Next.SELDOM);
    assertThat(outcomes.next()).containsExactly("m-1");
  }

  private boolean await(String matchId) {
    return outcomes.await(new MatchTotals(matchId, List.of(), 1, Instant.EPOCH, Instant.EPOCH));
  }
}
