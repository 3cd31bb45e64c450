package io.sportskk.view;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.cluster.sharding.typed.ShardedDaemonProcessSettings;
import akka.cluster.sharding.typed.javadsl.ShardedDaemonProcess;
import akka.projection.ProjectionBehavior;
import akka.projection.jdbc.javadsl.JdbcProjection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.PooledJdbcSession;
import io.sportskk.kernel.ProjectionLatency;
import io.sportskk.kernel.SliceEvents;
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

  /** Starts its instances, spread over the view nodes. */
  static void start(
      ActorSystem<?> system,
      ViewSettings settings,
      Slices slices,
      DataSource view,
      ViewDialect dialect,
      MeterRegistry metrics) {
    ProjectionLatency<TicketEvent> latency =
        new ProjectionLatency<>(Views.PROJECTION, TicketEvent::at, metrics, Clock.systemUTC());
    Counter mended = TicketProjectionHandler.mended(metrics);
    ShardedDaemonProcess.get(system)
        .init(
            ProjectionBehavior.Command.class,
            "view-projection",
            slices.instances(),
            instance ->
                of(
                    SliceEvents.of(system, Views.PROJECTION, slices, instance, view),
                    system,
                    settings,
                    view,
                    dialect,
                    latency,
                    mended),
            ShardedDaemonProcessSettings.create(system).withRole(Views.ROLE),
            Optional.of(ProjectionBehavior.stopMessage()));
  }

  private static Behavior<ProjectionBehavior.Command> of(
      SliceEvents<TicketEvent> events,
      ActorSystem<?> system,
      ViewSettings settings,
      DataSource view,
      ViewDialect dialect,
      ProjectionLatency<TicketEvent> latency,
      Counter mended) {
    return ProjectionBehavior.create(
        JdbcProjection.groupedWithin(
                events.id(),
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
