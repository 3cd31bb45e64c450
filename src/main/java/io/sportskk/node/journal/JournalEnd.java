package io.sportskk.node.journal;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Follows the end of the journal: tells which numbers are settled, and keeps the newest events. One
 * question is asked at a time.
 */
final class JournalEnd {

  /** The database. Each question sees what was committed when it was asked. */
  interface Rows {
    /** The first numbers after one, in their order. */
    CompletionStage<List<Long>> numbers(long after, long limit);

    /** The first events after one number up to another, in their order. */
    CompletionStage<List<TailEvent>> events(long after, long upTo, int limit);

    /** Who may still bring numbers that were drawn before. */
    CompletionStage<Set<String>> writers();
  }

  /** How many events are read at once. */
  static final int AT_ONCE = 1_000;

  private final Rows rows;
  private final SettledNumbers settled;
  private final JournalTail tail;

  JournalEnd(Rows rows, SettledNumbers settled, JournalTail tail) {
    this.rows = rows;
    this.settled = settled;
    this.tail = tail;
  }

  /**
   * The settled numbers after the offset, without a gap. Only numbers are read until their end is
   * reached, which may be far; from then on the events, too, for all who read on from there.
   */
  CompletionStage<List<Object>> after(long offset, long limit) {
    return answer()
        .thenCompose(
            answered ->
                tail.goesOnFrom(offset) ? withEvents(offset, limit) : numbersOnly(offset, limit));
  }

  private CompletionStage<List<Object>> numbersOnly(long offset, long limit) {
    return rows.numbers(offset, limit)
        .thenCompose(
            found ->
                settledAmong(found, offset, limit)
                    .thenApply(
                        numbers -> {
                          if (found.size() < limit) {
                            tail.beginAt(last(numbers, offset));
                          }
                          return numbers;
                        }));
  }

  private CompletionStage<List<Object>> withEvents(long offset, long limit) {
    return rows.events(offset, Long.MAX_VALUE, AT_ONCE)
        .thenCompose(
            events -> {
              List<Long> found = events.stream().map(TailEvent::ordering).toList();
              return settledAmong(found, offset, limit)
                  .thenCompose(
                      numbers ->
                          lateOnes(offset, found, numbers)
                              .thenApply(
                                  late -> {
                                    tail.add(events, late, last(numbers, offset));
                                    return numbers;
                                  }));
            });
  }

  /**
   * A number that was missing may have come after the events were read and before it was asked who
   * could still bring it. It is there now, or it never will be. Everything up to the last number is
   * read again: as many as were read before would not come so far, with those that are new.
   */
  private CompletionStage<List<TailEvent>> lateOnes(
      long offset, List<Long> found, List<Object> numbers) {
    return new HashSet<Object>(found).containsAll(numbers)
        ? CompletableFuture.completedFuture(List.of())
        : rows.events(offset, last(numbers, offset), numbers.size());
  }

  private CompletionStage<Void> answer() {
    return settled.isOpen()
        ? rows.writers().thenAccept(settled::answer)
        : CompletableFuture.completedFuture(null);
  }

  private CompletionStage<List<Object>> settledAmong(List<Long> found, long offset, long limit) {
    List<Object> all = settled.after(offset, found, limit);
    if (settled.missing() == 0 || settled.isOpen()) {
      return CompletableFuture.completedFuture(all);
    }
    return rows.writers()
        .thenApply(
            writers -> {
              settled.ask(found.get(found.size() - 1), writers);
              return settled.after(offset, found, limit);
            });
  }

  private static long last(List<Object> numbers, long otherwise) {
    return numbers.isEmpty() ? otherwise : (Long) numbers.get(numbers.size() - 1);
  }
}
