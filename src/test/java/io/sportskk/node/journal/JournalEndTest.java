package io.sportskk.node.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.kernel.Slices;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a reader is told when transactions commit between the questions. */
class JournalEndTest {

  private final Deque<Long> highest = new ArrayDeque<>();
  private final Deque<List<Long>> events = new ArrayDeque<>();
  private final List<Long> read = new ArrayList<>();
  private final Deque<Set<String>> writers = new ArrayDeque<>();
  private final SettledNumbers settled = new SettledNumbers();
  private final JournalTail tail = new JournalTail(5_000);
  private final JournalEnd end =
      new JournalEnd(
          new JournalEnd.Rows() {
            @Override
            public CompletionStage<Long> highest() {
              return answer(highest::remove);
            }

            @Override
            public CompletionStage<List<TailEvent>> events(long after, long upTo, int limit) {
              read.add(upTo);
              return answer(
                  () ->
                      events.remove().stream()
                          .filter(number -> number > after && number <= upTo)
                          .limit(limit)
                          .map(JournalEndTest::event)
                          .toList());
            }

            @Override
            public CompletionStage<Set<String>> writers() {
              return answer(writers::remove);
            }
          },
          settled,
          tail);

  private static <T> CompletionStage<T> answer(Supplier<T> answer) {
    return CompletableFuture.completedFuture(answer.get());
  }

  private static TailEvent event(long number) {
    EventRow row = new EventRow("Entity|" + number, 1, "writer", 0, "", 0, "", new byte[0]);
    return new TailEvent(new EventTable.Stored(row, number, false), null); // none is decoded
  }

  private boolean look() {
    return end.look().toCompletableFuture().join();
  }

  private List<Long> kept(long after) {
    return tail.after(after, "Entity", Slices.ALL, 10_000).orElseThrow().events().stream()
        .map(TailEvent::ordering)
        .toList();
  }

  private void begin(long number) {
    highest.add(number);
    if (number > 0) {
      writers.add(Set.of());
    }
    assertThat(look()).isTrue();
    assertThat(tail.top()).isEqualTo(number);
  }

  @Test
  void itBeginsAtTheEnd() {
    begin(100);
    events.add(List.of(101L, 102L));
    assertThat(look()).isTrue();
    assertThat(kept(100)).containsExactly(101L, 102L);
    events.add(List.of());
    assertThat(look()).isFalse();
    assertThat(tail.top()).isEqualTo(102);
  }

  /** They may bring a number below the highest. */
  @Test
  void butNotBeforeThoseHaveEndedWhoWroteThen() {
    highest.add(100L);
    writers.add(Set.of("writer"));
    assertThat(look()).isFalse();
    assertThat(tail.hasBegun()).isFalse();
    assertThat(settled.missing()).isEqualTo(100);

    writers.add(Set.of("writer", "other"));
    assertThat(look()).isFalse();
    writers.add(Set.of("other"));
    assertThat(look()).isTrue();
    assertThat(tail.top()).isEqualTo(100);
    assertThat(settled.missing()).isZero();
  }

  /** Who writes the first events is not waited for by those that come after. */
  @Test
  void inAnEmptyJournalItBeginsAtOnce() {
    highest.add(0L);
    assertThat(look()).isTrue();
    assertThat(settled.isOpen()).isFalse();
  }

  @Test
  void whatIsMissingIsWaitedForAsLongAsSomebodyMayBringIt() {
    begin(0);
    events.add(List.of(1L, 3L));
    writers.add(Set.of("writer")); // it may bring 2
    assertThat(look()).isTrue();
    assertThat(kept(0)).containsExactly(1L);

    writers.add(Set.of("writer", "other"));
    events.add(List.of(3L, 4L));
    assertThat(look()).isFalse();
    assertThat(settled.missing()).isEqualTo(2);

    writers.add(Set.of("other"));
    events.add(List.of(2L, 3L, 4L));
    assertThat(look()).isTrue();
    assertThat(kept(0)).containsExactly(1L, 2L, 3L, 4L);
  }

  /** A journal that is in trouble is not asked for all the rest each time. */
  @Test
  void whileANumberIsMissingOnlyThatIsReadAgain() {
    begin(0);
    events.add(List.of(2L, 3L));
    writers.add(Set.of("writer"));
    look();
    read.clear();

    writers.add(Set.of("writer"));
    events.add(List.of(2L, 3L));
    assertThat(look()).isFalse();
    assertThat(read).containsExactly(1L);
  }

  /** It had been missing when the events were read; when it was asked for, its writer was gone. */
  @Test
  void whatComesBetweenTwoQuestionsIsNotTakenForNeverUsed() {
    begin(0);
    events.add(List.of(1L, 3L));
    writers.add(Set.of());
    events.add(List.of(1L, 2L, 3L, 5L));
    look();
    assertThat(kept(0)).containsExactly(1L, 2L, 3L);

    events.add(List.of(5L));
    writers.add(Set.of("writer"));
    assertThat(look()).as("4 may still come").isFalse();
  }

  /** The second reading must come as far as the first, though there is more to read. */
  @Test
  void norIsWhatComesAtTheEndOfAFullReading() {
    begin(0);
    int last = JournalEnd.AT_ONCE + 2;
    events.add(
        LongStream.rangeClosed(1, last)
            .filter(number -> number != 2 && number != last - 1)
            .boxed()
            .toList());
    writers.add(Set.of());
    events.add(LongStream.rangeClosed(1, last + 500).boxed().toList());

    look();
    assertThat(tail.top()).isEqualTo(last);
    assertThat(kept(0)).hasSize(last);
  }

  @Test
  void whatWasNeverUsedIsPassedHoweverMuchItIs() {
    begin(0);
    events.add(List.of(1L, 3L, 50_000L));
    writers.add(Set.of());
    events.add(List.of(1L, 3L, 50_000L));

    look();
    assertThat(tail.top()).isEqualTo(50_000);
    assertThat(kept(0)).containsExactly(1L, 3L, 50_000L);
  }
}
