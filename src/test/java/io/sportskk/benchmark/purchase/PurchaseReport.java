package io.sportskk.benchmark.purchase;

import io.sportskk.benchmark.plot.Plot;
import io.sportskk.benchmark.plot.Plot.Axis;
import io.sportskk.benchmark.plot.Plot.Point;
import io.sportskk.benchmark.plot.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The tables of a run of {@link PurchaseBenchmark}, in Markdown, and its plots. */
final class PurchaseReport {

  private static final int STEPS_A_NINE = 40;

  private final Circumstances circumstances;
  private final String node;
  private final StringBuilder facts = new StringBuilder();

  /**
   * @param node what the lines of the plots are called
   */
  PurchaseReport(Circumstances circumstances, String node) {
    this.circumstances = circumstances;
    this.node = node;
    fact("date", "%s", circumstances.date());
    fact("commit", "%s", circumstances.commit());
    fact("machine", "%s", circumstances.machine());
    fact("Java", "%s", circumstances.java());
    fact("command", "`%s`", circumstances.command());
  }

  void fact(String name, String format, Object... arguments) {
    facts.append(format("| %s | " + format + " |%n", prepend(name, arguments)));
  }

  private static Object[] prepend(Object first, Object... others) {
    return Stream.concat(Stream.of(first), Stream.of(others)).toArray();
  }

