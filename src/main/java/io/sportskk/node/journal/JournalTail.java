package io.sportskk.node.journal;

import io.sportskk.kernel.SliceRange;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The newest events of the journal. They are read once and decoded once, for all projections of the
 * node.
 */
final class JournalTail {

  private static final long NOT_BEGUN = -1;

  private final int capacity;
  private final TreeMap<Long, TailEvent> events = new TreeMap<>();

  /** All settled events after this number, up to the top, are here. */
  private long floor;

  private long top = NOT_BEGUN;

  /** Done when there is more than now. */
  private CompletableFuture<Void> more = new CompletableFuture<>();

  /**
   * Events of one kind of entity.
   *
   * @param upTo all of them after a number up to this one are in it
   */
  record Part(List<TailEvent> events, long upTo) {}

  /**
   * @param capacity how many events are kept
   */
  JournalTail(int capacity) {
    this.capacity = capacity;
  }

  synchronized boolean hasBegun() {
    return top != NOT_BEGUN;
  }

  /** The highest number up to which no further event can come. */
  synchronized long top() {
    return top;
  }

  /** What comes is after this number. */
  void beginAt(long number) {
    tell(
        () -> {
          floor = number;
          top = number;
        });
  }

  /**
   * @param read all events that there were after the top, up to some number
   * @param late those that there are now, if some of them had been missing; else none
   * @param settled the highest number up to which no further event can come; those above are kept,
   *     but not shown
   */
  void add(List<TailEvent> read, List<TailEvent> late, long settled) {
    boolean further;
    synchronized (this) {
      read.forEach(event -> events.putIfAbsent(event.ordering(), event));
      late.forEach(event -> events.putIfAbsent(event.ordering(), event));
      further = settled > top;
    }
    if (further) {
      tell(
          () -> {
            top = settled;
            while (events.size() > capacity && events.firstKey() <= top) {
              floor = events.pollFirstEntry().getKey();
            }
          });
    }
  }

  private void tell(Runnable change) {
    CompletableFuture<Void> waiting;
    synchronized (this) {
      change.run();
      waiting = more;
      more = new CompletableFuture<>();
    }
    waiting.complete(null);
  }

  /**
   * Done when there is more than up to this number.
   *
   * @param number up to which somebody has seen all
   */
  synchronized CompletionStage<Void> moreThan(long number) {
    return top > number ? CompletableFuture.completedFuture(null) : more.minimalCompletionStage();
  }

  /**
   * The first events of some slices after a number, in their order.
   *
   * @return empty if they are not all here: they are too old, or it has not begun
   */
  synchronized Optional<Part> after(long number, String entityType, SliceRange slices, int max) {
    if (top == NOT_BEGUN || number < floor) {
      return Optional.empty();
    }
    if (number >= top) {
      return Optional.of(new Part(List.of(), number));
    }
    List<TailEvent> found =
        events.subMap(number, false, top, true).values().stream()
            .filter(event -> event.isOf(entityType, slices))
            .limit(max)
            .toList();
    return Optional.of(new Part(found, found.size() < max ? top : found.get(max - 1).ordering()));
  }
}
