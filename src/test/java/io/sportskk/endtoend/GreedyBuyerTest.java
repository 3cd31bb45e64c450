package io.sportskk.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sportskk.testing.Office;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** One buyer asks for far more at once than a wallet can take, and the others do not notice. */
class GreedyBuyerTest {

  /** Three times of what a wallet keeps waiting (akka.persistence.typed.stash-capacity). */
  private static final int AT_ONCE = 300;

  private static final long STAKE = 100;

  @Test
  void manyPurchasesOfOneBuyerAtOnceSuspendPaymentForNobody() {
    ExecutorService greedy = Executors.newFixedThreadPool(AT_ONCE);
    try (TestDatabases databases = TestDatabases.create();
        TestNode node =
            TestNode.on(databases)
                .with(
                    """
                    # a slow machine is not taken for a wallet that does not answer
                    akka.circuit-breaker.payment.call-timeout = 10 s
                    sportskk.api { purchase-timeout = 35 s, shutdown-timeout = 36 s }
                    sportskk.ticket.stop-within = 34 s
                    akka.http.server.request-timeout = 40 s
                    akka.cluster.sharding.handoff-timeout = 35 s
                    akka.coordinated-shutdown.phases.service-requests-done.timeout = 37 s
                    akka.coordinated-shutdown.phases.before-cluster-shutdown.timeout = 38 s
                    """)
                .start()) {
      Office office = new Office(node);
      office.openMatch();
      office.buyApproved("modest", "LG", STAKE);

      List<CompletableFuture<HttpResponse<String>>> asked =
          Stream.generate(() -> CompletableFuture.supplyAsync(() -> buy(office, "greedy"), greedy))
              .limit(AT_ONCE)
              .toList();
      Awaitility.await("everything is paid")
          .pollInterval(Duration.ofMillis(100))
          .until(
              () -> {
                HttpResponse<String> bought = buy(office, "modest");
                assertThat(bought.statusCode()).as(bought.body()).isEqualTo(201);
                return office.balance("greedy") == Office.OPENING_BALANCE - AT_ONCE * STAKE;
              });

      assertThat(asked)
          .allSatisfy(purchase -> assertThat(purchase.join().statusCode()).isIn(201, 202));
      JsonNode breaker = Office.json(office.admin().get("/admin/payments")).get("items").get(0);
      assertThat(breaker.get("opened").longValue()).isZero();
      assertThat(node.management("/metrics").body().lines())
          .as("more was asked than may wait")
          .anyMatch(GreedyBuyerTest::isBusy);
    } finally {
      greedy.shutdownNow();
    }
  }

  private static boolean isBusy(String metric) {
    return metric.startsWith("sportskk_payment_busy_total")
        && Double.parseDouble(metric.substring(metric.lastIndexOf(' '))) > 0;
  }

  private static HttpResponse<String> buy(Office office, String buyerId) {
    return office.buy(buyerId, "KT", STAKE);
  }
}
