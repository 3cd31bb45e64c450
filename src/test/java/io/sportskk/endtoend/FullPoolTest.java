package io.sportskk.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.audit.AuditReport;
import io.sportskk.testing.Audits;
import io.sportskk.testing.Office;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** More is asked of the database than its connections can carry. */
class FullPoolTest {

  private static final int PURCHASES = 300;

  @Test
  void whatIsSoldIsSoldAndTheRestIsToldSo() {
    ExecutorService buyers = Executors.newFixedThreadPool(100);
    try (TestDatabases databases = TestDatabases.create();
        TestNode node =
            TestNode.on(databases)
                .with(
                    """
                    sportskk.database.journal.pool-size = 1
                    sportskk.database.connection-timeout = 250 ms
                    """)
                .start()) {
      Office office = new Office(node);
      office.openMatch();
      double timeouts = timeouts(node);

      List<CompletableFuture<HttpResponse<String>>> asked =
          IntStream.range(0, PURCHASES)
              .mapToObj(
                  n ->
                      CompletableFuture.supplyAsync(
                          () -> office.buy("buyer-" + n, "KT", 100), buyers))
              .toList();
      List<HttpResponse<String>> answers = asked.stream().map(CompletableFuture::join).toList();

      Set<Integer> statuses = new TreeSet<>();
      answers.forEach(answer -> statuses.add(answer.statusCode()));
      assertThat(timeouts(node)).as("calls that got no connection").isGreaterThan(timeouts);
      assertThat(statuses).isSubsetOf(201, 202, 503);
      long sold = answers.stream().filter(answer -> answer.statusCode() != 503).count();
      assertThat(sold).isPositive();
      AuditReport report =
          Audits.settled(
              node.system().settings().config(),
              databases.journal(),
              databases.tally(),
              databases.view(),
              Duration.ofMinutes(1));
      assertThat(report.ticketCount()).isGreaterThanOrEqualTo(sold);
    } finally {
      buyers.shutdownNow();
    }
  }

  /** How often the pool of the journal had no connection to give away in time. */
  private static double timeouts(TestNode node) {
    return node.management("/metrics")
        .body()
        .lines()
        .filter(
            line ->
                line.startsWith("hikaricp_connections_timeout_total{pool=\"journal-of-test-node-"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
