package io.sportskk.benchmark.purchase;

import io.sportskk.node.Main;
import io.sportskk.testing.FreePorts;
import io.sportskk.testing.TestTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
      Pattern.compile("(?m)^sportskk_projection_lag_seconds\\{[^}]*} ([0-9.E+-]+)$");

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
            System.getProperty("java.class.path"),
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

  private List<HttpBuyers.OnSale> onSale() throws IOException {
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

  /** How old the oldest event is that a projection has not handled, in seconds. */
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
