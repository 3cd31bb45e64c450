package io.sportskk.node.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sportskk.node.startup.StartFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresBinariesTest {

  @TempDir private Path data;

  @Test
  void theProgramsRunAndStayWhereTheyAre() throws Exception {
    PostgresBinaries first = PostgresBinaries.unpack(data);
    assertThat(versionOf(first)).startsWith("postgres (PostgreSQL)");

    Path mark = Files.createFile(onlyVersion().resolve("mark"));
    PostgresBinaries second = PostgresBinaries.unpack(data);
    assertThat(command(second)).isEqualTo(command(first));
    assertThat(mark).exists();
  }

  @Test
  void whatAnInterruptedStartAndAnotherVersionHaveLeftIsDeleted() throws Exception {
    Path all = data.resolve("postgresql-programs");
    Files.createDirectories(all.resolve("unfinished/bin"));
    Files.createFile(all.resolve("unfinished/bin/postgres"));
    Files.createDirectories(all.resolve("of-another-version/bin"));

    assertThat(versionOf(PostgresBinaries.unpack(data))).startsWith("postgres (PostgreSQL)");
    assertThat(onlyVersion().getFileName().toString())
        .isNotEqualTo("unfinished")
        .isNotEqualTo("of-another-version");
  }

  @Test
  void aBuildWithoutProgramsForTheMachineSaysWhatToDo() {
    String archive = PostgresBinaries.archive("Linux", "s390x");
    assertThatThrownBy(() -> PostgresBinaries.unpack(data, archive))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining(archive)
        .hasMessageContaining("profile all-platforms")
        .hasMessageContaining("sportskk.database.embedded.enabled");
    assertThat(data).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "Linux,    amd64,   postgres-linux-x86_64.txz",
    "Linux,    aarch64, postgres-linux-arm_64.txz",
    "Linux,    ppc64le, postgres-linux-ppcle_64.txz",
    "Mac OS X, x86_64,  postgres-darwin-x86_64.txz",
    "Mac OS X, aarch64, postgres-darwin-arm_64.txz"
  })
  void anArchiveIsNamedByThePlatform(String os, String machine, String archive) {
    assertThat(PostgresBinaries.archive(os, machine)).isEqualTo(archive);
  }

  private Path onlyVersion() throws IOException {
    try (Stream<Path> versions = Files.list(data.resolve("postgresql-programs"))) {
      List<Path> found = versions.toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }

  private static List<String> command(PostgresBinaries binaries) {
    return binaries.command("postgres", List.of("--version"));
  }

  private static String versionOf(PostgresBinaries binaries)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command(binaries)).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said;
  }
}
