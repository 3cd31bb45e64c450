package io.sportskk.kernel;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;

/** The ways to entities that live on other nodes. */
public final class Regions {

  private Regions() {}

  /**
   * Makes entities reachable from a node that does not have their role itself.
   *
   * @param role of the nodes on which they live
   */
  public static <M> void initProxy(ActorSystem<?> system, EntityTypeKey<M> key, String role) {
    // Without the role this is a proxy, which never makes an entity.
    ClusterSharding.get(system).init(Entity.of(key, entity -> Behaviors.<M>empty()).withRole(role));
  }
}
