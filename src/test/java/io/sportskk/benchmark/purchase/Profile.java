package io.sportskk.benchmark.purchase;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Where a process's time goes: stacks of async-profiler, which is loaded into the process. Its
 * event {@code ctimer} takes processor time and needs no right of the kernel.
 */
final class Profile {

  private static final long PATIENCE_SECONDS = 60;

  private final long pid;
  private final Path library;

  private Profile(long pid, Path library) {
    this.pid = pid;
    this.library = library;
  }

  /**
   * @param directory for the library
   */
  static Profile start(long pid, Path directory) throws IOException, InterruptedException {
    String architecture =
        "aarch64".equals(System.getProperty("os.arch").toLowerCase(Locale.ROOT)) ? "arm64" : "x64";
    Path library = directory.resolve("libasyncProfiler.so").toAbsolutePath();
    try (InputStream in =
        Profile.class.getResourceAsStream("/linux-" + architecture + "/libasyncProfiler.so")) {
      Files.copy(in, library, StandardCopyOption.REPLACE_EXISTING);
    }
    Profile profile = new Profile(pid, library);
    profile.tell("start,event=ctimer,interval=1000000");
    return profile;
  }

  /**
   * @param name of the files, without what they end with: a flame graph in {@code .html} and its
   *     stacks as text in {@code .collapsed}
   */
  void stop(Path name) throws IOException, InterruptedException {
    Path absolute = name.toAbsolutePath();
    tell("dump,collapsed,file=" + absolute + ".collapsed");
    tell("stop,flamegraph,file=" + absolute + ".html");
  }

  private void tell(String options) throws IOException, InterruptedException {
    Process command =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "JVMTI.agent_load",
                library.toString(),
                '"' + options + '"')
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!command.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || command.exitValue() != 0) {
      throw new IllegalStateException("async-profiler can't be told: " + options);
    }
  }
}
