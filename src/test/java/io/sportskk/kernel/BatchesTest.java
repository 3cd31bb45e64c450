package io.sportskk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class BatchesTest {

  /** What waits for a thread. */
  private final Deque<Runnable> threads = new ArrayDeque<>();

  private boolean full;
  private Runnable whileItIsGiven = () -> {};
  private boolean failing;
  private final List<List<Integer>> done = new ArrayList<>();
  private final Map<Integer, String> refused = new HashMap<>();
  private final Batches<Integer> batches =
      new Batches<>("numbers", this::execute, 2, 3, 5, this::work, this::refuse);

  private void execute(Runnable run) {
    whileItIsGiven.run();
    if (full) {
      throw new RejectedExecutionException("full");
    }
    threads.add(run);
  }

  private void work(List<Integer> batch) {
    done.add(List.copyOf(batch));
    if (failing) {
      throw new AssertionError("broken");
    }
  }

  private void refuse(int number, RejectedExecutionException why) {
    refused.put(number, why.getMessage());
  }

  private void add(int first, int last) {
    for (int number = first; number <= last; number++) {
      batches.add(number);
    }
  }

  @Test
  void whatComesAloneIsDoneAtOnceAndWhatComesMeanwhileTogether() {
    add(1, 7);
    assertThat(threads).as("side by side").hasSize(2);
    threads.remove().run();
    assertThat(done).containsExactly(List.of(1));
    threads.remove().run();
    threads.remove().run();
    threads.remove().run();
    assertThat(done).containsExactly(List.of(1), List.of(2), List.of(3, 4, 5), List.of(6, 7));
    assertThat(threads).isEmpty();

    add(8, 8);
    threads.remove().run();
    assertThat(done).endsWith(List.of(8));
  }

  /** Else those that are always busy would keep the others from the threads for ever. */
  @Test
  void eachBatchWaitsForItsTurn() {
    add(1, 3);
    threads.remove().run();
    assertThat(done).containsExactly(List.of(1));
    assertThat(threads).as("2, and then 3").hasSize(2);
  }

  @Test
  void moreThanMayWaitIsRefused() {
    add(1, 8);
    assertThat(refused).isEqualTo(Map.of(8, "5 numbers wait already"));
  }

  @Test
  void whatFindsNoThreadIsRefusedAndNothingIsLeftBehind() {
    full = true;
    batches.add(1);
    assertThat(refused).isEqualTo(Map.of(1, "full"));
    full = false;
    add(2, 4);
    full = true;
    threads.remove().run();
    assertThat(done).containsExactly(List.of(2), List.of(4));
  }

  @Test
  void anErrorIsNotTheEndOfTheOthers() {
    add(1, 3);
    failing = true;
    assertThatThrownBy(() -> threads.remove().run()).hasMessage("broken");
    failing = false;
    threads.remove().run();
    threads.remove().run();
    assertThat(done).containsExactly(List.of(1), List.of(2), List.of(3));
  }

  /** It would wait for those that are under way, and there are none. */
  @Test
  void whatComesWhileTheOthersFindNoThreadIsRefusedWithThem() {
    full = true;
    whileItIsGiven =
        () -> {
          whileItIsGiven =
              () -> {
                whileItIsGiven = () -> {};
                batches.add(3);
              };
          batches.add(2);
        };
    batches.add(1);
    assertThat(refused).containsOnlyKeys(1, 2, 3);
  }
}
