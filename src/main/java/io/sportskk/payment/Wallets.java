package io.sportskk.payment;

import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import io.sportskk.kernel.Regions;
import java.time.Clock;

/** The wallets of all buyers: one sharded entity a buyer, by buyer id. */
public final class Wallets {

  public static final EntityTypeKey<WalletCommand> KEY =
      EntityTypeKey.create(WalletCommand.class, "Wallet");

  /** The cluster role of the nodes that hold wallets. */
  public static final String ROLE = "payment";

  private Wallets() {}

  /** On a node without the role: knows the way to the wallets. */
  public static void initProxy(ActorSystem<?> system) {
    Regions.initProxy(system, KEY, ROLE);
  }

  /** On a node with the role: holds wallets. */
  public static void start(ActorSystem<?> system, PaymentSettings settings, Clock clock) {
    ClusterSharding.get(system)
        .init(
            Entity.of(
                    KEY,
                    entity ->
                        WalletEntity.create(
                            entity.getEntityId(), entity.getShard(), settings, clock))
                .withRole(ROLE)
                .withStopMessage(new WalletCommand.Stop()));
  }
}
