package io.sportskk.benchmark.purchase;

import io.sportskk.node.Main;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One process of an {@link Office}. */
final class OfficeNode {

  static final String HOST = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Place place;
  private final Process process;

  /**
   * Where it is.
   *
   * @param roles with commas between them; empty: all
   * @param artery its port for other nodes
   * @param files what the names of its own files begin with
   */
  record Place(String roles, int port, int managementPort, int artery, Path files) {

    boolean has(String role) {
      return roles.isEmpty() || List.of(roles.split(",")).contains(role);
    }

    Path log() {
      return Path.of(files + ".log");
    }

    Path sentMessages() {
      return Path.of(files + ".messages");
    }
  }

  private OfficeNode(Place place, Process process) {
    this.place = place;
    this.process = process;
  }

  /** Does not wait for it. */
  static OfficeNode start(Place place, List<String> options, String classPath) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "-Dsportskk.http.port=" + place.port,
            "-Dakka.management.http.port=" + place.managementPort,
            "-Dakka.remote.artery.canonical.port=" + place.artery,
            "-classpath",
            classPath,
            Main.class.getName()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(place.log().toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    return new OfficeNode(place, process);
  }

  void awaitReady() {
    Awaitility.await("the node is ready")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !process.isAlive() || isReady());
    if (!process.isAlive()) {
      throw new IllegalStateException("the node has ended: see " + place.log());
    }
  }

  private boolean isReady() {
    try {
      return management("/ready").status() == 200;
    } catch (IOException e) {
      return false; // not yet
    }
  }

  /** What it counts and measures. */
  String metrics() throws IOException {
    return management("/metrics").body();
  }

  private HttpConnection.Answer management(String path) throws IOException {
    try (HttpConnection connection = new HttpConnection(HOST, place.managementPort)) {
      return connection.exchange("GET", path, null, "");
    }
  }

  Place place() {
    return place;
  }

  long pid() {
    return process.pid();
  }

  /** Messages to other nodes so far. */
  long sent() throws IOException {
    return SentMessages.in(place.sentMessages());
  }

  /** SIGTERM, and until it has ended, with its database if it has one. */
  void stop() {
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
