package io.sportskk.node.journal;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

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

  /** The highest number that has been told of. */
  private long top = NOT_BEGUN;

  /**
   * @param capacity how many events are kept
   */
  JournalTail(int capacity) {
    this.capacity = capacity;
  }

  /** Whether it goes on from this number; otherwise nothing that it keeps is of use. */
  synchronized boolean goesOnFrom(long number) {
    return number == top;
  }

  /** Begins anew: what comes is after this number. */
  synchronized void beginAt(long number) {
    events.clear();
    floor = number;
    top = number;
  }

  /**
   * @param read all events that there were after the top, up to some number
   * @param late those that there are now, if some of them had been missing; else none
   * @param settled the highest number up to which no further event can come; those above are kept,
   *     but not shown
   */
  synchronized void add(List<TailEvent> read, List<TailEvent> late, long settled) {
    read.forEach(event -> events.putIfAbsent(event.ordering(), event));
    late.forEach(event -> events.putIfAbsent(event.ordering(), event));
    top = Math.max(top, settled);
    while (events.size() > capacity && events.firstKey() <= top) {
      floor = events.pollFirstEntry().getKey();
    }
  }

  /**
   * The events with a tag after one number up to another, in their order.
   *
   * @return empty if they are not all here: they are too old
   */
  synchronized Optional<List<TailEvent>> of(String tag, long after, long upTo, long max) {
    if (after < floor || upTo > top) {
      return Optional.empty();
    }
    return Optional.of(
        after >= upTo
            ? List.of()
            : events.subMap(after, false, upTo, true).values().stream()
                .filter(event -> tag.equals(event.tag()))
                .limit(max)
                .toList());
  }
}
