package io.sportskk.ticket;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * How many of the tickets that wait for the same part are woken at a time: a few while that part
 * does not answer, to find out whether it does; and once some get through, more and more, without
 * waiting for their times.
 */
final class Wave {

  static final int SCOUTS = 10;

  private final int most;
  private int size;
  private boolean getsThrough;

  /** Those that were woken last, and were still unfinished when last looked at. */
  private Set<String> watched = Set.of();

  /** Begins as large as may be: most of what a crash leaves behind can go on at once. */
  Wave(int most) {
    this.most = most;
    this.size = most;
  }

  Set<String> watched() {
    return watched;
  }

  int size() {
    return size;
  }

  /** Whether some of those that were woken last have finished. */
  boolean getsThrough() {
    return getsThrough;
  }

  /**
   * @param unfinished all tickets that are still unfinished, of those that were watched
   * @param woken who was woken since
   */
  void looked(Set<String> unfinished, Collection<String> woken) {
    if (!watched.isEmpty()) {
      getsThrough = !unfinished.containsAll(watched);
      size = getsThrough ? Math.min(most, 2 * size) : Math.min(most, SCOUTS);
    }
    Set<String> next = new HashSet<>(woken);
    if (next.size() < most) { // who is slow may still get through
      watched.stream().filter(unfinished::contains).limit(most - next.size()).forEach(next::add);
    }
    watched = next;
  }
}
