package io.sportskk.api;

import akka.Done;
import akka.NotUsed;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.KillSwitches;
import akka.stream.SharedKillSwitch;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** The open event streams of this node: counted, limited, and ended when the node stops. */
final class Streams {

  private final ApiSettings.Sse settings;
  private final Map<StreamKind, AtomicInteger> open = new EnumMap<>(StreamKind.class);
  private final SharedKillSwitch end = KillSwitches.shared("event-streams");

  Streams(ActorSystem<?> system, ApiSettings.Sse settings, MeterRegistry metrics) {
    this.settings = settings;
    for (StreamKind kind : StreamKind.values()) {
      AtomicInteger count = new AtomicInteger();
      open.put(kind, count);
      Gauge.builder("sportskk.streams.open", count, AtomicInteger::get)
          .description("Open event streams")
          .tag("stream", kind.label())
          .register(metrics);
    }
    // By then no connection is accepted any more: a client that connects again finds another node.
    // Were the streams not ended, the HTTP server would wait for them until its deadline.
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseServiceRequestsDone(),
            "end-event-streams",
            () -> {
              end.shutdown();
              return CompletableFuture.completedFuture(Done.done());
            });
  }

  /**
   * An answer that is such a stream.
   *
   * @param events is started once the answer is being sent, if ever
   * @throws ProblemException if this node has as many streams as it may
   */
  HttpResponse open(StreamKind kind, Source<ByteString, NotUsed> events) {
    int streams = open.values().stream().mapToInt(AtomicInteger::get).sum();
    if (streams >= settings.most()) {
      throw ErrorHandling.unavailable("This node has as many open streams as it may have.")
          .exception();
    }
    AtomicInteger count = open.get(kind);
    // Counted where the stream really starts and ends: an answer may never be sent.
    Source<ByteString, NotUsed> counted =
        Source.fromMaterializer(
                (materializer, attributes) -> {
                  count.incrementAndGet();
                  return events
                      .via(end.flow())
                      .watchTermination(
                          (started, ended) -> {
                            ended.whenComplete((done, error) -> count.decrementAndGet());
                            return started;
                          });
                })
            .mapMaterializedValue(started -> NotUsed.getInstance());
    return Sse.response(counted, settings);
  }
}
