package io.sportskk.node.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
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

  private static final int LIMIT = 10_000;

  private final Deque<List<Long>> numbers = new ArrayDeque<>();
  private final Deque<List<Long>> events = new ArrayDeque<>();
  private final Deque<Set<String>> writers = new ArrayDeque<>();
  private final JournalTail tail = new JournalTail(5_000);
  private final JournalEnd end =
      new JournalEnd(
          new JournalEnd.Rows() {
            @Override
            public CompletionStage<List<Long>> numbers(long after, long limit) {
              return answer(numbers::remove);
            }

            @Override
            public CompletionStage<List<TailEvent>> events(long after, long upTo, int limit) {
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
          new SettledNumbers(),
          tail);

  private static <T> CompletionStage<T> answer(Supplier<T> answer) {
    return CompletableFuture.completedFuture(answer.get());
  }

  private static TailEvent event(long number) {
    EventRow row = new EventRow("entity", number, "writer", 0, "", 0, "", new byte[0], "tag");
    return new TailEvent(new EventTable.Stored(row, number), null); // none is decoded
  }

  private List<Object> after(long offset) {
    return end.after(offset, LIMIT).toCompletableFuture().join();
  }

  private List<Long> kept(long after, long upTo) {
    return tail.of("tag", after, upTo, LIMIT).orElseThrow().stream()
        .map(TailEvent::ordering)
        .toList();
  }

  private void begin() {
    numbers.add(List.of());
    assertThat(after(0)).isEmpty();
  }

  @Test
  void eventsAreReadOnlyOnceTheEndIsReached() {
    numbers.add(LongStream.rangeClosed(1, LIMIT).boxed().toList());
    numbers.add(List.of(LIMIT + 1L, LIMIT + 2L));
    events.add(List.of(LIMIT + 3L));

    assertThat(after(0)).hasSize(LIMIT);
    assertThat(after(LIMIT)).containsExactly(LIMIT + 1L, LIMIT + 2L);
    assertThat(tail.of("tag", LIMIT, LIMIT + 2, LIMIT)).as("not read").isEmpty();
    assertThat(after(LIMIT + 2)).containsExactly(LIMIT + 3L);
    assertThat(kept(LIMIT + 2, LIMIT + 3)).containsExactly(LIMIT + 3L);
  }

  @Test
  void whatIsMissingIsWaitedForAsLongAsSomebodyMayBringIt() {
    begin();
    events.add(List.of(1L, 3L));
    writers.add(Set.of("writer")); // it may bring 2
    assertThat(after(0)).containsExactly(1L);
    assertThat(kept(0, 1)).containsExactly(1L);

    writers.add(Set.of("writer", "other"));
    events.add(List.of(3L, 4L));
    assertThat(after(1)).isEmpty();

    writers.add(Set.of("other"));
    events.add(List.of(2L, 3L, 4L));
    assertThat(after(1)).containsExactly(2L, 3L, 4L);
    assertThat(kept(0, 4)).containsExactly(1L, 2L, 3L, 4L);
  }

  /** It had been missing when the events were read; when it was asked for, its writer was gone. */
  @Test
  void whatComesBetweenTwoQuestionsIsNotTakenForNeverUsed() {
    begin();
    events.add(List.of(1L, 3L));
    writers.add(Set.of());
    events.add(List.of(1L, 2L, 3L, 5L));

    assertThat(after(0)).containsExactly(1L, 2L, 3L);
    assertThat(kept(0, 3)).containsExactly(1L, 2L, 3L);

    events.add(List.of(5L));
    writers.add(Set.of("writer"));
    assertThat(after(3)).as("4 may still come").isEmpty();
  }

  /** The second reading must come as far as the first, though there is more to read. */
  @Test
  void norIsWhatComesAtTheEndOfAFullReading() {
    begin();
    int last = JournalEnd.AT_ONCE + 2;
    events.add(
        LongStream.rangeClosed(1, last)
            .filter(number -> number != 2 && number != last - 1)
            .boxed()
            .toList());
    writers.add(Set.of());
    events.add(LongStream.rangeClosed(1, last + 500).boxed().toList());

    assertThat(after(0)).hasSize(last);
    assertThat(kept(0, last)).hasSize(last);
  }

  @Test
  void whatWasNeverUsedIsPassed() {
    begin();
    events.add(List.of(1L, 3L));
    writers.add(Set.of());
    events.add(List.of(1L, 3L));

    assertThat(after(0)).containsExactly(1L, 2L, 3L);
    assertThat(kept(0, 3)).containsExactly(1L, 3L);
  }

  /** The plugin's reader began anew, or took the journal's end for granted. */
  @Test
  void whoeverGoesOnFromElsewhereIsToldNumbersFirst() {
    begin();
    events.add(List.of(1L, 2L));
    assertThat(after(0)).containsExactly(1L, 2L);

    numbers.add(List.of(51L));
    assertThat(after(50)).containsExactly(51L);
    assertThat(tail.of("tag", 0, 2, LIMIT)).isEmpty();
    events.add(List.of(52L));
    assertThat(after(51)).containsExactly(52L);
    assertThat(kept(51, 52)).containsExactly(52L);
  }
}
