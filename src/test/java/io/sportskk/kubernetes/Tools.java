package io.sportskk.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs that a machine may have. A test that needs one is left out where it is not there. */
final class Tools {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Tools() {}

  static void assumeThereIs(String program) {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(it -> Files.isExecutable(Path.of(it, program))),
        "there is no " + program + " on this machine");
  }

  /** One that is there and can't do this, broken or too old, is like one that is missing. */
  static void assumeItRuns(String... command) throws IOException, InterruptedException {
    assumeThereIs(command[0]);
    Result result;
    try {
      result = result(Path.of("."), LIMIT, command);
    } catch (IOException e) {
      result = new Result(-1, "", e.toString());
    }
    assumeTrue(result.status == 0, String.join(" ", command) + " fails: " + result);
  }

  /** What it prints, warnings left out; it must end with 0. */
  static String run(Path directory, String... command) throws IOException, InterruptedException {
    Result result = result(directory, LIMIT, command);
    assertThat(result.status).as(result.toString()).isZero();
    return result.output;
  }

  /** What has not ended in time is ended, and has no status of 0. */
  static Result result(Path directory, Duration limit, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("tool", ".out");
    Path errors = Files.createTempFile("tool", ".err");
    try {
      // Not pipes: to read them would wait for as long as the program does.
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start();
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      return new Result(
          ended ? process.exitValue() : -1,
          Files.readString(output),
          Files.readString(errors) + (ended ? "" : "not ended after " + limit));
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }

  /** How a program has ended. */
  record Result(int status, String output, String errors) {}
}
