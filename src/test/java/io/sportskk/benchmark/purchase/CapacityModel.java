package io.sportskk.benchmark.purchase;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A queueing model of the machine that {@link PurchaseBenchmark} measures: so many clients, each of
 * which buys again at once, and processors that node, database and load share. What a purchase
 * demands of them falls with the number of those under way, as they share batches and commits:
 * {@code demand + shared / sqrt(n)}, fitted to what was measured at 64 and 256 clients.
 *
 * <p>Mean value analysis of a closed network (Reiser and Lavenberg, 1980). Several processors are
 * one that is as many times as fast and a delay (Seidmann, 1987). It prints tables for {@code
 * project-docs/scaling.md}.
 *
 * <p>System properties: {@code demand} and {@code shared}, in ms of a processor; {@code
 * processors}.
 */
public final class CapacityModel {

  private static final double DEMAND = number("demand", 0.9);
  private static final double SHARED = number("shared", 2.8);
  private static final double PROCESSORS = number("processors", 2);
  private static final List<Integer> CLIENTS = List.of(1, 16, 64, 256);

  private CapacityModel() {}

  /**
   * @param perSecond purchases
   * @param millis a purchase takes, on average
   */
  record Prediction(double perSecond, double millis) {}

  static Prediction of(int clients) {
    double queue = 0;
    double response = 0;
    double perMilli = 0;
    for (int n = 1; n <= clients; n++) {
      double demand = demand(n);
      double station = demand / PROCESSORS * (1 + queue);
      response = station + demand * (PROCESSORS - 1) / PROCESSORS;
      perMilli = n / response;
      queue = perMilli * station;
    }
    return new Prediction(perMilli * 1_000, response);
  }

  private static double demand(int underWay) {
    return DEMAND + SHARED / Math.sqrt(underWay);
  }

  public static void main(String[] args) {
    say("| clients | purchases/s | mean ms |");
    say("| --- | --- | --- |");
    for (int clients : CLIENTS) {
      Prediction prediction = of(clients);
      say("| %d | %.0f | %.1f |", clients, prediction.perSecond(), prediction.millis());
    }
    say("");
    say("| purchases/s | processors, three quarters busy |");
    say("| --- | --- |");
    Stream.of(10_000, 100_000, 1_000_000)
        .forEach(rate -> say("| %d | %.0f |", rate, rate * demand(64) / 1_000 / 0.75));
  }

  private static double number(String property, double otherwise) {
    return Double.parseDouble(System.getProperty(property, Double.toString(otherwise)));
  }

  private static void say(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format + "%n", arguments);
  }
}
