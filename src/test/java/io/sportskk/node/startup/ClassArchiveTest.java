package io.sportskk.node.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** Programs that make an archive of their libraries' classes for the next run of them. */
class ClassArchiveTest {

  private static final String USES_IT = "sharing, renewed false";
  private static final String MAKES_IT = "no sharing, renewed true";
  private static final String DOES_WITHOUT = "no sharing, renewed false";

  @TempDir private Path directory;

  /** Started in a process of its own. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      boolean sharing = System.getProperty("java.vm.info").contains("sharing");
      boolean renewed = ClassArchive.renew().join();
      System.out.println((sharing ? "sharing" : "no sharing") + ", renewed " + renewed);
    }
  }

  @Test
  void itIsMadeOnceAndThenUsed() throws Exception {
    assertThat(run()).isEqualTo(MAKES_IT);
    assertThat(run()).isEqualTo(USES_IT);
  }

  @Test
  void oneThatCannotBeReadIsMadeAnew() throws Exception {
    Files.writeString(directory.resolve("a.jsa"), "what a full disk has left of it");
    assertThat(run()).isEqualTo(MAKES_IT);
    assertThat(run()).isEqualTo(USES_IT);
  }

  @Test
  void whereItCannotBeMadeTheProgramDoesWithout() throws Exception {
    Files.createDirectory(directory.resolve("a.jsa.log")); // where its log should be
    assertThat(run()).isEqualTo(DOES_WITHOUT);
  }

  private String run() throws IOException, InterruptedException {
    String classPath =
        Stream.of(Logger.class, ClassArchive.class, Program.class)
            .map(ClassArchiveTest::origin)
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:SharedArchiveFile=" + directory.resolve("a.jsa"),
                    "-XX:DumpLoadedClassList=" + directory.resolve("a.classes"),
                    "-Xlog:cds=off",
                    "-classpath",
                    classPath,
                    Program.class.getName()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.strip();
  }

  private static String origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
