package io.sportskk.match;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.Bulkhead;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.kernel.Regions;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;

/** Starts the match context on a node. */
public final class Matches {

  /** A match's entity id is the match id. */
  public static final EntityTypeKey<MatchCommand> KEY =
      EntityTypeKey.create(MatchCommand.class, "Match");

  /** The cluster role of the nodes that hold matches. */
  public static final String ROLE = "ticket";

  /** The projection that lists all matches in {@code match_catalogue}. */
  public static final String PROJECTION = MatchCatalogueProjection.NAME;

  private static final Duration CATALOGUE_TIMEOUT = Duration.ofSeconds(2);

  /** Less than whoever opens a match waits, so that he is told. */
  private static final Duration OTHERS_TIMEOUT = Duration.ofSeconds(2);

  private Matches() {}

  /** On a node without the role: knows the way to the matches. */
  public static void initProxy(ActorSystem<?> system) {
    Regions.initProxy(system, KEY, ROLE);
  }

  /**
   * On a node with the role: holds matches and lists them.
   *
   * @param holders whom matches ask who has a ticket
   * @param journal the database in which all matches are listed
   * @param saleTerms the same one, on a connection that nobody else takes
   * @return on what terms this node may sell tickets
   */
  public static SaleTerms start(
      ActorSystem<?> system,
      MatchSettings settings,
      Holders holders,
      DataSource journal,
      DataSource saleTerms,
      MeterRegistry metrics,
      Clock clock) {
    ClusterSharding sharding = ClusterSharding.get(system);
    SalesStop.Source catalogue =
        new SalesStop.Source(
            new JdbcCalls(Bulkhead.CATALOGUE.of(system), journal, CATALOGUE_TIMEOUT),
            settings.terms().lease());
    MatchServices services =
        new MatchServices(
            settings,
            catalogue,
            holders,
            matchId ->
                sharding
                    .entityRefFor(KEY, matchId)
                    .<MatchCommand.GetMatchReply>ask(MatchCommand.GetMatch::new, OTHERS_TIMEOUT)
                    .thenApply(MatchCommand.Found.class::isInstance),
            new MatchReport(metrics),
            clock);
    sharding.init(
        Entity.of(
                KEY,
                entity -> MatchEntity.create(entity.getEntityId(), entity.getShard(), services))
            .withRole(ROLE)
            .withStopMessage(new MatchCommand.Stop()));
    MatchCatalogueProjection.start(system, journal, clock);
    AllSalesSwitch allSales = new AllSalesSwitch(system, catalogue);
    system.systemActorOf(allSales.service(), "all-sales", Props.empty());
    return SaleTermsReader.start(
        system,
        settings.terms(),
        new SaleTermsReader.Source(
            saleTerms,
            matchId -> sharding.entityRefFor(KEY, matchId).tell(new MatchCommand.Wake()),
            allSales::stopLater,
            clock,
            System::nanoTime),
        metrics);
  }
}
