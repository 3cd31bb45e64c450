package io.sportskk.tally;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RecentHistoriesTest {

  private static final Duration KEPT_FOR = Duration.ofSeconds(10);

  private final List<String> asked = new ArrayList<>();
  private final List<CompletableFuture<TotalsHistory>> answers = new ArrayList<>();
  private long now;
  private final RecentHistories histories =
      new RecentHistories(
          matchId -> {
            asked.add(matchId);
            answers.add(new CompletableFuture<>());
            return answers.get(answers.size() - 1);
          },
          KEPT_FOR,
          () -> now);

  @Test
  void whoeverAsksMeanwhileGetsTheSame() {
    CompletableFuture<TotalsHistory> first = histories.of("m");
    CompletableFuture<TotalsHistory> second = histories.of("m");
    assertThat(asked).containsExactly("m");
    TotalsHistory history = new TotalsHistory("m", List.of(), List.of());
    answers.get(0).complete(history);
    now = KEPT_FOR.toNanos() - 1;

    assertThat(histories.of("m").join()).isSameAs(history);
    assertThat(first.join()).isSameAs(history);
    assertThat(second.join()).isSameAs(history);
    assertThat(asked).containsExactly("m");
  }

  @Test
  void afterSomeTimeItIsReadAnew() {
    histories.of("m").complete(new TotalsHistory("m", List.of(), List.of()));
    now = KEPT_FOR.toNanos();
    assertThat(histories.of("m")).isNotDone();
    assertThat(asked).containsExactly("m", "m");
  }

  @Test
  void whatHasFailedIsReadAnewAtOnce() {
    histories.of("m").completeExceptionally(new IllegalStateException("it is away"));
    assertThat(histories.of("m")).isNotDone();
    assertThat(asked).containsExactly("m", "m");
  }

  @Test
  void eachMatchHasItsOwnAndNotTooManyAreKept() {
    for (int i = 0; i <= RecentHistories.MOST; i++) {
      histories.of("m" + i).complete(new TotalsHistory("m" + i, List.of(), List.of()));
    }
    asked.clear();

    assertThat(histories.of("m1").join().matchId()).isEqualTo("m1");
    assertThat(asked).isEmpty();
    assertThat(histories.of("m0")).isNotDone();
    assertThat(asked).containsExactly("m0");
  }
}
