package io.sportskk.cluster;

import io.sportskk.cluster.LoadGenerator.Purchase;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What came of the purchases of a window.
 *
 * @param from all were begun at this moment or later, as {@link System#nanoTime} has it
 * @param to all were begun before this moment
 */
record LoadReport(long from, long to, List<Purchase> all) {

  static LoadReport of(Collection<Purchase> purchases, long from, long to) {
    return new LoadReport(
        from,
        to,
        purchases.stream()
            .filter(purchase -> purchase.begun() - from >= 0 && purchase.begun() - to < 0)
            .toList());
  }

  List<String> ticketIds() {
    return all.stream().filter(Purchase::sold).map(Purchase::ticketId).toList();
  }

  List<Purchase> failed() {
    return all.stream().filter(purchase -> !purchase.sold()).toList();
  }

  Set<String> correlationIds(Predicate<Purchase> which) {
    return all.stream().filter(which).map(Purchase::correlationId).collect(Collectors.toSet());
  }

  /** When the last of those was begun that failed. */
  OptionalLong lastFailure() {
    return failed().stream().mapToLong(Purchase::begun).max();
  }

  boolean covers(Purchase purchase) {
    return purchase.begun() - from >= 0 && purchase.begun() - to < 0;
  }

  long count(int status) {
    return all.stream().filter(purchase -> purchase.status() == status).count();
  }

  /** Of those that were answered, or given up. */
  Duration slowest() {
    return all.stream().map(Purchase::took).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
  }

  /** The longest time in which no ticket was sold. */
  private Duration longestGap() {
    long[] sold = all.stream().filter(Purchase::sold).mapToLong(Purchase::ended).sorted().toArray();
    long longest = 0;
    for (int i = 1; i < sold.length; i++) {
      longest = Math.max(longest, sold[i] - sold[i - 1]);
    }
    return Duration.ofNanos(longest);
  }

  /** Of the answers that sold a ticket. */
  private Duration percentile(double part) {
    List<Duration> sold = all.stream().filter(Purchase::sold).map(Purchase::took).sorted().toList();
    return sold.isEmpty()
        ? Duration.ZERO
        : sold.get((int) Math.min(sold.size() - 1, sold.size() * part));
  }

  /** Some of the failures, by time. */
  String someFailures() {
    return failed().stream()
        .sorted(Comparator.comparingLong(Purchase::begun))
        .limit(5)
        .map(
            purchase ->
                "\n  begun after "
                    + Duration.ofNanos(purchase.begun() - from).toMillis()
                    + " ms, answered in "
                    + purchase.took().toMillis()
                    + " ms: "
                    + purchase.status()
                    + " "
                    + purchase.fault())
        .collect(Collectors.joining());
  }

  /** One line with the figures. */
  @Override
  public String toString() {
    Map<Integer, Long> byStatus =
        new TreeMap<>(
            all.stream().collect(Collectors.groupingBy(Purchase::status, Collectors.counting())));
    String last =
        lastFailure().isEmpty()
            ? ""
            : " (the last begun after "
                + Duration.ofNanos(lastFailure().getAsLong() - from).toMillis()
                + " ms)";
    return String.format(
        Locale.ROOT,
        "%d purchases in %.1f s, by status %s, failed %d%s, longest gap %d ms, median %d ms, p99"
            + " %d ms, slowest %d ms",
        all.size(),
        (to - from) / 1e9,
        byStatus,
        failed().size(),
        last,
        longestGap().toMillis(),
        percentile(0.5).toMillis(),
        percentile(0.99).toMillis(),
        slowest().toMillis());
  }
}
