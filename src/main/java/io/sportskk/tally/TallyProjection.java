package io.sportskk.tally;

import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.ShardedDaemonProcessSettings;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.ShardedDaemonProcess;
import akka.projection.HandlerRecoveryStrategy;
import akka.projection.Projection;
import akka.projection.ProjectionBehavior;
import akka.projection.eventsourced.EventEnvelope;
import akka.projection.jdbc.javadsl.JdbcProjection;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.Bulkhead;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.kernel.PooledJdbcSession;
import io.sportskk.kernel.SliceEvents;
import io.sportskk.kernel.Slices;
import io.sportskk.ticket.TicketEvent;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.sql.DataSource;

/**
 * Reads what happens to tickets from the journal and has the tallies count it, at least once: what
 * the synchronous request could not confirm, is counted here.
 */
final class TallyProjection {

  static final String NAME = "tally";

  private TallyProjection() {}

  static void start(
      ActorSystem<?> system,
      TallySettings settings,
      String role,
      Slices slices,
      TallyRepository repository,
      DataSource offsets,
      MeterRegistry metrics,
      Clock clock) {
    Executor threads = Bulkhead.TALLY.of(system);
    TallyProjectionHandler.Known known =
        ticketIds -> JdbcCalls.untimed(threads, () -> repository.known(ticketIds));
    ShardedDaemonProcess.get(system)
        .init(
            ProjectionBehavior.Command.class,
            "tally-projection",
            slices.instances(),
            instance ->
                ProjectionBehavior.create(
                    projection(
                        SliceEvents.of(system, NAME, slices, instance, offsets),
                        system,
                        settings,
                        known,
                        offsets,
                        metrics,
                        clock)),
            ShardedDaemonProcessSettings.create(system).withRole(role),
            Optional.of(ProjectionBehavior.stopMessage()));
  }

  private static Projection<EventEnvelope<TicketEvent>> projection(
      SliceEvents<TicketEvent> events,
      ActorSystem<?> system,
      TallySettings settings,
      TallyProjectionHandler.Known known,
      DataSource offsets,
      MeterRegistry metrics,
      Clock clock) {
    ClusterSharding sharding = ClusterSharding.get(system);
    return JdbcProjection.groupedWithinAsync(
            events.id(),
            events,
            () -> new PooledJdbcSession(offsets),
            () ->
                new TallyProjectionHandler(sharding, known, settings.askTimeout(), metrics, clock),
            system)
        .withGroup(settings.groupSize(), settings.groupWithin())
        // For as long as it takes. The first failure of a group is logged, its repetitions are not.
        .withRecoveryStrategy(
            HandlerRecoveryStrategy.retryAndFail(Integer.MAX_VALUE, settings.retryDelay()));
  }
}
