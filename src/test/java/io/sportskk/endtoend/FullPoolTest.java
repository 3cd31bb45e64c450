package io.sportskk.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.audit.AuditReport;
import io.sportskk.testing.Audits;
import io.sportskk.testing.HeldTables;
import io.sportskk.testing.Office;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** More is asked of the database than its connections can carry, until it is quick again. */
class FullPoolTest {

  private static final int PURCHASES = 100;
  private static final int CONNECTIONS = 1;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Test
  void whatIsSoldIsSoldAndTheRestIsToldSo() throws SQLException {
    ExecutorService buyers = Executors.newFixedThreadPool(PURCHASES);
    try (TestDatabases databases = TestDatabases.create();
        TestNode node =
            TestNode.on(databases)
                .with(
                    """
                    sportskk.database.journal.pool-size = %d
                    sportskk.api.purchase-timeout = 11 s
                    sportskk.match { ask-timeout = 2500 ms, terms.lease = 2 s }
                    akka.circuit-breaker.payment.call-timeout = 1 s
                    akka.circuit-breaker.tally.call-timeout = 300 ms
                    """
                        .formatted(CONNECTIONS))
                .start()) {
      Office office = new Office(node);
      office.openMatch();

      List<CompletableFuture<HttpResponse<String>>> asked;
      // Whoever has a connection keeps it: the journal answers nobody.
      try (HeldTables journal = new HeldTables(databases.journal(), "event_journal")) {
        asked =
            IntStream.range(0, PURCHASES)
                .mapToObj(
                    n ->
                        CompletableFuture.supplyAsync(
                            () -> office.buy("buyer-" + n, "KT", 100), buyers))
                .toList();
        Awaitility.await("all connections are in use")
            .atMost(PATIENCE)
            .until(() -> activeConnections(node) == CONNECTIONS);
        CompletableFuture.anyOf(asked.toArray(CompletableFuture[]::new)).join();
        assertThat(activeConnections(node)).isEqualTo(CONNECTIONS);
        journal.release();
      }

      Set<Integer> statuses = new TreeSet<>();
      asked.forEach(purchase -> statuses.add(purchase.join().statusCode()));
      assertThat(statuses).contains(503).isSubsetOf(201, 202, 503);
      long toldSo = asked.stream().filter(purchase -> isSold(purchase.join())).count();
      Awaitility.await("tickets are sold again")
          .atMost(PATIENCE)
          .until(() -> isSold(office.buy("buyer", "KT", 100)));
      AuditReport report =
          Audits.settled(
              node.system().settings().config(),
              databases.journal(),
              databases.tally(),
              databases.view(),
              databases.ledger(),
              PATIENCE);
      assertThat(report.ticketCount()).isGreaterThan(toldSo);
    } finally {
      buyers.shutdownNow();
    }
  }

  private static boolean isSold(HttpResponse<String> purchase) {
    return purchase.statusCode() != 503;
  }

  /** Of the journal's pool. */
  private static double activeConnections(TestNode node) {
    String line =
        node.management("/metrics")
            .body()
            .lines()
            .filter(it -> it.startsWith("hikaricp_connections_active{pool=\"journal\"}"))
            .findFirst()
            .orElseThrow();
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }
}
