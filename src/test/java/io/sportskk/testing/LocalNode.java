package io.sportskk.testing;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import io.sportskk.node.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A node of a {@link LocalCluster}: a process of its own on a loopback address of its own, started
 * as an operator starts it. What it prints is in a file.
 */
public final class LocalNode {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofMillis(500))
          .build();

  private final String name;
  private final String address;
  private final List<String> launcher;
  private final Map<String, String> environment;
  private final Path directory;
  private Process process;

  /**
   * @param launcher what goes before the command, for example {@code ip netns exec a}
   * @param directory for the node's files
   */
  LocalNode(
      String name,
      String address,
      List<String> launcher,
      Map<String, String> environment,
      Path directory) {
    this.name = name;
    this.address = address;
    this.launcher = launcher;
    this.environment = environment;
    this.directory = directory;
  }

  /** With a configuration file of these settings. */
  void start(Config settings) {
    try {
      Files.createDirectories(directory);
      Path file = directory.resolve(name + ".conf");
      Files.writeString(file, settings.root().render(ConfigRenderOptions.concise()));
      start("-Dconfig.file=" + file, Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param configuration the system property that says where the configuration is
   * @param more further environment variables
   */
  synchronized void start(String configuration, Map<String, String> more) {
    try {
      Files.createDirectories(directory);
      List<String> command = new ArrayList<>(launcher);
      command.addAll(ChildJvm.command());
      command.addAll(List.of(configuration, Main.class.getName()));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
      builder.environment().putAll(environment);
      builder.environment().putAll(more);
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String name() {
    return name;
  }

  /** The host of all its ports. */
  public String address() {
    return address;
  }

  public URI http() {
    return URI.create("http://" + address + ":8080");
  }

  public URI management(String path) {
    return URI.create("http://" + address + ":8558" + path);
  }

  public ApiClient client() {
    return ApiClient.on(http());
  }

  public Path log() {
    return directory.resolve(name + ".log");
  }

  /** What it has printed so far. */
  public String printed() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  public synchronized long pid() {
    return process.pid();
  }

  public boolean isReady() {
    return get("/ready").filter(answer -> answer.statusCode() == 200).isPresent();
  }

  /** What the management port answers, if it does. */
  public Optional<HttpResponse<String>> get(String path) {
    try {
      return Optional.of(
          HTTP.send(
              HttpRequest.newBuilder(management(path)).timeout(Duration.ofSeconds(5)).build(),
              BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public LocalNode awaitReady() {
    Awaitility.await(name + " is ready")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> isReady() || !isAlive());
    if (!isAlive()) {
      throw new AssertionError(name + " has ended: " + printed());
    }
    return this;
  }

  /** Waits until it has ended by itself. */
  public LocalNode awaitEnded() {
    awaitEnd();
    return this;
  }

  /** SIGSTOP: it goes on existing, but does nothing. */
  public void freeze() {
    signal("STOP");
  }

  /** SIGCONT. */
  public void thaw() {
    signal("CONT");
  }

  /** SIGTERM; returns when it has ended. */
  public void terminate() {
    signal("TERM");
    awaitEnd();
  }

  /** SIGTERM, if it still runs; returns when it has ended. */
  public void stop() {
    process.destroy();
    awaitEnd();
  }

  /** SIGKILL. */
  public void kill() {
    signal("KILL");
    awaitEnd();
  }

  void end() {
    if (isAlive()) {
      kill();
    }
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(name + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void signal(String signal) {
    try {
      int status = new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).start().waitFor();
      if (status != 0) {
        throw new AssertionError("SIG" + signal + " can't be sent to " + name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
