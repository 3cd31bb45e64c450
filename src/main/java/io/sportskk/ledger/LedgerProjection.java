package io.sportskk.ledger;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.cluster.sharding.typed.ShardedDaemonProcessSettings;
import akka.cluster.sharding.typed.javadsl.ShardedDaemonProcess;
import akka.projection.ProjectionBehavior;
import akka.projection.jdbc.javadsl.JdbcProjection;
import io.sportskk.kernel.PooledJdbcSession;
import io.sportskk.kernel.ProjectionLatency;
import io.sportskk.kernel.SliceEvents;
import io.sportskk.kernel.Slices;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Books all events of one kind of entity, exactly once: the entries of a group of events and the
 * offset that it ends at are committed in one transaction.
 *
 * @param name in the store of offsets
 * @param bookings what an event moves
 */
record LedgerProjection<E>(
    String name, Slices slices, Function<E, Booking> bookings, ProjectionLatency<E> latency) {

  /** Starts its instances, spread over the nodes that keep the ledger. */
  void start(ActorSystem<?> system, LedgerSettings settings, DataSource ledger) {
    ShardedDaemonProcess.get(system)
        .init(
            ProjectionBehavior.Command.class,
            name + "-projection",
            slices.instances(),
            instance -> instance(instance, system, settings, ledger),
            ShardedDaemonProcessSettings.create(system).withRole(Ledgers.ROLE),
            Optional.of(ProjectionBehavior.stopMessage()));
  }

  private Behavior<ProjectionBehavior.Command> instance(
      int instance, ActorSystem<?> system, LedgerSettings settings, DataSource ledger) {
    SliceEvents<E> events = SliceEvents.of(system, name, slices, instance, ledger);
    return ProjectionBehavior.create(
        JdbcProjection.groupedWithin(
                events.id(),
                events,
                () -> new PooledJdbcSession(ledger),
                () -> new LedgerProjectionHandler<>(bookings, new LedgerRepository()),
                system)
            .withGroup(settings.groupSize(), settings.groupWithin())
            .withStatusObserver(latency));
  }
}
