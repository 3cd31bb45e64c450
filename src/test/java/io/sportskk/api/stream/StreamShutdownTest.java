package io.sportskk.api.stream;

import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import io.sportskk.api.StreamsFixture;
import io.sportskk.testing.EventReader;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A node that stops ends its streams in good order, and is not held up by them. */
class StreamShutdownTest {

  @Test
  void theStreamsEndWithTheNode() throws Exception {
    try (StreamsFixture node =
        new StreamsFixture(
            """
            sportskk.sse.heartbeat = 10 s
            sportskk.api.shutdown-timeout = 1 h
            akka.coordinated-shutdown.default-phase-timeout = 2 h
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
      // Were the streams left to the HTTP server, they would be cut off at its deadline, in an
      // hour.
      CompletionStage<Done> stopped =
          CoordinatedShutdown.get(node.cluster().system())
              .runAll(CoordinatedShutdown.jvmExitReason());
      for (EventReader stream : streams) {
        Awaitility.await().until(stream::hasEnded);
        assertThat(stream.failure()).isNull();
      }
      assertThat(stopped).succeedsWithin(LIMIT);
    }
  }
}
