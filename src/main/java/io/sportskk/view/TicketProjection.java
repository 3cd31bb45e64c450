package io.sportskk.view;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.cluster.sharding.typed.ShardedDaemonProcessSettings;
import akka.cluster.sharding.typed.javadsl.ShardedDaemonProcess;
import akka.persistence.jdbc.query.javadsl.JdbcReadJournal;
import akka.persistence.query.Offset;
import akka.projection.ProjectionBehavior;
import akka.projection.ProjectionId;
import akka.projection.eventsourced.EventEnvelope;
import akka.projection.eventsourced.javadsl.EventSourcedProvider;
import akka.projection.javadsl.SourceProvider;
import akka.projection.jdbc.javadsl.JdbcProjection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.PooledJdbcSession;
import io.sportskk.kernel.Slices;
import io.sportskk.ticket.TicketEvent;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Keeps the view up to date with the events of all tickets, exactly once: the rows of a group of
 * events and the offset that it ends at are committed in one transaction.
 */
final class TicketProjection {

  private TicketProjection() {}

  /** Starts one instance a slice, spread over the view nodes. */
  static void start(
      ActorSystem<?> system,
      ViewSettings settings,
      Slices slices,
      DataSource view,
      ViewDialect dialect,
      MeterRegistry metrics) {
    LatencyObserver latency = new LatencyObserver(metrics, Clock.systemUTC());
    Counter mended = TicketProjectionHandler.mended(metrics);
    ShardedDaemonProcess.get(system)
        .init(
            ProjectionBehavior.Command.class,
            "view-projection",
            slices.count(),
            slice -> of(system, settings, slices.tag(slice), view, dialect, latency, mended),
            ShardedDaemonProcessSettings.create(system).withRole(Views.ROLE),
            Optional.of(ProjectionBehavior.stopMessage()));
  }

  private static Behavior<ProjectionBehavior.Command> of(
      ActorSystem<?> system,
      ViewSettings settings,
      String tag,
      DataSource view,
      ViewDialect dialect,
      LatencyObserver latency,
      Counter mended) {
    SourceProvider<Offset, EventEnvelope<TicketEvent>> events =
        EventSourcedProvider.eventsByTag(system, JdbcReadJournal.Identifier(), tag);
    return ProjectionBehavior.create(
        JdbcProjection.groupedWithin(
                ProjectionId.of(Views.PROJECTION, tag),
                events,
                () -> new PooledJdbcSession(view),
                () ->
                    new TicketProjectionHandler(
                        new TicketRepository(dialect),
                        JournalHistory.of(system),
                        () -> new PooledJdbcSession(view),
                        mended),
                system)
            .withGroup(settings.groupSize(), settings.groupWithin())
            .withStatusObserver(latency));
  }
}
