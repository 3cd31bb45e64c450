package io.sportskk.benchmark.purchase;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * What a step brings: nodes of several builds, or with several settings, run at the same time and
 * are put under load in turns. So none of them has the machine at a better hour than the others.
 *
 * <p>Arguments: one for each node, {@code name=classes:test-classes@options}, of which the class
 * directories come before the libraries of this process; without them ({@code name=@options}) it is
 * this build.
 *
 * <p>System properties: {@code rounds} (6), {@code seconds} a turn (10), {@code warm-up} in seconds
 * for each node, half of it after the others have had their first half (120), {@code rate}: a
 * second, of the turns at a fixed rate (600).
 */
public final class SideBySide {

  private static final int CLIENTS = 64;
  private static final int ROUNDS = Integer.getInteger("rounds", 6);
  private static final Duration TURN = Duration.ofSeconds(Integer.getInteger("seconds", 10));
  private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("warm-up", 120));
  private static final int RATE = Integer.getInteger("rate", 600);

  private SideBySide() {}

  private record Contender(
      String name,
      Office office,
      HttpBuyers buyers,
      Meter meter,
      List<Measurement> closed,
      List<Measurement> open) {

    /** Starts it. */
    static Contender of(String argument, Path directory) throws Exception {
      String name = argument.substring(0, argument.indexOf('='));
      String classes = argument.substring(argument.indexOf('=') + 1, argument.indexOf('@'));
      List<String> options = List.of(argument.substring(argument.indexOf('@') + 1).split(" "));
      String own = System.getProperty("java.class.path");
      Office office =
          Office.start(
                  directory.resolve(name),
                  options,
                  classes.isEmpty() ? own : classes + File.pathSeparator + own)
              .awaitReady();
      return new Contender(
          name, office, office.buyers(), new Meter(office), new ArrayList<>(), new ArrayList<>());
    }

    Measurement measure(String what, Callable<Latencies> load) throws Exception {
      Measurement measurement = meter.of(load);
      System.out.println(name + ", " + what + ": " + measurement);
      return measurement;
    }
  }

  public static void main(String[] args) throws Exception {
    Path directory = Path.of("target", "benchmark", "side-by-side-" + System.currentTimeMillis());
    List<Contender> contenders = new ArrayList<>();
    for (String argument : args) {
      contenders.add(Contender.of(argument, directory));
    }
    try {
      for (int half = 0; half < 2; half++) {
        for (Contender it : contenders) {
          it.measure("warm-up", () -> Load.closed(it.buyers, CLIENTS, WARM_UP.dividedBy(2)));
        }
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (Contender it : contenders) {
          it.closed.add(it.measure("closed", () -> Load.closed(it.buyers, CLIENTS, TURN)));
        }
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (Contender it : contenders) {
          it.open.add(it.measure("open", () -> Load.open(it.buyers, 2 * CLIENTS, RATE, TURN)));
        }
      }
      System.out.println("| node | load | purchases/s | p50 ms | p99 ms | node ms | database ms |");
      System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
      contenders.forEach(it -> print(it.name, CLIENTS + " clients", it.closed));
      contenders.forEach(it -> print(it.name, "open, " + RATE + "/s", it.open));
    } finally {
      for (Contender it : contenders) {
        it.office.close();
      }
    }
  }

  private static void print(String name, String load, List<Measurement> turns) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.0f | %.1f | %.1f | %.2f | %.2f |%n",
        name,
        load,
        Row.median(turns, Measurement::perSecond),
        Row.median(turns, Measurement::p50),
        Row.median(turns, Measurement::p99),
        Row.median(turns, Measurement::nodeMillisEach),
        Row.median(turns, Measurement::databaseMillisEach));
  }
}
