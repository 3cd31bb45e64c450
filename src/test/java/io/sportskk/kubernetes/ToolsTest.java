package io.sportskk.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.TestAbortedException;

class ToolsTest {

  private static final Path HERE = Path.of(".");

  @Test
  @Timeout(60)
  void aProgramThatDoesNotEndIsEnded() throws IOException, InterruptedException {
    Tools.Result result =
        Tools.result(HERE, Duration.ofMillis(100), "sh", "-c", "sleep 300; echo late");

    assertThat(result.status()).isNotZero();
    assertThat(result.errors()).contains("not ended");
  }

  @Test
  void aProgramThatCannotDoWhatIsNeededIsLikeOneThatIsMissing() {
    assertThatThrownBy(() -> Tools.assumeItRuns("sh", "-c", "exit 3"))
        .isInstanceOf(TestAbortedException.class);
    assertThatThrownBy(() -> Tools.assumeItRuns("there-is-no-such-program"))
        .isInstanceOf(TestAbortedException.class);
  }

  @Test
  void whatAProgramPrintsIsReadWithoutItsWarnings() throws IOException, InterruptedException {
    assertThat(Tools.run(HERE, "sh", "-c", "echo printed; echo warning >&2"))
        .isEqualTo("printed\n");
  }
}
