package io.sportskk.ledger;

import static io.sportskk.ledger.WalletEvents.charged;
import static io.sportskk.ledger.WalletEvents.deposited;
import static io.sportskk.ledger.WalletEvents.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.kernel.Slices;
import io.sportskk.node.database.Migrations;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One event a wallet, written one after the other in a journal of their own: the nth event is the
 * only one of the nth wallet. So the ledger is right at any moment exactly if it has as many
 * entries as its offset says.
 */
class LedgerProjectionTest {

  private static final String ENTRIES = "SELECT count(*) FROM ledger_entry";

  private TestDatabases databases;
  private LedgerDatabase ledger;
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private int events;

  @BeforeEach
  void create() {
    databases = TestDatabases.create();
    ledger = new LedgerDatabase(databases.ledger());
  }

  @AfterEach
  void drop() {
    databases.close();
  }

  @Test
  void aGroupThatFailsInTheMiddleLeavesNothingBehindAndIsBookedLater() {
    ledger.execute(
        "ALTER TABLE ledger_entry ADD CONSTRAINT refused CHECK (credit <> 'wallet:buyer-7')");
    try (TestCluster cluster = node(1)) {
      deposit(cluster, 12);
      // The projection meets the failure, tries again from its offset, and fails again.
      await()
          .during(Duration.ofSeconds(3))
          .untilAsserted(() -> assertThat(consistent()).isLessThan(7));
      ledger.execute("ALTER TABLE ledger_entry DROP CONSTRAINT refused");
      awaitAll();
    }
  }

  @Test
  void aDatabaseThatGoesAwayAndComesBackHasEveryEntryOnce() {
    try (TestCluster cluster = node(1)) {
      for (int outage = 0; outage < 2; outage++) {
        deposit(cluster, 10);
        databases.stop(Migrations.Part.LEDGER);
        deposit(cluster, 10);
        databases.start(Migrations.Part.LEDGER);
        consistent();
      }
      awaitAll();
      assertThat(
              metrics
                  .get("sportskk.projection.latency")
                  .tag("projection", Ledgers.PROJECTION)
                  .timer()
                  .count())
          .isEqualTo(events);
    }
  }

  /** Some events are handled twice then, and all of them if the offsets are lost. */
  @Test
  void whateverIsHandledAgainIsBookedOnce() {
    for (int instances : List.of(1, 3, 2)) {
      try (TestCluster cluster = node(instances)) {
        deposit(cluster, 10);
        await().untilAsserted(() -> assertThat(ledger.number(ENTRIES)).isEqualTo(events));
        deposit(cluster, 10); // the node stops somewhere among these
      }
    }
    ledger.execute("DELETE FROM akka_projection_offset_store");
    try (TestCluster cluster = node(1)) {
      deposit(cluster, 1);
      awaitAll();
    }
    assertThat(ledger.number("SELECT sum(balance) FROM ledger_account WHERE balance > 0"))
        .isEqualTo(events * 100L);
  }

  @Test
  void theTransactionsOfAWalletAreInTheOrderOfItsEvents() {
    try (TestCluster cluster = node(1)) {
      write(cluster, deposited("anna", 1_000), WalletEvents.barred("anna", "t-1", "match-1"));
      write(
          cluster,
          charged("anna", "t-2", "match-1", 300),
          WalletEvents.reversed("anna", "t-2", "match-1", 300),
          WalletEvents.refunded("anna", "t-3", "match-0", 50),
          WalletEvents.paidOut("anna", "t-4", "match-0", 500, 20));
      await()
          .untilAsserted(
              () ->
                  assertThat(ledger.entries())
                      .containsExactly(
                          "1 Wallet|anna/1 DEPOSIT deposits wallet:anna 1000 1000",
                          "2 Wallet|anna/3 CHARGE wallet:anna pool:match-1 300 700",
                          "3 Wallet|anna/4 REVERSAL pool:match-1 wallet:anna 300 1000",
                          "4 Wallet|anna/5 REFUND pool:match-0 wallet:anna 50 1050",
                          "5 Wallet|anna/6 PAYOUT pool:match-0 wallet:anna 480 1530",
                          "6 Wallet|anna/6 TAX pool:match-0 tax 20 null"));
    }
  }

  private TestCluster node(int instances) {
    TestCluster cluster = TestCluster.start(databases);
    Ledgers.start(
        cluster.system(),
        new LedgerSettings(5, Duration.ofMillis(50), Duration.ofSeconds(2)),
        new Slices("Wallet", instances),
        databases.ledger(),
        metrics,
        Clock.systemUTC());
    return cluster;
  }

  private void deposit(TestCluster cluster, int count) {
    for (int i = 0; i < count; i++) {
      events++;
      write(cluster, deposited("buyer-" + events, 100));
    }
  }

  private void awaitAll() {
    await().untilAsserted(() -> assertThat(consistent()).isEqualTo(events));
  }

  /** How many entries the ledger has, once it is seen that the offset says the same. */
  private long consistent() {
    String same = "SELECT (%s), (%s), (SELECT entries FROM ledger_head)";
    List<Long> numbers =
        Stream.of(ledger.rows(same.formatted(LedgerDatabase.OFFSET, ENTRIES)).get(0).split(" ", -1))
            .map(Long::valueOf)
            .toList();
    assertThat(numbers)
        .as("offset, entries, number of the last one")
        .allMatch(numbers.get(0)::equals);
    return numbers.get(0);
  }
}
