package io.sportskk.benchmark.purchase;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a load of one kind came to.
 *
 * @param nodes what each node did for it
 * @param databaseMillis processor time of the database server
 * @param loadMillis processor time of what made the load
 * @param lag the most that a projection was behind, in seconds
 */
record Measurement(
    Latencies latencies,
    Duration time,
    List<Node> nodes,
    long databaseMillis,
    long loadMillis,
    double lag) {

  /**
   * @param millis of its processor time
   * @param sent messages to other nodes
   */
  record Node(OfficeNode.Place place, long millis, long sent) {}

  double perSecond() {
    return latencies.count() * 1e9 / time.toNanos();
  }

  /** What of it belongs to a purchase. */
  double each(long all) {
    return (double) all / latencies.count();
  }

  double nodeMillisEach() {
    return each(nodes.stream().mapToLong(Node::millis).sum());
  }

  double databaseMillisEach() {
    return each(databaseMillis);
  }

  double loadMillisEach() {
    return each(loadMillis);
  }

  double p50() {
    return latencies.quantile(0.50);
  }

  double p99() {
    return latencies.quantile(0.99);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d in %.1f s: %.0f/s; p50 %.1f, p90 %.1f, p99 %.1f, worst %.1f ms; processor ms each:"
            + " node %.2f, database %.2f, load %.2f; lag %.2f s; %s",
        latencies.count(),
        time.toNanos() / 1e9,
        perSecond(),
        p50(),
        latencies.quantile(0.9),
        p99(),
        latencies.quantile(1),
        nodeMillisEach(),
        databaseMillisEach(),
        loadMillisEach(),
        lag,
        latencies.outcomes());
  }
}
