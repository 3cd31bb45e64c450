package io.sportskk.node.journal;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Follows the end of the journal: knows how far it is settled, and keeps the newest events. It is
 * asked one thing at a time.
 */
final class JournalEnd {

  /** The database. Each question sees what was committed when it was asked. */
  interface Rows {
    /** The highest number, 0 if there is none. */
    CompletionStage<Long> highest();

    /** The first events after one number up to another, in their order. */
    CompletionStage<List<TailEvent>> events(long after, long upTo, int limit);

    /** Who may still bring numbers that were drawn before. */
    CompletionStage<Set<String>> writers();
  }

  /** How many events are read at once. */
  static final int AT_ONCE = 1_000;

  private static final long UNKNOWN = -1;

  private final Rows rows;
  private final SettledNumbers settled;
  private final JournalTail tail;

  /** Where the journal ended when it was first asked for. */
  private long start = UNKNOWN;

  JournalEnd(Rows rows, SettledNumbers settled, JournalTail tail) {
    this.rows = rows;
    this.settled = settled;
    this.tail = tail;
  }

  /**
   * Reads what is new. It begins at the end: what is older is read by who wants it.
   *
   * @return whether the end is further than before
   */
  CompletionStage<Boolean> look() {
    return answer().thenCompose(answered -> tail.hasBegun() ? readOn(tail.top()) : begin());
  }

  private CompletionStage<Void> answer() {
    return settled.isOpen()
        ? rows.writers().thenAccept(settled::answer)
        : CompletableFuture.completedFuture(null);
  }

  private CompletionStage<Boolean> begin() {
    return startKnown()
        .thenApply(
            known -> {
              boolean begins = settled.isSettled(start);
              if (begins) {
                tail.beginAt(start);
              }
              return begins;
            });
  }

  private CompletionStage<Void> startKnown() {
    return start != UNKNOWN
        ? CompletableFuture.completedFuture(null)
        : rows.highest()
            .thenCompose(highest -> settledUpTo(highest).thenAccept(asked -> start = highest));
  }

  /** Nothing can come below the first number: nobody is waited for then. */
  private CompletionStage<Void> settledUpTo(long highest) {
    return highest == 0
        ? CompletableFuture.completedFuture(null)
        : rows.writers().thenAccept(writers -> settled.ask(highest, writers));
  }

  /** While the next number is missing nothing can move: the rest is not read again each time. */
  private CompletionStage<Boolean> readOn(long top) {
    return settled.isOpen() && settled.missing() == top + 1
        ? rows.events(top, top + 1, 1)
            .thenCompose(
                come ->
                    come.isEmpty() ? CompletableFuture.completedFuture(false) : readAllAfter(top))
        : readAllAfter(top);
  }

  private CompletionStage<Boolean> readAllAfter(long top) {
    return rows.events(top, Long.MAX_VALUE, AT_ONCE)
        .thenCompose(
            events -> {
              List<Long> found = events.stream().map(TailEvent::ordering).toList();
              return settledAmong(found, top)
                  .thenCompose(
                      newTop ->
                          lateOnes(top, found, newTop)
                              .thenApply(
                                  late -> {
                                    tail.add(events, late, newTop);
                                    return newTop > top;
                                  }));
            });
  }

  private CompletionStage<Long> settledAmong(List<Long> found, long top) {
    long upTo = settled.after(top, found);
    if (settled.missing() == 0 || settled.isOpen()) {
      return CompletableFuture.completedFuture(upTo);
    }
    return rows.writers()
        .thenApply(
            writers -> {
              settled.ask(found.get(found.size() - 1), writers);
              return settled.after(top, found);
            });
  }

  /**
   * A number that was missing may have come after the events were read and before it was asked who
   * could still bring it. It is there now, or it never will be. So everything up to the new top is
   * read again: what is new are a few, of those who were writing at that moment.
   */
  private CompletionStage<List<TailEvent>> lateOnes(long top, List<Long> found, long newTop) {
    long settledOnes = found.stream().filter(number -> number <= newTop).count();
    return settledOnes == newTop - top
        ? CompletableFuture.completedFuture(List.of())
        : rows.events(top, newTop, Integer.MAX_VALUE);
  }
}
