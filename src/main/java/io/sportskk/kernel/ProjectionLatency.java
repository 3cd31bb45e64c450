package io.sportskk.kernel;

import akka.projection.HandlerRecoveryStrategy;
import akka.projection.ProjectionId;
import akka.projection.StatusObserver;
import akka.projection.eventsourced.EventEnvelope;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * Measures how old an event is when a projection has it: {@code sportskk.projection.latency}, in
 * seconds from the event's time to the commit.
 */
public final class ProjectionLatency<E> extends StatusObserver<EventEnvelope<E>> {

  private final Timer latency;
  private final Function<E, Instant> at;
  private final Clock clock;

  /**
   * @param projection its name in metrics
   * @param at the time of an event
   */
  public ProjectionLatency(
      String projection, Function<E, Instant> at, MeterRegistry metrics, Clock clock) {
    this.latency =
        Timer.builder("sportskk.projection.latency")
            .description("Age of an event when the projection has committed it")
            .tag("projection", projection)
            .serviceLevelObjectives(
                Duration.ofMillis(100),
                Duration.ofMillis(250),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5))
            .register(metrics);
    this.at = at;
    this.clock = clock;
  }

  /** Called for each event of a group once the group's transaction is committed. */
  @Override
  public void afterProcess(ProjectionId projection, EventEnvelope<E> envelope) {
    latency.record(Duration.between(at.apply(envelope.event()), clock.instant()));
  }

  @Override
  public void started(ProjectionId projection) {}

  @Override
  public void failed(ProjectionId projection, Throwable cause) {}

  @Override
  public void stopped(ProjectionId projection) {}

  @Override
  public void beforeProcess(ProjectionId projection, EventEnvelope<E> envelope) {}

  @Override
  public void offsetProgress(ProjectionId projection, EventEnvelope<E> envelope) {}

  @Override
  public void error(
      ProjectionId projection,
      EventEnvelope<E> envelope,
      Throwable cause,
      HandlerRecoveryStrategy strategy) {}
}
