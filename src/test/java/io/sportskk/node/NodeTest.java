package io.sportskk.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.sportskk.node.database.Migrations;
import io.sportskk.node.startup.Ports;
import io.sportskk.node.startup.StartFailure;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NodeTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static TestDatabases databases;
  private static TestNode node;

  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    node = TestNode.start(databases);
  }

  @AfterAll
  static void stop() {
    node.stop();
    databases.close();
  }

  @Test
  void aNodeThatHasStartedIsReadyAndAlive() {
    assertThat(get(node.managementUri("/ready")).statusCode()).isEqualTo(200);
    assertThat(get(node.managementUri("/alive")).statusCode()).isEqualTo(200);
  }

  @Test
  void aNodeThatSellsStaysReadyAndSellsWhileTheTallyAndTheViewAreDown() {
    openMatch("ready-1");
    databases.stop(Migrations.Part.TALLY);
    databases.stop(Migrations.Part.VIEW);
    try {
      HttpResponse<String> ticket = buy("ready-1");
      assertThat(ticket.statusCode()).isEqualTo(201);
      assertThat(ticket.body()).contains("\"Approved\"", "\"tallied\":false");
      assertThat(get(node.managementUri("/ready")).statusCode()).isEqualTo(200);
    } finally {
      databases.start(Migrations.Part.TALLY);
      databases.start(Migrations.Part.VIEW);
    }
  }

  @Test
  void aNodeThatOnlyTalliesNeedsItsDatabaseAndSaysSo() {
    try (TestDatabases own = TestDatabases.create();
        TestNode all = TestNode.start(own);
        TestNode tally = TestNode.on(own).joining(all).with("sportskk.roles = [tally]").start()) {
      assertThat(get(tally.managementUri("/ready")).statusCode()).isEqualTo(200);
      own.stop(Migrations.Part.TALLY);
      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                HttpResponse<String> ready = get(tally.managementUri("/ready"));
                assertThat(ready.statusCode()).isEqualTo(503);
                assertThat(ready.body()).contains("the tally database does not answer");
              });
      own.start(Migrations.Part.TALLY);
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> get(tally.managementUri("/ready")).statusCode() == 200);
    }
  }

  @Test
  void metricsAreShownInTheTextFormatOfPrometheus() {
    openMatch("metrics-1");
    buy("metrics-1");

    HttpResponse<String> metrics = get(node.managementUri("/metrics"));

    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
    assertThat(metrics.body())
        .contains(
            "# TYPE jvm_memory_used_bytes gauge",
            "sportskk_purchases_total{",
            "sportskk_purchase_latency_seconds_bucket{",
            "sportskk_breaker_state{breaker=\"payment\"} 0.0",
            "sportskk_breaker_state{breaker=\"tally\"} 0.0",
            "process_cpu_usage");
    for (String pool : List.of("journal", "read-journal", "journal-queries", "tally", "view")) {
      assertThat(metrics.body().lines())
          .as(pool)
          .filteredOn(line -> line.contains("pool=\"" + pool + "\""))
          .anyMatch(line -> line.matches("hikaricp_connections\\{.*} [1-9].*"))
          .anyMatch(line -> line.startsWith("hikaricp_connections_active{"))
          .anyMatch(line -> line.startsWith("hikaricp_connections_pending{"))
          .anyMatch(
              line -> line.matches("hikaricp_connections_acquire_seconds_count\\{.*} [1-9].*"));
    }
  }

  @Test
  void aNodeStartsWhileTheTallyIsDownAndMigratesItLater() throws SQLException {
    try (TestDatabases own = TestDatabases.create()) {
      execute(own, "DROP TABLE tally, tally_entry, flyway_schema_history CASCADE");
      execute(own, "DROP TABLE akka_projection_offset_store, akka_projection_management");
      own.stop(Migrations.Part.TALLY);
      try (TestNode started = TestNode.start(own)) {
        assertThat(get(started.managementUri("/ready")).statusCode()).isEqualTo(200);
        own.start(Migrations.Part.TALLY);
        Awaitility.await()
            .atMost(PATIENCE)
            .ignoreExceptions()
            .untilAsserted(() -> execute(own, "SELECT count(*) FROM tally"));
      }
    }
  }

  @Test
  void aJournalOfANewerSchemaIsRefused() throws SQLException {
    try (TestDatabases own = TestDatabases.create()) {
      try (Connection connection = own.journal().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "INSERT INTO flyway_schema_history SELECT installed_rank + 100, '999', 'later', type,"
                + " 'V999__later.sql', 1, installed_by, installed_on, 1, success"
                + " FROM flyway_schema_history WHERE version = '1'");
      }
      assertThatThrownBy(() -> TestNode.start(own))
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining("journal")
          .hasMessageContaining("a schema that this version does not know")
          .hasMessageContaining("999");
    }
  }

  @Test
  void aNodeWaitsForTheJournalAndSaysSo() throws Exception {
    int port = Ports.free("127.0.0.1");
    URI ready = URI.create("http://127.0.0.1:" + port + "/ready");
    try (TestDatabases own = TestDatabases.create()) {
      own.stop(Migrations.Part.JOURNAL);
      CompletableFuture<TestNode> started =
          CompletableFuture.supplyAsync(
              () -> TestNode.on(own).with("akka.management.http.port = " + port).start(),
              task -> new Thread(task, "start").start());
      Awaitility.await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                HttpResponse<String> answer = get(ready);
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body())
                    .contains(
                        "the journal database at jdbc:postgresql:",
                        "sportskk.database.journal.url");
              });
      assertThat(started).isNotDone();
      own.start(Migrations.Part.JOURNAL);
      try (TestNode node = started.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        assertThat(get(ready).statusCode()).isEqualTo(200);
        openMatch(node, "late-1");
        assertThat(buy(node, "late-1").statusCode()).isEqualTo(201);
      }
    }
  }

  @Test
  void aSecondClusterOnTheSameJournalIsRefused() {
    assertThatThrownBy(() -> TestNode.start(databases))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("Another cluster uses the same journal database")
        .hasMessageContaining("akka://sportskk@127.0.0.1:")
        .hasMessageContaining("sportskk.cluster.join");
  }

  @Test
  void aNodeOfTheSameClusterIsNotTakenForAStranger() {
    try (TestNode second = TestNode.on(databases).joining(node).start()) {
      assertThat(get(second.managementUri("/metrics")).body())
          .contains("sportskk_cluster_foreign_nodes 0.0", "sportskk_clock_skew_seconds ");
    }
  }

  @Test
  void aPartThatNoNodeRunsIsNamedAtOnce() {
    try (TestDatabases own = TestDatabases.create();
        TestNode all = TestNode.start(own);
        TestNode gateway =
            TestNode.on(own).joining(all).with("sportskk.roles = [gateway]").start()) {
      openMatch(gateway, "missing-1");
      assertThat(buy(gateway, "missing-1").statusCode()).isEqualTo(201);
      all.stop();
      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                HttpResponse<String> answer = buy(gateway, "missing-1");
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body())
                    .contains("No node with the role ticket is there now", "\"retryable\":true");
              });
      assertThat(get(gateway.managementUri("/ready")).statusCode()).isEqualTo(200);
      assertThat(get(gateway.managementUri("/metrics")).body())
          .doesNotContain("sportskk_breaker_state", "pool=\"journal-queries\"");
    }
  }

  @Test
  void aTakenPortIsNamedWithItsSetting() {
    assertThatThrownBy(
            () ->
                TestNode.on(databases)
                    .with(
                        ConfigFactory.parseMap(
                            java.util.Map.of("sportskk.http.port", node.httpPort())))
                    .start())
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("Port " + node.httpPort())
        .hasMessageContaining("sportskk.http.port");
  }

  @Test
  void aNodeThatIsKilledLeavesNothingThatKeepsAnotherFromGoingOn() {
    try (TestDatabases own = TestDatabases.create()) {
      TestNode first = TestNode.start(own);
      String ticketId;
      try {
        openMatch(first, "killed-1");
        ticketId = buy(first, "killed-1").body().replaceAll(".*\"ticketId\":\"([^\"]+)\".*", "$1");
      } finally {
        first.kill();
      }
      try (TestNode second = TestNode.start(own)) {
        assertThat(
                second
                    .client()
                    .withToken(second.token("buyer-1", "buyer"))
                    .get("/tickets/" + ticketId)
                    .body())
            .contains("\"Approved\"");
      }
    }
  }

  private static void execute(TestDatabases databases, String sql) throws SQLException {
    try (Connection connection = databases.tally().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void openMatch(String matchId) {
    openMatch(node, matchId);
  }

  private static void openMatch(TestNode at, String matchId) {
    String closesAt = Instant.now().plus(Duration.ofHours(1)).toString();
    HttpResponse<String> opened =
        at.client()
            .withToken(at.token("admin-1", "admin"))
            .post(
                "/admin/matches",
                """
                {"matchId":"%s","name":"A match","closesAt":"%s",
                 "teams":[{"code":"KT","name":"KT Wiz"},{"code":"LG","name":"LG Twins"}]}
                """
                    .formatted(matchId, closesAt));
    assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
  }

  private static HttpResponse<String> buy(String matchId) {
    return buy(node, matchId);
  }

  private static HttpResponse<String> buy(TestNode at, String matchId) {
    return at.client()
        .withToken(at.token("buyer-1", "buyer"))
        .post("/tickets", "{\"matchId\":\"" + matchId + "\",\"team\":\"KT\",\"stake\":1000}");
  }

  private static HttpResponse<String> get(URI uri) {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
