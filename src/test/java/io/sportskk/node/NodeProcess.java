package io.sportskk.node;

import io.sportskk.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A node in a process of its own, started as an operator starts it. */
final class NodeProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Process process;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final Thread reader;

  private NodeProcess(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "output of a node");
    reader.start();
  }

  /**
   * @param settings by key
   * @param environment in addition to this process's own
   */
  static NodeProcess start(
      Path dataDirectory, Map<String, Object> settings, Map<String, String> environment) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("sportskk.database.embedded.data-directory", dataDirectory);
    return start(Main.class, all, environment);
  }

  /** Starts another main class than a node's. */
  static NodeProcess start(
      Class<?> main,
      Map<String, Object> settings,
      Map<String, String> environment,
      String... arguments) {
    List<String> command = new ArrayList<>(ChildJvm.command());
    settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      return new NodeProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the end of the banner. */
  NodeProcess awaitReady() {
    Awaitility.await("the node is ready")
        .atMost(PATIENCE)
        .until(() -> text().contains("Ctrl-C") || !process.isAlive());
    if (!process.isAlive()) {
      throw new AssertionError("the node has ended: " + text());
    }
    return this;
  }

  /** Waits for the end of the process. */
  int awaitExit() {
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("the node still runs after " + PATIENCE + ": " + output);
      }
      reader.join();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** All that it has printed. */
  String text() {
    return String.join("\n", output);
  }

  List<String> lines() {
    return List.copyOf(output);
  }

  long pid() {
    return process.pid();
  }

  /** SIGTERM. (Process.destroy would close its output, too.) */
  void terminate() {
    if (!process.toHandle().destroy()) {
      throw new AssertionError("the node can't be told to stop");
    }
  }

  /** SIGKILL: nothing is stopped in order. */
  void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(output::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
