package io.sportskk.benchmark.purchase;

import io.sportskk.benchmark.ManyTickets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What a purchase costs, beside what the same purchase costs as a plain SQL transaction on the same
 * server: in turns, as a machine's speed changes while one looks. What it prints is a table for
 * {@code project-docs/benchmarks.md}, where the command is.
 *
 * <p>System properties: {@code rounds} (5), {@code seconds} a turn (20), {@code warm-up} in seconds
 * (120), {@code connections} (16,64,256), {@code node-options} of Java, {@code profile}: the name
 * of files for a flame graph of the node.
 */
public final class PurchaseBenchmark {

  private static final Path DIRECTORY = Path.of("target", "benchmark");
  private static final int ROUNDS = Integer.getInteger("rounds", 5);
  private static final Duration TURN = Duration.ofSeconds(Integer.getInteger("seconds", 20));
  private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("warm-up", 120));
  private static final int YARDSTICK_CONNECTIONS = 64;
  private static final List<Integer> CONNECTIONS =
      Stream.of(System.getProperty("connections", "16,64,256").split(","))
          .map(Integer::valueOf)
          .toList();

  /** As the README starts a node. */
  private static final List<String> NODE_OPTIONS =
      List.of(System.getProperty("node-options", "-Xmx1g").split(" "));

  private static final int STORED = Integer.getInteger("stored", 0);
  private static final String PROFILE = System.getProperty("profile");

  private PurchaseBenchmark() {}

  /** One line of the table: the turns of one load, each beside its yardstick. */
  private record Row(String name, List<Measurement> turns, List<Measurement> yardsticks) {

    double median(ToDoubleFunction<Measurement> figure) {
      return middle(turns.stream().map(figure::applyAsDouble).toList());
    }

    /** Of the ratios of turns that were beside each other. */
    double ratio(ToDoubleFunction<Measurement> figure) {
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < turns.size(); i++) {
        ratios.add(figure.applyAsDouble(turns.get(i)) / figure.applyAsDouble(yardsticks.get(i)));
      }
      return middle(ratios);
    }

    private static double middle(List<Double> values) {
      List<Double> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
      return sorted.get(sorted.size() / 2);
    }
  }

  public static void main(String[] args) throws Exception {
    Path directory = DIRECTORY.resolve(Long.toString(System.currentTimeMillis()));
    say(
        "%s, %d processors, Java %s; node %s; files in %s",
        Instant.now(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        NODE_OPTIONS,
        directory);
    if (STORED > 0) {
      store(directory);
    }
    long start = System.nanoTime();
    try (Office office = Office.start(directory, NODE_OPTIONS).awaitReady()) {
      say("ready %.1f s after the start", seconds(start));
      office.buyers().connect(0).buy();
      say("first purchase %.1f s after the start", seconds(start));
      if (STORED > 0) {
        rebuild(office);
      }
      Thread.sleep(10_000);
      say(
          "resident memory of the idle node: %d MiB",
          ProcessorTime.residentMebibytes(office.pid()));
      List<Row> rows = new ArrayList<>();
      HttpBuyers buyers = office.buyers();
      PlainTransactions plain = PlainTransactions.on(office.server());
      Meter meter = new Meter(office);
      say("cold: %s", meter.of(() -> Load.closed(buyers, 64, Duration.ofSeconds(30))));
      say("warm-up: %s", meter.of(() -> Load.closed(buyers, 64, WARM_UP)));
      say(
          "warm-up of the yardstick: %s",
          meter.of(() -> Load.closed(plain, YARDSTICK_CONNECTIONS, Duration.ofSeconds(10))));
      for (int connections : CONNECTIONS) {
        rows.add(
            inTurns(
                connections + " clients",
                meter,
                plain,
                () -> Load.closed(buyers, connections, TURN)));
      }
      int half =
          (int)
              (rows.stream()
                      .mapToDouble(row -> row.median(Measurement::perSecond))
                      .max()
                      .orElseThrow()
                  / 2);
      rows.add(
          inTurns("open, " + half + "/s", meter, plain, () -> Load.open(buyers, 128, half, TURN)));
      print(rows);
      written(office, buyers);
      if (PROFILE != null) {
        profile(office, buyers, directory);
      }
      say("resident memory of the node: %d MiB", ProcessorTime.residentMebibytes(office.pid()));
      idle(office);
    }
    delete(directory);
  }

  /** Tickets in the journal of which tally and view know nothing, on a node that then stops. */
  private static void store(Path directory) throws Exception {
    try (Office office = Office.start(directory, NODE_OPTIONS).awaitReady()) {
      office.buyers();
      long start = System.nanoTime();
      ManyTickets.inJournal(office.journal(), STORED);
      say("%d tickets stored in %.1f s", STORED, seconds(start));
      awaitProjections(office);
      say("and handled %.1f s after the first", seconds(start));
      office.forgetReadSides();
    }
  }

  private static void rebuild(Office office) throws Exception {
    long start = System.nanoTime();
    long left = office.unhandled();
    awaitProjections(office);
    double seconds = seconds(start);
    say("tally and view made anew from %d events in %.1f s: %.0f/s", left, seconds, left / seconds);
  }

  private static void awaitProjections(Office office) throws Exception {
    do {
      Thread.sleep(200);
    } while (office.lag() != 0); // also if it is not known yet
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private static Row inTurns(
      String name, Meter meter, PlainTransactions plain, Callable<Latencies> load)
      throws Exception {
    Row row = new Row(name, new ArrayList<>(), new ArrayList<>());
    for (int round = 0; round < ROUNDS; round++) {
      Measurement yardstick =
          meter.of(() -> Load.closed(plain, YARDSTICK_CONNECTIONS, TURN.dividedBy(2)));
      say("plain: %s", yardstick);
      row.yardsticks.add(yardstick);
      Measurement turn = meter.of(load);
      say("%s: %s", name, turn);
      row.turns.add(turn);
    }
    return row;
  }

  /** The server counts what has been done a second later. */
  private static void written(Office office, HttpBuyers buyers) throws Exception {
    try (Connection connection = office.journal()) {
      Thread.sleep(2_000);
      Written before = Written.read(connection);
      Latencies purchases = Load.closed(buyers, 64, TURN);
      Thread.sleep(2_000);
      say(
          "a purchase at 64 clients: %s",
          Written.read(connection).since(before, purchases.count()));
    }
  }

  /** Not within the turns: it costs time itself. */
  private static void profile(Office office, HttpBuyers buyers, Path directory) throws Exception {
    Profile profile = Profile.start(office.pid(), directory);
    Load.closed(buyers, CONNECTIONS.get(CONNECTIONS.size() - 1), TURN);
    profile.stop(Path.of(PROFILE));
  }

  private static void idle(Office office) throws IOException, InterruptedException {
    Thread.sleep(20_000); // what is under way comes to its end
    long node = ProcessorTime.of(office.pid());
    long database = ProcessorTime.ofFamily(office.databasePid());
    long began = System.nanoTime();
    Thread.sleep(20_000);
    double millis = (System.nanoTime() - began) / 1e6;
    say(
        "idle: node %.1f %%, database %.1f %% of a processor",
        100 * (ProcessorTime.of(office.pid()) - node) / millis,
        100 * (ProcessorTime.ofFamily(office.databasePid()) - database) / millis);
  }

  private static void print(List<Row> rows) {
    say("");
    say(
        "| load | purchases/s | / plain | p50 ms | p99 ms | p99 / plain | node ms | database ms | lag s |");
    say("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for (Row row : rows) {
      say(
          "| %s | %.0f | %.2f | %.1f | %.1f | %.2f | %.2f | %.2f | %.2f |",
          row.name(),
          row.median(Measurement::perSecond),
          row.ratio(Measurement::perSecond),
          row.median(Measurement::p50),
          row.median(Measurement::p99),
          row.ratio(Measurement::p99),
          row.median(Measurement::nodeMillisEach),
          row.median(Measurement::databaseMillisEach),
          row.median(Measurement::lag));
    }
    List<Measurement> plain = rows.stream().flatMap(row -> row.yardsticks.stream()).toList();
    Row all = new Row("plain transaction, 64 connections", plain, plain);
    say(
        "| %s | %.0f | 1 | %.1f | %.1f | 1 | | %.2f | |",
        all.name(),
        all.median(Measurement::perSecond),
        all.median(Measurement::p50),
        all.median(Measurement::p99),
        all.median(Measurement::databaseMillisEach));
    say("");
  }

  private static void say(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format + "%n", arguments);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
