package io.sportskk.match;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.cluster.sharding.typed.ShardedDaemonProcessSettings;
import akka.cluster.sharding.typed.javadsl.ShardedDaemonProcess;
import akka.cluster.typed.Cluster;
import akka.projection.ProjectionBehavior;
import akka.projection.eventsourced.EventEnvelope;
import akka.projection.jdbc.javadsl.JdbcHandler;
import akka.projection.jdbc.javadsl.JdbcProjection;
import io.sportskk.kernel.PooledJdbcSession;
import io.sportskk.kernel.SliceEvents;
import io.sportskk.kernel.Slices;
import io.sportskk.match.MatchEvent.StepRefused;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;

/** Keeps the list of all matches, exactly once, in the journal's own database. */
final class MatchCatalogueProjection {

  static final String NAME = "match-catalogue";

  /** There are so few matches that one instance is enough. */
  private static final Slices SLICES = new Slices(Matches.KEY.name(), 1);

  private MatchCatalogueProjection() {}

  /** Starts the projection and the queries, on a node with the role of matches. */
  static void start(ActorSystem<?> system, DataSource journal, Clock clock) {
    if (!Cluster.get(system).selfMember().hasRole(Matches.ROLE)) {
      return;
    }
    ShardedDaemonProcess.get(system)
        .init(
            ProjectionBehavior.Command.class,
            NAME,
            SLICES.instances(),
            instance ->
                of(SliceEvents.of(system, NAME, SLICES, instance, journal), system, journal),
            ShardedDaemonProcessSettings.create(system).withRole(Matches.ROLE),
            Optional.of(ProjectionBehavior.stopMessage()));
    system.systemActorOf(MatchCatalogue.create(journal, clock), NAME, Props.empty());
  }

  private static Behavior<ProjectionBehavior.Command> of(
      SliceEvents<MatchEvent> events, ActorSystem<?> system, DataSource journal) {
    return ProjectionBehavior.create(
        JdbcProjection.exactlyOnce(
            events.id(),
            events,
            () -> new PooledJdbcSession(journal),
            () -> new Handler(new MatchCatalogueRepository()),
            system));
  }

  /** Runs in the transaction that also stores the event's offset. */
  private static final class Handler
      extends JdbcHandler<EventEnvelope<MatchEvent>, PooledJdbcSession> {

    private final MatchCatalogueRepository catalogue;

    Handler(MatchCatalogueRepository catalogue) {
      this.catalogue = catalogue;
    }

    @Override
    public void process(PooledJdbcSession session, EventEnvelope<MatchEvent> envelope)
        throws SQLException {
      if (envelope.event() instanceof StepRefused) {
        return; // it changes nothing of the match: its row stays that of the event before
      }
      catalogue.add(session.connection(), envelope.event(), envelope.sequenceNr());
    }
  }
}
