package io.sportskk.settlement;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.Bulkhead;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.kernel.Regions;
import io.sportskk.kernel.Slices;
import io.sportskk.tally.SealedTally;
import io.sportskk.tally.Tallies;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;

/** Starts the settlement context on a node. */
public final class Settlements {

  /** Asked by match id. */
  public static final EntityTypeKey<SettlementCommand> KEY =
      EntityTypeKey.create(SettlementCommand.class, "Settlement");

  /** Settlements live where the tally is, as they read its tickets. */
  public static final String ROLE = Tallies.ROLE;

  /** There are so few matches that one instance of a projection is enough. */
  public static final Slices SLICES = new Slices(KEY.name(), 1);

  private Settlements() {}

  /** On a node without the role: knows the way to the settlements. */
  public static void initProxy(ActorSystem<?> system) {
    Regions.initProxy(system, KEY, ROLE);
  }

  /**
   * @param journal the database of the list of unfinished tickets and of the catalogue
   * @param tally the database of the tally
   * @param statementTimeout of a statement of the tally, in whole seconds
   */
  public static void start(
      ActorSystem<?> system,
      SettlementSettings settings,
      DataSource journal,
      DataSource tally,
      Duration statementTimeout,
      PoolsByLedger ledger,
      MeterRegistry metrics,
      Clock clock) {
    Services services =
        new Services(
            system,
            settings,
            new JdbcCalls(Bulkhead.JOURNAL_QUERIES.of(system), journal, settings.askTimeout()),
            new JdbcCalls(Bulkhead.TALLY.of(system), tally, settings.askTimeout()),
            new SealedTally(statementTimeout),
            new AskingNeighbours(system, ledger, settings.askTimeout()),
            clock);
    SettlementMetrics meters = new SettlementMetrics(metrics);
    ClusterSharding.get(system)
        .init(
            Entity.of(
                    KEY,
                    entity ->
                        SettlementEntity.create(
                            entity.getEntityId(), entity.getShard(), services, meters))
                .withRole(ROLE)
                .withStopMessage(new SettlementCommand.Stop()));
    SettlementWaker.start(system, services);
    system.systemActorOf(
        PoolQueries.create(services.tallyDatabase(), services.tally()),
        "pool-queries",
        Props.empty());
  }
}
