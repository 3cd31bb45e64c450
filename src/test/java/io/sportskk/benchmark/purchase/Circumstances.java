package io.sportskk.benchmark.purchase;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/**
 * Without which figures of a run mean nothing.
 *
 * @param commit of what was measured, {@code -dirty} if that is not all
 */
record Circumstances(Instant date, String machine, String java, String commit, String command) {

  /**
   * Of this run, which has just begun.
   *
   * @param properties that it understands
   */
  static Circumstances now(List<String> properties) {
    return new Circumstances(
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        "%s, %d processors, %s"
            .formatted(
                processor(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name")),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        checkedOut(),
        command(properties));
  }

  /** In one line. */
  @Override
  public String toString() {
    return String.join(
        " · ",
        date.toString().substring(0, 10),
        "commit " + commit,
        machine,
        "Java " + System.getProperty("java.version"));
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  private static String checkedOut() {
    try {
      Process git =
          new ProcessBuilder("git", "describe", "--always", "--dirty", "--exclude=*")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return said.isEmpty() ? "unknown" : said;
    } catch (IOException e) {
      return "unknown"; // no git, or not its directory
    }
  }

  private static String command(List<String> properties) {
    StringBuilder command = new StringBuilder("./mvnw -Pbenchmark verify");
    for (String property : properties) {
      String value = System.getProperty(property, "");
      if (!value.isEmpty()) {
        command.append(" -D").append(property).append('=');
        command.append(value.matches("[\\w.,=/-]+") ? value : '"' + value + '"');
      }
    }
    return command.toString();
  }
}
