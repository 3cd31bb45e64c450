package io.sportskk.match;

import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import io.sportskk.kernel.Regions;
import java.time.Clock;
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

  private Matches() {}

  /** On a node without the role: knows the way to the matches. */
  public static void initProxy(ActorSystem<?> system) {
    Regions.initProxy(system, KEY, ROLE);
  }

  /**
   * On a node with the role: holds matches and lists them.
   *
   * @param journal the database in which all matches are listed
   */
  public static void start(
      ActorSystem<?> system, MatchSettings settings, DataSource journal, Clock clock) {
    ClusterSharding.get(system)
        .init(
            Entity.of(
                    KEY,
                    entity ->
                        MatchEntity.create(
                            entity.getEntityId(), entity.getShard(), settings, clock))
                .withRole(ROLE)
                .withStopMessage(new MatchCommand.Stop()));
    MatchCatalogueProjection.start(system, journal);
  }
}
