package io.sportskk.node.embedded;

import io.sportskk.node.startup.Endpoint;
import io.sportskk.node.startup.Ports;
import io.sportskk.node.startup.StartFailure;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server on a directory of its own: made, started and stopped with its own programs.
 *
 * <p>The server is started by {@code pg_ctl} in a session of its own, so that Ctrl-C in a terminal
 * reaches the node but not its database: the node stops it when it needs it no longer.
 */
final class PostgresServer {

  /** The role that owns everything. Whoever may connect to the port is let in. */
  static final String USER = "sportskk";

  private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
  private static final Duration INIT_WITHIN = Duration.ofMinutes(2);
  private static final Duration START_WITHIN = Duration.ofMinutes(2); // it may have to recover
  private static final Duration STOP_WITHIN = Duration.ofSeconds(7);

  private final PostgresBinaries binaries;
  private final Path files;
  private final Path log;

  PostgresServer(PostgresBinaries binaries, Path dataDirectory) {
    this.binaries = binaries;
    this.files = dataDirectory.resolve("postgresql");
    this.log = dataDirectory.resolve("postgresql.log");
  }

  /**
   * @throws StartFailure with what the server says, if it does not start
   */
  void start(Endpoint endpoint) throws IOException {
    if (Files.exists(files)) {
      stopOrphan();
    } else {
      initialise();
    }
    Ports.check(List.of(endpoint)); // not earlier: an orphan may have had it
    if (Files.exists(log)) {
      Files.move(log, log.resolveSibling("postgresql.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> options = new ArrayList<>();
    settings(endpoint).forEach((name, value) -> options.add("-c " + name + "=" + value));
    Result started =
        run(
            START_WITHIN,
            "pg_ctl",
            "start",
            "--pgdata=" + files,
            "--log=" + log,
            "--wait",
            "--timeout=" + START_WITHIN.toSeconds(),
            "--options=" + String.join(" ", options));
    if (!started.successful()) {
      throw failure("does not start", Files.exists(log) ? whyItEnded() : started.lastLine());
    }
  }

  /** The port of the server that runs on the files of this data directory, if one does. */
  static OptionalInt runningOn(Path dataDirectory) {
    Path pidFile = dataDirectory.resolve("postgresql").resolve("postmaster.pid");
    try {
      List<String> lines = Files.readAllLines(pidFile, Charset.defaultCharset());
      // process, directory, start, port, ...
      return lines.size() > 3
          ? OptionalInt.of(Integer.parseInt(lines.get(3).strip()))
          : OptionalInt.empty();
    } catch (NoSuchFileException e) {
      return OptionalInt.empty();
    } catch (IOException e) {
      throw new StartFailure("Whether a database runs in " + dataDirectory + " is unknown.", e);
    }
  }

  /**
   * Stops the server in order; if it takes too long, so that it has to recover at its next start.
   *
   * @return whether it was running and is stopped
   */
  boolean stop() throws IOException {
    if (!isRunning()) {
      return false;
    }
    if (stop("fast")) {
      return true;
    }
    LOG.warn("The embedded database takes too long to stop: it is stopped at once");
    if (stop("immediate")) {
      return true;
    }
    LOG.error("The embedded database does not stop; its files are in {}", files);
    return false;
  }

  private boolean stop(String mode) throws IOException {
    return run(
            STOP_WITHIN.plusSeconds(1),
            "pg_ctl",
            "stop",
            "--pgdata=" + files,
            "--mode=" + mode,
            "--wait",
            "--timeout=" + STOP_WITHIN.toSeconds())
        .successful();
  }

  /**
   * A node that was killed leaves its server behind. It is of no use: its port and its settings may
   * be other than ours.
   */
  private void stopOrphan() throws IOException {
    if (isRunning()) {
      LOG.info("Stopping the database that an earlier node has left running");
      if (!stop()) {
        throw new StartFailure(
            "The database that an earlier node has left running in " + files + " does not stop.");
      }
    } else {
      // Its process id may belong to another program by now, which would keep a server from
      // starting.
      Files.deleteIfExists(pidFile());
    }
  }

  private boolean isRunning() throws IOException {
    if (!Files.exists(pidFile())) {
      return false;
    }
    Optional<ProcessHandle> process =
        Files.readAllLines(pidFile(), Charset.defaultCharset()).stream()
            .findFirst()
            .map(line -> Long.parseLong(line.strip()))
            .flatMap(ProcessHandle::of);
    return process
        .filter(ProcessHandle::isAlive)
        .flatMap(handle -> handle.info().command())
        .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
        .orElse(false);
  }

  private Path pidFile() {
    return files.resolve("postmaster.pid");
  }

  /** Under another name first: a start that is interrupted leaves nothing half made. */
  private void initialise() throws IOException {
    Path unfinished = files.resolveSibling("postgresql.unfinished");
    PostgresBinaries.delete(unfinished);
    Result made =
        run(
            INIT_WITHIN,
            "initdb",
            "--pgdata=" + unfinished,
            "--username=" + USER,
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--data-checksums",
            "--no-instructions");
    if (!made.successful()) {
      throw failure("can't be made", made.lastLine());
    }
    Files.move(unfinished, files);
  }

  private static Map<String, String> settings(Endpoint endpoint) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("port", Integer.toString(endpoint.port()));
    settings.put("listen_addresses", endpoint.host());
    settings.put("unix_socket_directories", "");
    settings.put("timezone", "UTC");
    settings.put("max_connections", "300"); // a cluster on one machine shares it
    settings.put("shared_buffers", "256MB");
    // What is committed survives a power cut.
    settings.put("fsync", "on");
    settings.put("synchronous_commit", "on");
    settings.put("full_page_writes", "on");
    settings.put("max_wal_size", "2GB");
    return settings;
  }

  private StartFailure failure(String what, String why) {
    String hint =
        why.contains("cannot be run as root") || why.contains("must not be run as root")
            ? " (this machine does not let root make a user namespace: start the node as another"
                + " user)"
            : "";
    return new StartFailure(
        "The embedded database in " + files + " " + what + ": " + why + hint + ".");
  }

  private Result run(Duration limit, String program, String... arguments) throws IOException {
    Path output = Files.createTempFile(files.getParent(), program, ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(binaries.command(program, List.of(arguments)))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
      builder.environment().put("LC_ALL", "C");
      Process process = builder.start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return new Result(false, program + " takes longer than " + limit.toSeconds() + " s");
      }
      return new Result(process.exitValue() == 0, lastLine(output));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + program, e);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private String whyItEnded() throws IOException {
    return lines(log).stream()
        .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
        .reduce((earlier, later) -> later)
        .orElse(lastLine(log));
  }

  private static String lastLine(Path file) throws IOException {
    List<String> lines = lines(file);
    return lines.isEmpty() ? "it says nothing" : lines.get(lines.size() - 1);
  }

  private static List<String> lines(Path file) throws IOException {
    return new String(Files.readAllBytes(file), Charset.defaultCharset())
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private record Result(boolean successful, String lastLine) {}
}
