package io.sportskk.cluster;

import io.sportskk.cluster.LoadGenerator.Purchase;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What came of the purchases of a while. */
record LoadReport(List<Purchase> all) {

  /**
   * The purchases that were begun from one moment to another, as {@link System#nanoTime} has it.
   */
  LoadReport between(long from, long to) {
    return new LoadReport(
        all.stream()
            .filter(purchase -> purchase.started() >= from && purchase.started() < to)
            .toList());
  }

  List<String> ticketIds() {
    return all.stream().filter(Purchase::sold).map(Purchase::ticketId).toList();
  }

  List<Purchase> failed() {
    return all.stream().filter(purchase -> !purchase.sold()).toList();
  }

  /** When the last of those was begun that failed. */
  OptionalLong lastFailure() {
    return failed().stream().mapToLong(Purchase::started).max();
  }

  long count(int status) {
    return all.stream().filter(purchase -> purchase.status() == status).count();
  }

  /** The longest time in which no ticket was sold, in ms. */
  long longestGapMillis() {
    long[] sold = all.stream().filter(Purchase::sold).mapToLong(Purchase::ended).sorted().toArray();
    long longest = 0;
    for (int i = 1; i < sold.length; i++) {
      longest = Math.max(longest, sold[i] - sold[i - 1]);
    }
    return TimeUnit.NANOSECONDS.toMillis(longest);
  }

  /** In ms, of the answers that sold a ticket. */
  long percentile(double part) {
    List<Long> millis = all.stream().filter(Purchase::sold).map(Purchase::millis).sorted().toList();
    return millis.isEmpty()
        ? 0
        : millis.get((int) Math.min(millis.size() - 1, millis.size() * part));
  }

  double rate() {
    long first = all.stream().mapToLong(Purchase::started).min().orElse(0);
    long last = all.stream().mapToLong(Purchase::started).max().orElse(1);
    return all.size() * 1e9 / (last - first);
  }

  /** One line with the figures. */
  String figures() {
    Map<Integer, Long> byStatus =
        new TreeMap<>(
            all.stream().collect(Collectors.groupingBy(Purchase::status, Collectors.counting())));
    return String.format(
        Locale.ROOT,
        "%d purchases, %.0f a second, by status %s, failed %d, longest gap %d ms, median %d ms,"
            + " p99 %d ms",
        all.size(),
        rate(),
        byStatus,
        failed().size(),
        longestGapMillis(),
        percentile(0.5),
        percentile(0.99));
  }

  /** Some of the failures, by time. */
  String someFailures() {
    return failed().stream()
        .sorted(Comparator.comparingLong(Purchase::started))
        .limit(5)
        .map(Purchase::toString)
        .collect(Collectors.joining("\n"));
  }
}
