package io.sportskk.benchmark.purchase;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** What came of purchases, and how long each took. */
final class Latencies {

  private final Map<String, Long> outcomes = new TreeMap<>();
  private long[] nanos = new long[1024];
  private int count;

  /** All of theirs. */
  static Latencies of(Iterable<Latencies> some) {
    Latencies sum = new Latencies();
    some.forEach(sum::add);
    return sum;
  }

  void add(String outcome, long took) {
    outcomes.merge(outcome, 1L, Long::sum);
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, nanos.length * 2);
    }
    nanos[count++] = took;
  }

  void add(Latencies other) {
    other.outcomes.forEach((outcome, number) -> outcomes.merge(outcome, number, Long::sum));
    nanos = Arrays.copyOf(nanos, Math.max(1, count + other.count));
    System.arraycopy(other.nanos, 0, nanos, count, other.count);
    count += other.count;
    Arrays.sort(nanos, 0, count);
  }

  int count() {
    return count;
  }

  Map<String, Long> outcomes() {
    return outcomes;
  }

  /** In milliseconds, once all have been added. */
  double quantile(double share) {
    return count == 0 ? Double.NaN : nanos[Math.min(count - 1, (int) (count * share))] / 1e6;
  }
}
