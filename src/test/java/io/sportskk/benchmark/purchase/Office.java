package io.sportskk.benchmark.purchase;

import io.sportskk.kernel.SliceOffsets;
import io.sportskk.kernel.Slices;
import io.sportskk.node.Main;
import io.sportskk.testing.FreePorts;
import io.sportskk.testing.TestTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * A node with all parts in a process of its own, with the database that it brings along: {@code
 * fsync} and {@code synchronous_commit} are on.
 */
final class Office implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String HOST = "127.0.0.1";
  private static final Pattern ON_SALE =
      Pattern.compile("\"matchId\"\\s*:\\s*\"([^\"]+)\"[^{]*\\{\"code\"\\s*:\\s*\"([^\"]+)\"");
  private static final Pattern LAG =
      Pattern.compile("(?m)^sportskk_projection_lag_seconds\\{[^}]*} ([0-9.E+-]+|NaN)$");

  private static final Pattern HEAP =
      Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\"[^}]*} ([0-9.E+-]+)$");

  private final Process process;
  private final Path data;
  private final int port;
  private final int managementPort;
  private final int databasePort;

  private Office(Process process, Path data, int port, int managementPort, int databasePort) {
    this.process = process;
    this.data = data;
    this.port = port;
    this.managementPort = managementPort;
    this.databasePort = databasePort;
  }

  /**
   * @param directory for its files; what is there is taken up
   * @param javaOptions of the node
   */
  static Office start(Path directory, List<String> javaOptions) throws IOException {
    return start(directory, javaOptions, System.getProperty("java.class.path"));
  }

  /** As {@link #start(Path, List)}, of another build. */
  static Office start(Path directory, List<String> javaOptions, String classPath)
      throws IOException {
    Files.createDirectories(directory);
    Path data = directory.resolve("data").toAbsolutePath();
    int port = FreePorts.next();
    int managementPort = FreePorts.next();
    int databasePort = FreePorts.next();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(javaOptions);
    command.addAll(
        List.of(
            "-Dsportskk.http.port=" + port,
            "-Dakka.management.http.port=" + managementPort,
            "-Dakka.remote.artery.canonical.port=" + FreePorts.next(),
            "-Dsportskk.database.embedded.port=" + databasePort,
            "-Dsportskk.database.embedded.data-directory=" + data,
            "-Dsportskk.auth.hs256-secret=" + TestTokens.SECRET,
            "-classpath",
            classPath,
            Main.class.getName()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("node.log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    return new Office(process, data, port, managementPort, databasePort);
  }

  /** Waits until it is ready. */
  Office awaitReady() {
    Awaitility.await("the node is ready")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !process.isAlive() || status("/ready") == 200);
    if (!process.isAlive()) {
      throw new IllegalStateException("the node has ended: see node.log beside " + data);
    }
    return this;
  }

  private int status(String path) {
    try {
      return management(path).status();
    } catch (IOException e) {
      return 0;
    }
  }

  private HttpConnection.Answer management(String path) throws IOException {
    try (HttpConnection connection = new HttpConnection(HOST, managementPort)) {
      return connection.exchange("GET", path, null, "");
    }
  }

  /** Who buy of its matches, as soon as it shows some. */
  HttpBuyers buyers() {
    List<HttpBuyers.OnSale> matches =
        Awaitility.await("a match is on sale")
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(20))
            .until(this::onSale, found -> !found.isEmpty());
    return new HttpBuyers(HOST, port, matches);
  }

  /** A connection to its API. */
  HttpConnection connect() throws IOException {
    return new HttpConnection(HOST, port);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** What is alive in its heap, in MiB: a collection comes first. */
  double heap() throws IOException, InterruptedException {
    Process collection =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid()),
                "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (collection.waitFor() != 0) {
      throw new IllegalStateException("the node can't be told to collect its garbage");
    }
    double bytes = 0;
    Matcher used = HEAP.matcher(management("/metrics").body());
    while (used.find()) {
      bytes += Double.parseDouble(used.group(1));
    }
    return bytes / (1 << 20);
  }

  List<HttpBuyers.OnSale> onSale() throws IOException {
    try (HttpConnection connection = new HttpConnection(HOST, port)) {
      Matcher match = ON_SALE.matcher(connection.exchange("GET", "/matches", null, "").body());
      List<HttpBuyers.OnSale> matches = new ArrayList<>();
      while (match.find()) {
        matches.add(new HttpBuyers.OnSale(match.group(1), match.group(2)));
      }
      return matches;
    }
  }

  /** Where its database server is, without the name of a database. */
  String server() {
    return "jdbc:postgresql://" + HOST + ":" + databasePort;
  }

  /** A connection to its journal. */
  Connection journal() throws SQLException {
    return database("journal");
  }

  private Connection database(String part) throws SQLException {
    return DriverManager.getConnection(server() + "/sportskk_" + part + "?user=sportskk");
  }

  /** Tally and view are empty, and will begin anew with the next start. */
  void forgetReadSides() throws SQLException {
    try (Connection tally = database("tally");
        Statement statement = tally.createStatement()) {
      statement.execute("TRUNCATE tally, tally_entry, akka_projection_offset_store");
    }
    try (Connection view = database("view");
        Statement statement = view.createStatement()) {
      statement.execute("TRUNCATE ticket, akka_projection_offset_store");
    }
  }

  /** How many events of tickets the projection that is furthest behind has before it. */
  long unhandled() throws SQLException {
    long handled = Long.MAX_VALUE;
    for (String[] projection :
        new String[][] {{"journal", "unfinished-tickets"}, {"tally", "tally"}, {"view", "view"}}) {
      try (Connection offsets = database(projection[0])) {
        handled =
            Math.min(handled, SliceOffsets.read(offsets, projection[1], PATIENCE).of(Slices.ALL));
      }
    }
    try (Connection journal = journal();
        PreparedStatement count =
            journal.prepareStatement(
                "SELECT count(*) FROM event_journal"
                    + " WHERE ordering > ? AND persistence_id LIKE 'Ticket|%'")) {
      count.setLong(1, handled);
      try (ResultSet row = count.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /**
   * How old the oldest event is that a projection has not handled, in seconds; NaN: not yet known.
   */
  double lag() throws IOException {
    double most = 0;
    Matcher lag = LAG.matcher(management("/metrics").body());
    while (lag.find()) {
      most = Math.max(most, Double.parseDouble(lag.group(1)));
    }
    return most;
  }

  long pid() {
    return process.pid();
  }

  /** Of the database server. */
  long databasePid() throws IOException {
    return Long.parseLong(
        Files.readAllLines(data.resolve("postgresql").resolve("postmaster.pid")).get(0).strip());
  }

  /** SIGTERM, and until it has ended, with its database. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("the node does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