  /**
   * Writes it.
   *
   * @param name what the names of all files begin with
   * @param cold purchases in each second since the node was ready
   * @param open the load at a fixed rate
   * @return the page
   */
  Path write(Path directory, String name, List<Integer> cold, List<Row> closed, Row open)
      throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve(name + "-cold.svg"), cold(cold).svg());
    Files.writeString(directory.resolve(name + "-rate.svg"), rate(closed).svg());
    Files.writeString(directory.resolve(name + "-latency.svg"), latency(open).svg());
    List<Row> rows = Stream.concat(closed.stream(), Stream.of(open)).toList();
    Path page = directory.resolve(name + ".md");
    Files.writeString(
        page,
        Stream.of(
                "# A purchase beside a plain transaction",
                "| | |\n| --- | --- |\n" + facts,
                table(rows),
                underTheSameLoad(rows),
                byNode(rows),
                "![cold](%1$s-cold.svg)\n![rate](%1$s-rate.svg)\n![latency](%1$s-latency.svg)\n"
                    .formatted(name))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("\n")));
    return page;
  }

  private static String table(List<Row> rows) {
    StringBuilder table =
        new StringBuilder(
            """
            Medians of the turns; `/ plain`: of the ratios to turns of the plain transaction, 64 at a time, beside them.

            | load | purchases/s | / plain | p50 ms | p99 ms | p99 / plain | node ms | database ms | load ms | lag s |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            """);
    for (Row row : rows) {
      table.append(
          format(
              "| %s | %.0f | %.2f | %.1f | %.1f | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
              row.name(),
              row.median(Measurement::perSecond),
              row.ratio(Measurement::perSecond),
              row.median(Measurement::p50),
              row.median(Measurement::p99),
              row.ratio(Measurement::p99),
              row.median(Measurement::nodeMillisEach),
              row.median(Measurement::databaseMillisEach),
              row.median(Measurement::loadMillisEach),
              row.median(Measurement::lag)));
    }
    List<Measurement> plain = rows.stream().flatMap(row -> row.yardsticks().stream()).toList();
    table.append(
        format(
            "| plain transaction, 64 connections | %.0f | 1 | %.1f | %.1f | 1 | | %.2f | %.2f | |%n",
            Row.median(plain, Measurement::perSecond),
            Row.median(plain, Measurement::p50),
            Row.median(plain, Measurement::p99),
            Row.median(plain, Measurement::databaseMillisEach),
            Row.median(plain, Measurement::loadMillisEach)));
    return table.toString();
  }

  private static String underTheSameLoad(List<Row> rows) {
    StringBuilder table =
        new StringBuilder(
            """
            The plain transaction under the same load, with 64 connections at the most:

            | load | transactions/s | p50 ms | p99 ms | database ms | load ms |
            | --- | --- | --- | --- | --- | --- |
            """);
    for (Row row : rows) {
      table.append(
          format(
              "| %s | %.0f | %.1f | %.1f | %.2f | %.2f |%n",
              row.name(),
              row.peer(Measurement::perSecond),
              row.peer(Measurement::p50),
              row.peer(Measurement::p99),
              row.peer(Measurement::databaseMillisEach),
              row.peer(Measurement::loadMillisEach)));
    }
    return table.toString();
  }

  /** Empty if there is only one. */
  private static String byNode(List<Row> rows) {
    List<Measurement.Node> nodes = rows.get(0).turns().get(0).nodes();
    if (nodes.size() == 1) {
      return "";
    }
    StringBuilder table =
        new StringBuilder(
            "Of each node, a purchase: processor time in ms; messages to others:\n\n");
    table.append("| load |");
    nodes.forEach(each -> table.append(format(" %s |", each.place().roles())));
    table.append("\n| --- |").append(" --- |".repeat(nodes.size())).append('\n');
    for (Row row : rows) {
      table.append(format("| %s |", row.name()));
      for (int i = 0; i < nodes.size(); i++) {
        int number = i;
        table.append(
            format(
                " %.2f; %.2f |",
                row.median(turn -> turn.each(turn.nodes().get(number).millis())),
                row.median(turn -> turn.each(turn.nodes().get(number).sent()))));
      }
      table.append('\n');
    }
    return table.toString();
  }

  private Plot cold(List<Integer> perSecond) {
    List<Point> points =
        IntStream.range(0, perSecond.size())
            .mapToObj(second -> new Point(second + 1, perSecond.get(second)))
            .toList();
    return new Plot(
            "A cold node: purchases in each second since it was ready",
            "64 clients buy from the moment on at which the node says that it is ready. "
                + Stream.of(1, 5, 10, 30, 60, 120)
                    .filter(second -> second <= perSecond.size())
                    .map(
                        second ->
                            "Second " + second + ": " + perSecond.get(second - 1) + " purchases")
                    .collect(Collectors.joining("; "))
                + ".",
            circumstances.toString(),
            new Axis("seconds since the node was ready", Scale.fromZero(perSecond.size())),
            new Axis(
                "purchases/s", Scale.fromZero(perSecond.stream().mapToInt(n -> n).max().orElse(1))))
        .line(node, points);
  }

  private Plot rate(List<Row> rows) {
    double most =
        rows.stream()
            .flatMap(
                row ->
                    Stream.of(row.median(Measurement::perSecond), row.peer(Measurement::perSecond)))
            .max(Double::compare)
            .orElseThrow();
    return new Plot(
            "Purchases a second by the number of clients",
            "Each client buys again as soon as it has an answer. "
                + rows.stream()
                    .map(
                        row ->
                            format(
                                "%s: %.0f/s; the plain transaction %.0f/s",
                                row.name(),
                                row.median(Measurement::perSecond),
                                row.peer(Measurement::perSecond)))
                    .collect(Collectors.joining(". "))
                + ".",
            circumstances.toString(),
            new Axis(
                "clients that buy at the same time",
                Scale.logarithmic(rows.stream().map(Row::clients).toList())),
            new Axis("purchases/s", Scale.fromZero(most)))
        .line(
            node,
            rows.stream()
                .map(row -> new Point(row.clients(), row.median(Measurement::perSecond)))
                .toList())
        .line(
            "plain transaction (at most 64 connections)",
            rows.stream()
                .map(row -> new Point(row.clients(), row.peer(Measurement::perSecond)))
                .toList());
  }

  private Plot latency(Row open) {
    Latencies bought = Latencies.of(open.turns().stream().map(Measurement::latencies).toList());
    Latencies plain = Latencies.of(open.peers().stream().map(Measurement::latencies).toList());
    return new Plot(
            "How long a purchase takes: " + open.name(),
            format(
                "At a fixed rate, counted from when a purchase was due. %s: half take up to %.1f ms, 99 %% up to %.1f ms; "
                    + "the plain transaction: %.1f and %.1f ms.",
                node,
                bought.quantile(0.5),
                bought.quantile(0.99),
                plain.quantile(0.5),
                plain.quantile(0.99)),
            circumstances.toString(),
            new Axis("share of purchases that took no longer", Scale.nines(known(bought))),
            new Axis(
                "ms since it was due",
                Scale.logarithmic(
                    Math.min(bought.quantile(0), plain.quantile(0)),
                    Math.max(bought.quantile(known(bought)), plain.quantile(known(plain))))))
        .line(node, quantiles(bought))
        .line("plain transaction, same rate", quantiles(plain));
  }

  private static List<Point> quantiles(Latencies latencies) {
    double most = known(latencies);
    List<Point> points = new ArrayList<>();
    for (int step = 0; ; step++) {
      double share = 1 - Math.pow(10, -(double) step / STEPS_A_NINE);
      if (share > most) {
        return points;
      }
      points.add(new Point(share, latencies.quantile(share)));
    }
  }

  /** Of what is slower than the rest of them, ten at least are to be seen: less says little. */
  private static double known(Latencies latencies) {
    return 1 - Math.min(0.5, 10.0 / latencies.count());
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
