package io.sportskk.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import io.sportskk.api.StreamsFixture;
import io.sportskk.testing.EventReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A node that stops ends its streams in good order, and is not held up by them. */
class StreamShutdownTest {

  private static final Duration DEADLINE = Duration.ofSeconds(15);

  @Test
  void theStreamsEndWithTheNode() throws Exception {
    try (StreamsFixture node =
        new StreamsFixture(
            """
            sportskk.sse.heartbeat = 10 s
            sportskk.api.shutdown-timeout = 15 s
            akka.coordinated-shutdown.default-phase-timeout = 20 s
            """)) {
      String ticketId = node.buy();
      List<EventReader> streams =
          List.of(
              node.buyer().events("/tickets/" + ticketId + "/events"),
              node.admin().events("/admin/tickets/events"),
              node.anyone().events("/matches/events"));
      streams.get(0).next();
      for (String kind : List.of("ticket", "admin", "tally")) {
        Awaitility.await().until(() -> node.openStreams(kind) == 1);
      }
      // Were the streams left to the HTTP server, they would be cut off at its deadline.
      long started = System.nanoTime();
      CompletionStage<Done> stopped =
          CoordinatedShutdown.get(node.cluster().system())
              .runAll(CoordinatedShutdown.jvmExitReason());
      for (EventReader stream : streams) {
        Awaitility.await().until(stream::hasEnded);
        assertThat(stream.failure()).isNull();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(DEADLINE);
      stopped.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
  }
}
