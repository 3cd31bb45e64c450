package io.sportskk.api.stream;

import akka.Done;
import akka.NotUsed;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpResponse;
import akka.pattern.Patterns;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.api.http.ErrorHandling;
import io.sportskk.api.http.ProblemException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** The open event streams of this node: counted, limited, and ended when the node stops. */
public final class OpenStreams {

  /** How long the last bytes of the streams may take to the network. */
  private static final Duration FLUSH = Duration.ofMillis(100);

  /** A timer can't be set for much longer than half a year. */
  public static final Duration LONGEST = Duration.ofDays(1);

  private final StreamSettings settings;
  private final Map<StreamKind, OfKind> open = new EnumMap<>(StreamKind.class);
  private final CompletableFuture<Done> allEnded = new CompletableFuture<>();
  private volatile boolean ending;

  public OpenStreams(ActorSystem<?> system, StreamSettings settings, MeterRegistry metrics) {
    this.settings = settings;
    for (StreamKind kind : StreamKind.values()) {
      OfKind streams = new OfKind();
      open.put(kind, streams);
      Gauge.builder("sportskk.streams.open", streams, OfKind::size)
          .description("Open event streams")
          .tag("stream", kind.label())
          .register(metrics);
    }
    // In this phase the port is closed, and in the next one the HTTP server cuts off whatever
    // answer is still being sent. A client that connects again finds another node.
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseServiceUnbind(), "end-event-streams", () -> endAll(system));
  }

  private CompletionStage<Done> endAll(ActorSystem<?> system) {
    ending = true;
    open.values().forEach(streams -> streams.running.forEach(EventStream.Running::end));
    tellIfAllEnded();
    return allEnded.thenCompose(
        done ->
            Patterns.after(
                FLUSH,
                system.classicSystem(),
                () -> CompletableFuture.completedFuture(Done.done())));
  }

  private void tellIfAllEnded() {
    if (ending && open() == 0) {
      allEnded.complete(Done.done());
    }
  }

  /**
   * An answer that is such a stream.
   *
   * @param lasts how long it may last, however much is still to come
   * @param events is started once the answer is being sent, if ever
   * @throws ProblemException if this node has as many streams as it may
   */
  public HttpResponse open(StreamKind kind, Duration lasts, Source<ByteString, NotUsed> events) {
    if (open() >= settings.maxStreams()) {
      throw ErrorHandling.unavailable("This node has as many open streams as it may have.")
          .exception();
    }
    Duration limit = lasts.compareTo(LONGEST) < 0 ? lasts : LONGEST;
    // Those whose streams end together are not to come back together.
    ByteString retry = Sse.retry(settings.retry(ThreadLocalRandom.current().nextDouble()));
    return Sse.response(
        events.via(new EventStream(retry, settings.heartbeat(), limit, open.get(kind))));
  }

  private int open() {
    return open.values().stream().mapToInt(OfKind::size).sum();
  }

  private final class OfKind implements EventStream.Register {

    private final Set<EventStream.Running> running = ConcurrentHashMap.newKeySet();

    int size() {
      return running.size();
    }

    @Override
    public void began(EventStream.Running stream) {
      running.add(stream);
      if (ending) {
        stream.end(); // it began when the others had been told
      }
    }

    @Override
    public void ended(EventStream.Running stream) {
      running.remove(stream);
      tellIfAllEnded();
    }
  }
}
