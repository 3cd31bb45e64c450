package io.sportskk.tally;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.pubsub.Topic;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.Bulkhead;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.kernel.Regions;
import io.sportskk.kernel.Slices;
import java.time.Clock;
import javax.sql.DataSource;

/** The tally on a node: what is staked on each match and team. */
public final class Tallies {

  /** Asked by match id. */
  public static final EntityTypeKey<TallyCommand> KEY =
      EntityTypeKey.create(TallyCommand.class, "Tally");

  /** The cluster role of the nodes that tally. */
  public static final String ROLE = "tally";

  /** The name of the projection, by which its offsets are stored. */
  public static final String PROJECTION = TallyProjection.NAME;

  private Tallies() {}

  /** On a node without the role: knows the way to the tallies. */
  public static void initProxy(ActorSystem<?> system) {
    Regions.initProxy(system, KEY, ROLE);
  }

  /**
   * On a node with the role: does its share of the tallies, projects the ticket's events, writes
   * down how totals move and answers {@link TallyQuery}.
   *
   * @param ticketSlices the slices of the ticket's events
   * @param tally the tally's database
   * @param changes where totals are published
   */
  public static void start(
      ActorSystem<?> system,
      TallySettings settings,
      Slices ticketSlices,
      DataSource tally,
      ActorRef<Topic.Command<MatchTotals>> changes,
      MeterRegistry metrics,
      Clock clock) {
    TallyRepository repository = new TallyRepository(tally, settings.statementTimeout());
    TallyWriter writer = new TallyWriter(Bulkhead.TALLY.of(system), repository, metrics, clock);
    ClusterSharding.get(system)
        .init(
            Entity.of(
                    KEY,
                    entity ->
                        TallyEntity.create(
                            entity.getEntityId(), entity.getShard(), writer, settings, changes))
                .withRole(ROLE)
                .withStopMessage(new TallyCommand.Stop()));
    TallyProjection.start(system, settings, ROLE, ticketSlices, repository, tally, metrics, clock);
    JdbcCalls calls = new JdbcCalls(Bulkhead.TALLY.of(system), tally, settings.statementTimeout());
    TallyPoints points = new TallyPoints(calls.timeoutSeconds());
    system.systemActorOf(
        PointWriter.create(
            turn -> calls.run(connection -> points.write(connection, turn)),
            settings.pointEvery(),
            clock),
        "tally-points",
        Props.empty());
    system.systemActorOf(
        TallyQueries.create(calls, points, settings.pointEvery()), "tally-queries", Props.empty());
  }

  /** The topic on which every node hears of the totals as they change. */
  public static Behavior<Topic.Command<MatchTotals>> changesTopic() {
    return Topic.create(MatchTotals.class, "tally-changes");
  }
}
