package io.sportskk.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sportskk.node.startup.StartFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShutdownSequenceTest {

  private final ShutdownSequence stops = new ShutdownSequence();
  private final List<String> stopped = new ArrayList<>();

  @Test
  void whatWasStartedLastIsStoppedFirstAndOnce() {
    stops.add("database", () -> stopped.add("database"));
    stops.add("actors", () -> stopped.add("actors"));

    stops.stopAll();
    stops.stopAll();

    assertThat(stopped).containsExactly("actors", "database");
  }

  @Test
  void whatCanNotBeStoppedDoesNotKeepTheRestRunning() {
    stops.add("database", () -> stopped.add("database"));
    stops.add(
        "actors",
        () -> {
          throw new IOException("on purpose");
        });

    stops.stopAll();

    assertThat(stopped).containsExactly("database");
  }

  @Test
  void whatIsStartedAfterTheStopIsStoppedAtOnce() {
    stops.stopAll();

    assertThatThrownBy(() -> stops.add("actors", () -> stopped.add("actors")))
        .isInstanceOf(StartFailure.class);
    assertThat(stopped).containsExactly("actors");
  }
}
