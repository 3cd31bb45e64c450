package io.sportskk.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.node.database.Migrations;
import io.sportskk.testing.FreePorts;
import io.sportskk.testing.PlainHttp;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import io.sportskk.ticket.Sales;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a gateway asks itself before it is ready. */
class WarmUpTest {

  private final AtomicInteger purchases = new AtomicInteger();

  @Test
  void itGoesAllTheWayAndLeavesNothing() throws SQLException {
    try (TestDatabases databases = TestDatabases.create();
        TestNode node =
            TestNode.on(databases)
                .with(
                    """
                    sportskk.http.warm-up = 1 m
                    sportskk.http.rate-limit { buyer.requests = 1, address.requests = 1 }
                    """)
                .withSales(this::counted)
                .start()) {
      assertThat(purchases).hasPositiveValue();

      assertThat(rows(databases, Migrations.Part.JOURNAL, "event_journal")).isZero();
      assertThat(rows(databases, Migrations.Part.TALLY, "tally_entry")).isZero();
      assertThat(rows(databases, Migrations.Part.VIEW, "ticket")).isZero();
      List<String> metrics = node.management("/metrics").body().lines().toList();
      assertThat(metrics)
          .filteredOn(line -> line.startsWith("sportskk_purchases_total{"))
          .isNotEmpty()
          .allMatch(line -> line.endsWith(" 0.0"));
      assertThat(metrics)
          .noneMatch(line -> line.startsWith("sportskk_http_requests"))
          .noneMatch(line -> line.startsWith("sportskk_purchase_latency"));
      assertThat(
              node.client().withToken(node.token("buyer-1", "buyer")).get("/wallet").statusCode())
          .isEqualTo(200); // of its one request nothing is used up
    }
  }

  @Test
  void theNodeIsNotReadyUntilItIsOverAndItIsOverInTimeThoughNobodyAnswers() {
    int management = FreePorts.next();
    CompletableFuture<Sales.Answer> silent = new CompletableFuture<>();
    try (TestDatabases databases = TestDatabases.create()) {
      CompletableFuture<TestNode> start =
          CompletableFuture.supplyAsync(
              () ->
                  TestNode.on(databases)
                      .with("sportskk.http.warm-up = 3 s")
                      .with("akka.management.http.port = " + management)
                      .withSales(sales -> new Asked((matchId, team) -> silent))
                      .start());
      URI ready = URI.create("http://127.0.0.1:" + management + "/ready");
      Awaitility.await()
          .ignoreExceptionsInstanceOf(UncheckedIOException.class) // it does not listen yet
          .until(() -> PlainHttp.get(ready).body(), "the node warms up\n"::equals);
      try (TestNode node = start.join()) {
        assertThat(node.management("/ready").statusCode()).isEqualTo(200);
        silent.complete(new Sales.NotOnSale(Sales.Refusal.UNKNOWN_MATCH)); // no ticket waits now
      }
    }
  }

  private Sales counted(Sales sales) {
    return new Asked(
        (matchId, team) -> {
          purchases.incrementAndGet();
          return sales.check(matchId, team, "correlation-1");
        });
  }

  /** Knows nothing itself. */
  private record Asked(BiFunction<String, String, CompletionStage<Sales.Answer>> match)
      implements Sales {
    @Override
    public Optional<Answer> known(String matchId, String team, Instant now) {
      return Optional.empty();
    }

    @Override
    public CompletionStage<Answer> check(String matchId, String team, String correlationId) {
      return match.apply(matchId, team);
    }
  }

  private static long rows(TestDatabases databases, Migrations.Part part, String table)
      throws SQLException {
    try (Connection connection = databases.dataSource(part).getConnection();
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM " + table)) {
      count.next();
      return count.getLong(1);
    }
  }
}
