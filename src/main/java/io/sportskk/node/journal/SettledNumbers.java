package io.sportskk.node.journal;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Up to which number the journal is settled: what is missing there was never used, as no
 * transaction is left that could bring it.
 *
 * <p>A number that is missing below one that is there has been drawn already, by a transaction that
 * was a writer then. So once all have ended that were writers when the gap was seen, whatever they
 * had to bring is there. Those that began later don't matter.
 */
final class SettledNumbers {

  /** Whether all numbers up to this one are settled depends on these writers. */
  private record Question(long upTo, Set<String> writers) {}

  private long settled;

  /** Null if nothing is asked. */
  private Question open;

  /** The lowest number that is waited for; 0 if none is. */
  private long missing;

  /** When that began, as {@link System#nanoTime} has it. */
  private long missingSince;

  /** Whether it matters which writers there are. */
  synchronized boolean isOpen() {
    return open != null;
  }

  /**
   * @param upTo a number that is in the journal, or 0
   * @param writers all who wrote after it had been seen there
   */
  synchronized void ask(long upTo, Set<String> writers) {
    open = new Question(upTo, writers);
    answer(writers);
  }

  /**
   * @param writers all who write now
   */
  synchronized void answer(Set<String> writers) {
    if (open == null) {
      return;
    }
    Set<String> left = stillThere(open.writers, writers);
    open = new Question(open.upTo, left);
    if (left.isEmpty()) {
      settle(open.upTo);
      open = null;
    }
  }

  private void settle(long upTo) {
    settled = Math.max(settled, upTo);
  }

  /**
   * How far the journal is settled, without a gap: numbers that were never used are none.
   *
   * @param from is settled
   * @param found the first numbers after it that are in the journal
   */
  synchronized long after(long from, List<Long> found) {
    long top = from;
    for (long number : found) {
      if (number > top + 1 && number - 1 > settled) {
        waitFor(top + 1);
        return top;
      }
      top = number;
    }
    waitFor(0);
    return top;
  }

  /** Whether all numbers up to this one are settled. */
  synchronized boolean isSettled(long number) {
    boolean reached = number <= settled;
    waitFor(reached ? 0 : number);
    return reached;
  }

  private void waitFor(long number) {
    if (number != missing) {
      missing = number;
      missingSince = System.nanoTime();
    }
  }

  /** The lowest number that is waited for; 0 if none is. */
  synchronized long missing() {
    return missing;
  }

  /** How long that number has been waited for, in seconds; 0 if none is. */
  synchronized double waited() {
    return missing == 0 ? 0 : (System.nanoTime() - missingSince) / 1e9;
  }

  /** Who is waited for. */
  synchronized Set<String> writers() {
    return open == null ? Set.of() : Set.copyOf(open.writers);
  }

  /**
   * Those of some writers that may not have ended. A transaction that is prepared for a commit in
   * two phases goes on under another name; as it can't be told which one it was, it is waited for.
   */
  static Set<String> stillThere(Set<String> writers, Set<String> now) {
    Set<String> left = new HashSet<>(now);
    left.removeIf(writer -> !writers.contains(writer) && !writer.startsWith("-1/"));
    return left;
  }
}
