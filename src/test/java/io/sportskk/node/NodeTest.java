package io.sportskk.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.cluster.typed.Cluster;
import com.typesafe.config.ConfigFactory;
import io.sportskk.node.database.JournalPools;
import io.sportskk.node.database.Migrations;
import io.sportskk.node.startup.StartFailure;
import io.sportskk.testing.Office;
import io.sportskk.testing.OffsetClock;
import io.sportskk.testing.Resources;
import io.sportskk.testing.TcpProxy;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeTest {

  private static TestDatabases databases;
  private static TestNode node;

  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    node = TestNode.start(databases);
  }

  @AfterAll
  static void stop() {
    Resources.close(node, databases);
  }

  @Test
  void aNodeThatHasStartedIsReadyAndAlive() {
    assertThat(node.management("/ready").statusCode()).isEqualTo(200);
    assertThat(node.management("/alive").statusCode()).isEqualTo(200);
  }

  @Test
  void aNodeThatSellsStaysReadyAndSellsWhileTallyViewAndLedgerAreDown() {
    Office office = new Office(node, "ready-1");
    office.openMatch();
    databases.stop(Migrations.Part.TALLY);
    databases.stop(Migrations.Part.VIEW);
    databases.stop(Migrations.Part.LEDGER);
    try {
      HttpResponse<String> ticket = office.buy("buyer-1", "KT", 1000);
      assertThat(ticket.statusCode()).isEqualTo(201);
      assertThat(ticket.body()).contains("\"Approved\"", "\"tallied\":false");
      assertThat(node.management("/ready").statusCode()).isEqualTo(200);
    } finally {
      databases.start(Migrations.Part.TALLY);
      databases.start(Migrations.Part.VIEW);
      databases.start(Migrations.Part.LEDGER);
    }
  }

  /** {@code C1} Once written, it would be for good: the match closed, the tickets rejected. */
  @Test
  void aNodeWhoseClockJumpsWritesNothingAndSaysSoUntilItIsRightAgain() throws SQLException {
    OffsetClock clock = new OffsetClock();
    try (TestDatabases own = TestDatabases.create();
        TestNode jumping =
            TestNode.on(own)
                .withClock(clock)
                // a token is good whatever the clock says
                .with("sportskk.auth.clock-skew = 30 d")
                .with(
                    """
                    sportskk.api { purchase-timeout = 11 s, ask-again = 1 s }
                    sportskk.match { ask-timeout = 2 s, ask-again = 500 ms, terms.lease = 2 s }
                    akka.circuit-breaker.payment.call-timeout = 500 ms
                    akka.circuit-breaker.tally.call-timeout = 300 ms
                    """)
                .start()) {
      Office office = new Office(jumping);
      office.openMatch();
      awaitSold(office);
      clock.setAhead(Duration.ofDays(3));
      HttpResponse<String> ready = jumping.management("/ready");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).contains("this node's clock is", "s ahead of");
      assertThatThrownBy(() -> JournalPools.get(jumping.system()).writing().getConnection())
          .hasMessageContaining("s ahead of that of the journal's database");
      HttpResponse<String> refused = office.buy("buyer-1", "KT", 1000);
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
      clock.setAhead(Duration.ZERO);
      Awaitility.await().until(() -> jumping.management("/ready").statusCode() == 200);
      awaitSold(office);
      assertThat(eventsOfTheFuture(own)).isZero();
    }
  }

  private static void awaitSold(Office office) {
    Awaitility.await().until(() -> office.buy("buyer-1", "KT", 1000).statusCode() < 300);
  }

  /** By what is in them: when they were written is the system's clock's. */
  private static long eventsOfTheFuture(TestDatabases databases) throws SQLException {
    LocalDate day = LocalDate.now(ZoneOffset.UTC).plusDays(3);
    try (Connection connection = databases.journal().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM event_journal WHERE position(convert_to('"
                    + day
                    + "', 'UTF8') IN event_payload) > 0")) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void metricsAreShownInTheTextFormatOfPrometheus() {
    Office office = new Office(node, "metrics-1");
    office.openMatch();
    office.buyApproved("buyer-1", "KT", 1000);

    HttpResponse<String> metrics = node.management("/metrics");

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
    for (String pool :
        List.of(
            "journal", "read-journal", "journal-queries", "heartbeat", "tally", "view", "ledger")) {
      Awaitility.await(pool + " is used").untilAsserted(() -> assertUse(pool));
    }
  }

  /** {@code C1} */
  @ParameterizedTest
  @ValueSource(strings = {"tally", "view", "ledger"})
  void aNodeComparesTheClocksOfItsOtherDatabases(String database) {
    String gauge = "sportskk_database_clock_skew_seconds{database=\"" + database + "\"} ";
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(node.management("/metrics").body().lines())
                    .filteredOn(line -> line.startsWith(gauge))
                    .singleElement()
                    .satisfies(line -> assertThat(line).doesNotEndWith("NaN")));
  }

  private static void assertUse(String pool) {
    assertThat(node.management("/metrics").body().lines())
        .filteredOn(line -> line.contains("pool=\"" + pool + "\""))
        .anyMatch(line -> line.matches("hikaricp_connections\\{.*} [1-9].*"))
        .anyMatch(line -> line.startsWith("hikaricp_connections_active{"))
        .anyMatch(line -> line.startsWith("hikaricp_connections_pending{"))
        .anyMatch(line -> line.matches("hikaricp_connections_acquire_seconds_count\\{.*} [1-9].*"));
  }

  /** One refuses connections, the other accepts them and says nothing. */
  @Test
  void aNodeStartsWhileTheTallyAndTheViewAreDownAndMigratesThemLater() throws SQLException {
    try (TestDatabases own = TestDatabases.create();
        TcpProxy view = TcpProxy.to(own.port())) {
      execute(
          own.tally(),
          "DROP TABLE tally, tally_entry, tally_versions, tally_seal, pool_tree, tally_point,"
              + " flyway_schema_history CASCADE");
      execute(own.tally(), "DROP TABLE akka_projection_offset_store, akka_projection_management");
      execute(own.view(), "DROP TABLE ticket, refused_cancellation, flyway_schema_history CASCADE");
      execute(own.view(), "DROP TABLE akka_projection_offset_store, akka_projection_management");
      own.stop(Migrations.Part.TALLY);
      view.silence();
      try (TestNode started =
          TestNode.on(own).with(own.through(view, Migrations.Part.VIEW)).start()) {
        assertThat(started.management("/ready").statusCode()).isEqualTo(200);
        own.start(Migrations.Part.TALLY);
        view.open();
        Awaitility.await()
            .ignoreExceptions()
            .untilAsserted(
                () -> {
                  execute(own.tally(), "SELECT count(*) FROM tally");
                  execute(own.view(), "SELECT count(*) FROM ticket");
                });
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
  void aNewerSchemaThatIsFoundLateEndsTheNode() throws SQLException {
    try (TestDatabases own = TestDatabases.create()) {
      execute(
          own.tally(),
          "INSERT INTO flyway_schema_history SELECT installed_rank + 100, '999', 'later', type,"
              + " 'V999__later.sql', 1, installed_by, installed_on, 1, success"
              + " FROM flyway_schema_history WHERE version = '1'");
      own.stop(Migrations.Part.TALLY);
      try (TestNode started = TestNode.start(own)) {
        assertThat(started.failure()).isEmpty();
        own.start(Migrations.Part.TALLY);
        Awaitility.await()
            .until(() -> started.system().getWhenTerminated().toCompletableFuture().isDone());
        assertThat(started.failure())
            .hasValueSatisfying(
                why ->
                    assertThat(why)
                        .hasMessageContaining("The tally database")
                        .hasMessageContaining("a schema that this version does not know"));
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
      assertThat(second.management("/metrics").body())
          .contains("sportskk_cluster_foreign_nodes 0.0", "sportskk_clock_skew_seconds ");
    }
  }

  @Test
  void aPartThatNoNodeRunsIsNamedAtOnce() {
    try (TestDatabases own = TestDatabases.create();
        TestNode all = TestNode.start(own);
        TestNode gateway =
            TestNode.on(own).joining(all).with("sportskk.roles = [gateway]").start()) {
      Office office = new Office(gateway);
      office.openMatch();
      assertThat(office.buy("buyer-1", "KT", 1000).statusCode()).isEqualTo(201);
      all.stop();
      Cluster cluster = Cluster.get(gateway.system());
      Awaitility.await("the gateway knows that it is alone")
          .until(() -> cluster.state().members().size() == 1);

      HttpResponse<String> answer = office.buy("buyer-1", "KT", 1000);

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body())
          .contains("No node with the role ticket is there now", "\"retryable\":true");
      assertThat(gateway.management("/ready").statusCode()).isEqualTo(200);
      assertThat(gateway.management("/metrics").body())
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
        Office office = new Office(first);
        office.openMatch();
        ticketId = office.buyApproved("buyer-1", "KT", 1000).get("ticketId").textValue();
      } finally {
        first.kill();
      }
      try (TestNode second = TestNode.start(own)) {
        assertThat(new Office(second).ticket("buyer-1", ticketId).get("status").textValue())
            .isEqualTo("Approved");
      }
    }
  }

  private static void execute(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
