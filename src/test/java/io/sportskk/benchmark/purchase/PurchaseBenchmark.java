package io.sportskk.benchmark.purchase;

import io.sportskk.benchmark.ManyTickets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a purchase costs, beside what the same purchase costs as a plain SQL transaction on the same
 * server: in turns, as a machine's speed changes while one looks. It leaves a page with tables and
 * plots in {@code target/benchmark}; the command is in {@code project-docs/benchmarks.md}.
 *
 * <p>System properties, of which an empty one counts as not set: {@code rounds} (3), {@code
 * seconds} a turn (10), {@code warm-up} in seconds (90), {@code connections} (1,16,64,256), {@code
 * node-options} of Java (-Xmx1g; from Maven those with which the README starts a node), {@code
 * roles} of the nodes, with commas between those of one and semicolons between nodes (one node with
 * all of them), {@code stored}: tickets that are there beforehand (0), {@code profile}: the name of
 * files for a flame graph of the node.
 */
public final class PurchaseBenchmark {

  private static final Path DIRECTORY = Path.of("target", "benchmark");
  private static final int ROUNDS = Integer.getInteger("rounds", 3);
  private static final Duration TURN = Duration.ofSeconds(Integer.getInteger("seconds", 10));
  private static final Duration COLD = Duration.ofSeconds(30);
  private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("warm-up", 90));
  private static final int CLIENTS = PlainTransactions.CONNECTIONS;
  private static final int OPEN_CONNECTIONS = 128;
  private static final List<Integer> CONNECTIONS =
      Stream.of(property("connections", "1,16,64,256").split(",")).map(Integer::valueOf).toList();

  private static final List<String> NODE_OPTIONS =
      List.of(property("node-options", "-Xmx1g").split(" "));

  private static final List<String> ROLES = List.of(property("roles", "").split(";"));
  private static final int STORED = Integer.getInteger("stored", 0);
  private static final String PROFILE = property("profile", "");

  private PurchaseBenchmark() {}

  private static String property(String name, String otherwise) {
    String value = System.getProperty(name, "");
    return value.isEmpty() ? otherwise : value;
  }

  public static void main(String[] args) throws Exception {
    if (!Files.exists(Path.of("/proc/self/stat"))) {
      throw new IllegalStateException("processor time is read from /proc: only on Linux");
    }
    Circumstances circumstances =
        Circumstances.now(
            List.of(
                "rounds",
                "seconds",
                "warm-up",
                "connections",
                "node-options",
                "roles",
                "stored",
                "profile"));
    Path directory = DIRECTORY.resolve(Long.toString(System.currentTimeMillis()));
    say("%s; nodes %s %s; files in %s", circumstances, ROLES, NODE_OPTIONS, directory);
    if (STORED > 0) {
      store(directory);
    }
    PurchaseReport report =
        new PurchaseReport(circumstances, ROLES.size() == 1 ? "one node" : ROLES.size() + " nodes");
    report.fact("roles", "%s", ROLES.size() == 1 ? "all" : String.join("; ", ROLES));
    report.fact("Java's options", "`%s`", String.join(" ", NODE_OPTIONS));
    List<String> tokens = HttpBuyers.tokens(); // before: it takes the processors for a while
    long start = System.nanoTime();
    try (Office office = start(directory).awaitReady();
        PlainTransactions plain = PlainTransactions.on(office.server())) {
      long ready = System.nanoTime();
      report.fact("ready after the start of the process", "%.1f s", (ready - start) / 1e9);
      resident(office, report, "when ready");
      Buyers buyers = office.buyers(tokens);
      Meter meter = new Meter(office);
      List<Integer> cold = warmUp(report, meter, buyers, ready);
      if (STORED > 0) {
        rebuild(office);
      }
      say(
          "warm-up of the plain transaction: %s",
          meter.of(() -> Load.closed(plain, CLIENTS, Duration.ofSeconds(10))));
      Turns turns = new Turns(meter, buyers, plain);
      List<Row> closed = new ArrayList<>();
      for (int clients : CONNECTIONS) {
        closed.add(
            turns.take(
                Row.of(clients == 1 ? "1 client" : clients + " clients", clients),
                (some, time) -> Load.closed(some, clients, time)));
      }
      int half =
          (int) (closed.stream().mapToDouble(PurchaseBenchmark::rate).max().orElseThrow() / 2);
      Row open =
          turns.take(
              Row.of("open, " + half + "/s", 0),
              (some, time) -> Load.open(some, OPEN_CONNECTIONS, half, time));
      written(office, buyers, report);
      if (!PROFILE.isEmpty()) {
        profile(office, buyers, directory);
      }
      resident(office, report, "after all loads");
      idle(office, report);
      Path page =
          report.write(DIRECTORY, ROLES.size() == 1 ? "purchase" : "cluster", cold, closed, open);
      say("%n%s%nThis page and its plots: %s", Files.readString(page), page.toAbsolutePath());
    }
    delete(directory);
  }

  private static Office start(Path directory) throws IOException {
    return Office.start(directory, NODE_OPTIONS, System.getProperty("java.class.path"), ROLES);
  }

  private static double rate(Row row) {
    return row.median(Measurement::perSecond);
  }

  /** Returns how many purchases there were in each second since it was ready. */
  private static List<Integer> warmUp(PurchaseReport report, Meter meter, Buyers buyers, long ready)
      throws Exception {
    CountedBuyers counted =
        new CountedBuyers(
            buyers, () -> System.nanoTime() - ready, (int) COLD.plus(WARM_UP).toSeconds());
    Measurement cold = meter.of(() -> Load.closed(counted, CLIENTS, COLD));
    say("cold: %s", cold);
    report.fact("first purchase after ready", "%.2f s", counted.first().orElseThrow());
    report.fact(
        "purchases/s in the first %d s after ready".formatted(COLD.toSeconds()),
        "%.0f",
        cold.perSecond());
    say("warm-up: %s", meter.of(() -> Load.closed(counted, CLIENTS, WARM_UP)));
    return counted.perSecond();
  }

  /** Tickets in the journal of which tally and view know nothing, on a node that then stops. */
  private static void store(Path directory) throws Exception {
    try (Office office = start(directory).awaitReady()) {
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

  /** One after the other, so that what is compared is measured beside each other. */
  private record Turns(Meter meter, Buyers buyers, Buyers plain) {

    Row take(Row row, Row.Kind load) throws Exception {
      for (int round = 0; round < ROUNDS; round++) {
        Measurement yardstick =
            measure(
                "plain, " + CLIENTS + " at a time",
                () -> Load.closed(plain, CLIENTS, TURN.dividedBy(2)));
        row.yardsticks().add(yardstick);
        row.peers()
            .add(
                row.clients() == CLIENTS
                    ? yardstick
                    : measure("plain, " + row.name(), () -> load.by(plain, TURN.dividedBy(2))));
        row.turns().add(measure(row.name(), () -> load.by(buyers, TURN)));
      }
      return row;
    }

    private Measurement measure(String what, Callable<Latencies> load) throws Exception {
      Measurement measurement = meter.of(load);
      say("%s: %s", what, measurement);
      return measurement;
    }
  }

  private static void resident(Office office, PurchaseReport report, String when) {
    report.fact(
        "resident memory " + when,
        "%s MiB",
        office.nodes().stream()
            .map(node -> Long.toString(ProcessorTime.residentMebibytes(node.pid())))
            .collect(Collectors.joining(", ")));
  }

  /** The server counts what has been done a second later. */
  private static void written(Office office, Buyers buyers, PurchaseReport report)
      throws Exception {
    try (Connection connection = office.journal()) {
      Thread.sleep(2_000);
      Written before = Written.read(connection);
      Latencies purchases = Load.closed(buyers, CLIENTS, TURN);
      Thread.sleep(2_000);
      report.fact(
          "a purchase at " + CLIENTS + " clients",
          "%s",
          Written.read(connection).since(before, purchases.count()));
    }
  }

  /** Not within the turns: it costs time itself. */
  private static void profile(Office office, Buyers buyers, Path directory) throws Exception {
    Profile profile = Profile.start(office.pid(), directory);
    Load.closed(buyers, CONNECTIONS.get(CONNECTIONS.size() - 1), TURN);
    profile.stop(Path.of(PROFILE));
  }

  private static void idle(Office office, PurchaseReport report) throws Exception {
    Thread.sleep(20_000); // what is under way comes to its end
    Measurement idle =
        new Meter(office)
            .of(
                () -> {
                  Thread.sleep(20_000);
                  return new Latencies();
                });
    double millis = idle.time().toNanos() / 1e6;
    report.fact(
        "idle, share of a processor",
        "%s; database %.1f %%",
        idle.nodes().stream()
            .map(node -> format("%.1f %%", 100 * node.millis() / millis))
            .collect(Collectors.joining(", ", ROLES.size() == 1 ? "node " : "nodes ", "")),
        100 * idle.databaseMillis() / millis);
  }

  private static void say(String format, Object... arguments) {
    System.out.println(format(format, arguments));
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
