package io.sportskk.payment;

import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import java.time.Clock;

/** The wallets of all buyers: one sharded entity a buyer, by buyer id. */
public final class Wallets {

  public static final EntityTypeKey<WalletCommand> KEY =
      EntityTypeKey.create(WalletCommand.class, "Wallet");

  private Wallets() {}

  /**
   * Starts the shard region of wallets, which on nodes without the role {@code payment} is a proxy.
   */
  public static void start(ActorSystem<?> system, PaymentSettings settings, Clock clock) {
    ClusterSharding.get(system)
        .init(
            Entity.of(
                    KEY,
                    entity ->
                        WalletEntity.create(
                            entity.getEntityId(), entity.getShard(), settings, clock))
                .withRole("payment")
                .withStopMessage(new WalletCommand.Stop()));
  }
}
