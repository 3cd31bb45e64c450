package io.sportskk.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs that a machine may have. A test that needs one is left out where it is not there. */
final class Tools {

  private static final int LIMIT_SECONDS = 60;

  private Tools() {}

  static void assumeThereIs(String program) {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(it -> Files.isExecutable(Path.of(it, program))),
        "there is no " + program + " on this machine");
  }

  /** What it prints, warnings left out; it must end with 0. */
  static String run(Path directory, String... command) throws IOException, InterruptedException {
    Path errors = Files.createTempFile(command[0], ".err");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectError(errors.toFile())
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(output + Files.readString(errors)).isZero();
      return output;
    } finally {
      Files.delete(errors);
    }
  }
}
