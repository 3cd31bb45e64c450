package io.sportskk.payment;

import static io.sportskk.payment.WalletSamples.BUYER;
import static io.sportskk.payment.WalletSamples.MATCH;
import static io.sportskk.payment.WalletSamples.NOW;
import static io.sportskk.payment.WalletSamples.OPENING;
import static io.sportskk.payment.WalletSamples.RULES;
import static io.sportskk.payment.WalletSamples.SETTINGS;
import static io.sportskk.payment.WalletSamples.charge;
import static io.sportskk.payment.WalletSamples.deposit;
import static io.sportskk.payment.WalletSamples.reverse;
import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.ShardRegion.CurrentShardRegionState;
import akka.cluster.sharding.typed.GetShardRegionState;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.kernel.Money;
import io.sportskk.node.management.NodeMetrics;
import io.sportskk.testing.ManualClock;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Wallets in a cluster of one, on the real journal. */
class WalletsTest {

  private static final int SNAPSHOT_EVERY = 5;

  private static final String OF_BUYER = " WHERE persistence_id = 'Wallet|" + BUYER + "'";

  private static TestDatabases databases;

  @BeforeAll
  static void create() {
    databases = TestDatabases.create();
  }

  @AfterAll
  static void drop() {
    databases.close();
  }

  @Test
  void aWalletIsTheSameAfterItHasLeftMemoryAndAfterTheNodeHasStopped() throws SQLException {
    Wallet before;
    try (TestCluster cluster = start(Duration.ofMillis(300))) {
      for (int i = 1; i <= 20; i++) {
        assertThat(ask(cluster, BUYER, charge("t" + i, 100)))
            .isInstanceOf(ChargeReply.Charged.class);
      }
      ask(cluster, BUYER, reverse("t7"));
      ask(cluster, BUYER, reverse("t21"));
      ask(cluster, BUYER, deposit("d1", 50));
      before = ask(cluster, BUYER, WalletCommand.GetWallet::new);
      assertThat(before.balance()).isEqualTo(Money.won(OPENING.won() - 1_900 + 50));
      assertThat(before.openCharges()).hasSize(19);

      leavesMemory(cluster);
      assertThat(ask(cluster, BUYER, WalletCommand.GetWallet::new)).isEqualTo(before);
    }

    // 24 events. The last snapshot has 20 of them. Akka leaves one out while it still removes what
    // an earlier one made old; a recovery that then reads five events or more saves its own, with
    // more than 20. What a snapshot has is not read again.
    assertThat(number("SELECT max(sequence_number) FROM event_journal" + OF_BUYER)).isEqualTo(24);
    long snapshot = number("SELECT max(sequence_number) FROM snapshot" + OF_BUYER);
    assertThat(snapshot).isBetween(20L, 24L);
    number(
        "WITH gone AS (DELETE FROM event_journal"
            + OF_BUYER
            + " AND sequence_number <= "
            + snapshot
            + " RETURNING 1) SELECT count(*) FROM gone");

    try (TestCluster cluster = start(Duration.ofMinutes(1))) {
      assertThat(ask(cluster, BUYER, WalletCommand.GetWallet::new)).isEqualTo(before);
      assertThat(ask(cluster, BUYER, charge("t1", 100))).isInstanceOf(ChargeReply.Charged.class);
      assertThat(ask(cluster, BUYER, charge("t7", 100)))
          .isEqualTo(
              new ChargeReply.Refused(ChargeReply.Reason.ALREADY_REVERSED, before.balance()));
      assertThat(ask(cluster, BUYER, deposit("d1", 50)))
          .isEqualTo(new DepositReply.Deposited(before.balance(), true));
      assertThat(ask(cluster, BUYER, WalletCommand.GetWallet::new)).isEqualTo(before);

      // The snapshot of the 25th event takes those of the 15th and before with it.
      for (int i = 31; i <= 36; i++) {
        ask(cluster, BUYER, charge("t" + i, 100));
      }
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(number("SELECT min(sequence_number) FROM snapshot" + OF_BUYER))
                      .isGreaterThan(15));
    }
  }

  @Test
  void aWalletWhoseSnapshotCantBeReadIsLoadedFromItsEvents() throws SQLException {
    String buyerId = "buyer-3";
    String ofBuyer = " WHERE persistence_id = 'Wallet|" + buyerId + "'";
    Wallet before;
    try (TestCluster cluster = start(Duration.ofMinutes(1))) {
      for (int i = 1; i <= 2 * SNAPSHOT_EVERY; i++) {
        ask(cluster, buyerId, charge("t" + i, 100));
      }
      Awaitility.await().until(() -> number("SELECT count(*) FROM snapshot" + ofBuyer) > 0);
      before = ask(cluster, buyerId, WalletCommand.GetWallet::new);
    }
    number(
        "WITH broken AS (UPDATE snapshot SET snapshot_payload = '\\x00ff'"
            + ofBuyer
            + " RETURNING 1) SELECT count(*) FROM broken");

    try (TestCluster cluster = start(Duration.ofMinutes(1))) {
      LoggingTestKit.warn("the snapshot of Wallet|" + buyerId + " can't be read")
          .expect(
              cluster.system(),
              () -> {
                assertThat(ask(cluster, buyerId, WalletCommand.GetWallet::new)).isEqualTo(before);
                return null;
              });

      assertThat(
              NodeMetrics.get(cluster.system())
                  .registry()
                  .get("sportskk.snapshots.unreadable")
                  .counter()
                  .count())
          .isEqualTo(1);
      assertThat(ask(cluster, buyerId, charge("t1", 100))).isInstanceOf(ChargeReply.Charged.class);
      assertThat(ask(cluster, buyerId, WalletCommand.GetWallet::new)).isEqualTo(before);
    }
  }

  @Test
  void theClientFindsTheWalletOfABuyer() {
    try (TestCluster cluster = start(Duration.ofMinutes(1))) {
      PaymentClient client =
          new PaymentClient(
              cluster.system(), settings(Duration.ofMinutes(1)), new SimpleMeterRegistry());

      assertThat(client.charge("buyer-2", to -> charge("t1", 700, to)).toCompletableFuture())
          .succeedsWithin(LIMIT)
          .isInstanceOf(ChargeReply.Charged.class);
      assertThat(ask(cluster, "buyer-2", WalletCommand.GetWallet::new))
          .isEqualTo(
              new Wallet(
                  "buyer-2",
                  Money.won(OPENING.won() - 700),
                  List.of(new Wallet.OpenCharge("t1", MATCH, Money.won(700)))));
    }
  }

  private static TestCluster start(Duration passivateAfter) {
    TestCluster cluster = TestCluster.start(databases);
    Wallets.start(cluster.system(), settings(passivateAfter), new ManualClock(NOW));
    return cluster;
  }

  private static PaymentSettings settings(Duration passivateAfter) {
    return new PaymentSettings(
        RULES, SNAPSHOT_EVERY, passivateAfter, Duration.ofSeconds(5), SETTINGS.perBuyer());
  }

  private static <R> R ask(
      TestCluster cluster, String buyerId, Function<ActorRef<R>, WalletCommand> command) {
    return ClusterSharding.get(cluster.system())
        .entityRefFor(Wallets.KEY, buyerId)
        .<R>ask(command::apply, LIMIT)
        .toCompletableFuture()
        .join();
  }

  private static void leavesMemory(TestCluster cluster) {
    TestProbe<CurrentShardRegionState> probe =
        cluster.testKit().createTestProbe(CurrentShardRegionState.class);
    Awaitility.await()
        .until(
            () -> {
              ClusterSharding.get(cluster.system())
                  .shardState()
                  .tell(new GetShardRegionState(Wallets.KEY, probe.ref()));
              return probe.receiveMessage().getShards().stream()
                  .allMatch(shard -> shard.getEntityIds().isEmpty());
            });
  }

  private static long number(String sql) throws SQLException {
    try (Connection connection = databases.journal().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }
}
