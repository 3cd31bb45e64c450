package io.sportskk.view;

import akka.projection.HandlerRecoveryStrategy;
import akka.projection.ProjectionId;
import akka.projection.StatusObserver;
import akka.projection.eventsourced.EventEnvelope;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sportskk.ticket.TicketEvent;
import java.time.Clock;
import java.time.Duration;

/**
 * Measures how old an event is when the view has it: {@code sportskk.projection.latency}, in
 * seconds from the event's time to the commit.
 */
final class LatencyObserver extends StatusObserver<EventEnvelope<TicketEvent>> {

  private final Timer latency;
  private final Clock clock;

  LatencyObserver(MeterRegistry metrics, Clock clock) {
    this.latency =
        Timer.builder("sportskk.projection.latency")
            .description("Age of an event when the projection has committed it")
            .tag("projection", Views.PROJECTION)
            .serviceLevelObjectives(
                Duration.ofMillis(100),
                Duration.ofMillis(250),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5))
            .register(metrics);
    this.clock = clock;
  }

  /** Called for each event of a group once the group's transaction is committed. */
  @Override
  public void afterProcess(ProjectionId projection, EventEnvelope<TicketEvent> envelope) {
    latency.record(Duration.between(envelope.event().at(), clock.instant()));
  }

  @Override
  public void started(ProjectionId projection) {}

  @Override
  public void failed(ProjectionId projection, Throwable cause) {}

  @Override
  public void stopped(ProjectionId projection) {}

  @Override
  public void beforeProcess(ProjectionId projection, EventEnvelope<TicketEvent> envelope) {}

  @Override
  public void offsetProgress(ProjectionId projection, EventEnvelope<TicketEvent> envelope) {}

  @Override
  public void error(
      ProjectionId projection,
      EventEnvelope<TicketEvent> envelope,
      Throwable cause,
      HandlerRecoveryStrategy strategy) {}
}
