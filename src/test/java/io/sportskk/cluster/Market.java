package io.sportskk.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.typesafe.config.Config;
import io.sportskk.audit.AuditReport;
import io.sportskk.cluster.LoadGenerator.Purchase;
import io.sportskk.testing.ApiClient;
import io.sportskk.testing.Audits;
import io.sportskk.testing.LocalCluster;
import io.sportskk.testing.LocalNode;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestTokens;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A cluster that sells tickets of one match while it is put to the test. */
final class Market implements AutoCloseable {

  static final String MATCH = "kt-lg";
  static final int RATE = 50;
  private static final int WARM_UP_BUYERS = 6;
  private static final int WARM_UP_PURCHASES = 100;
  private static final Logger LOG = LoggerFactory.getLogger(Market.class);

  /** A ticket that can't go on when it is woken up is woken up again after 5, 10, 20, 40 s. */
  private static final Duration SETTLE_WITHIN = Duration.ofMinutes(2);

  private final LocalCluster cluster;
  private final DataSource journal;
  private final DataSource tally;
  private final DataSource view;
  private final DataSource ledger;

  Market(String name, TestDatabases databases) {
    this(
        name,
        databases.config(),
        databases.journal(),
        databases.tally(),
        databases.view(),
        databases.ledger());
  }

  Market(
      String name,
      Config config,
      DataSource journal,
      DataSource tally,
      DataSource view,
      DataSource ledger) {
    this.cluster = LocalCluster.on(name, config);
    this.journal = journal;
    this.tally = tally;
    this.view = view;
    this.ledger = ledger;
  }

  LocalCluster cluster() {
    return cluster;
  }

  LocalNode start(String name, String roles) {
    return cluster.start(name, roles);
  }

  /** Waits until all nodes are ready, and opens the match. */
  void open(LocalNode gateway) {
    cluster.awaitReady();
    HttpResponse<String> opened =
        admin(gateway)
            .post(
                "/admin/matches",
                """
                {"matchId": "%s", "name": "KT Wiz - LG Twins", "closesAt": "%s",
                 "teams": [{"code": "KT", "name": "KT Wiz"}, {"code": "LG", "name": "LG Twins"}]}
                """
                    .formatted(MATCH, Instant.now().plus(Duration.ofHours(3))));
    assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
  }

  static ApiClient admin(LocalNode gateway) {
    return gateway.client().withToken(TestTokens.of("admin-1", "admin"));
  }

  /** Buyers at {@link #RATE} purchases a second, on nodes that are warm. */
  static LoadGenerator load(LocalNode... gateways) {
    warmUp(gateways);
    return new LoadGenerator(List.of(gateways), MATCH, RATE);
  }

  /**
   * Some buyers buy as fast as they are answered: that is never too much for nodes just started.
   */
  private static void warmUp(LocalNode... gateways) {
    List<CompletableFuture<Void>> buyers = new ArrayList<>();
    for (int n = 0; n < WARM_UP_BUYERS; n++) {
      ApiClient buyer =
          gateways[n % gateways.length].client().withToken(TestTokens.of("buyer-" + n, "buyer"));
      buyers.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < WARM_UP_PURCHASES; i++) {
                  HttpResponse<String> bought =
                      buyer.post(
                          "/tickets",
                          "{\"matchId\":\"%s\",\"team\":\"KT\",\"stake\":100}".formatted(MATCH));
                  assertThat(bought.statusCode()).as(bought.body()).isIn(201, 202);
                }
              },
              task -> new Thread(task, "warm-up").start()));
    }
    buyers.forEach(CompletableFuture::join);
  }

  /** It is in memory from then on. */
  static void findMatch(LocalNode gateway) {
    assertThat(gateway.client().get("/matches/" + MATCH).statusCode()).isEqualTo(200);
  }

  /** Whether the match lives on this node, which has the role ticket. */
  static boolean holdsMatch(LocalNode node) {
    return entities(node, "Match") > 0;
  }

  /** How many entities of a type live on a node, which has their role. */
  static int entities(LocalNode node, String type) {
    String shards = node.get("/cluster/shards/" + type).orElseThrow().body();
    try {
      int entities = 0;
      for (JsonNode shard : new ObjectMapper().readTree(shards).path("regions")) {
        entities += shard.path("numEntities").intValue();
      }
      return entities;
    } catch (JsonProcessingException e) {
      throw new AssertionError(shards, e);
    }
  }

  /**
   * Holds all databases against each other, while buyers buy.
   *
   * @param sold these tickets must be among those that are found
   */
  AuditReport audit(LoadReport sold) {
    return withAllOf(sold, Audits.inUse(cluster.settings(), journal, tally, view, ledger));
  }

  /**
   * As {@link #audit}, once each of these tickets is paid and counted, and the view shows it, while
   * buyers go on. So whatever has come back has done so by itself: nothing that is stuck waits for
   * a later start of a node to be healed. (That a ticket has heard of its being counted is left to
   * the end: the sweeper, who sees to that, doubles its waits.)
   */
  AuditReport auditOnceSettled(LoadReport sold) {
    Awaitility.await("all " + sold.ticketIds().size() + " tickets are paid and counted")
        .atMost(SETTLE_WITHIN)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> unsettled(sold), List::isEmpty);
    return audit(sold);
  }

  /** Some tickets that are not paid and counted yet, or not as far as the view knows. */
  private List<String> unsettled(LoadReport sold) throws SQLException {
    Set<String> counted = column(tally, "SELECT ticket_id FROM tally_entry WHERE status='COUNTED'");
    Set<String> viewed = column(view, "SELECT ticket_id FROM ticket WHERE status = 'Approved'");
    return sold.ticketIds().stream()
        .filter(ticketId -> !counted.contains(ticketId) || !viewed.contains(ticketId))
        .limit(10)
        .map(
            ticketId ->
                "%s (counted: %s, approved in the view: %s)"
                    .formatted(ticketId, counted.contains(ticketId), viewed.contains(ticketId)))
        .toList();
  }

  /** As {@link #audit}, once nothing is under way any more. */
  AuditReport auditAtTheEnd(LoadReport sold) {
    return withAllOf(
        sold, Audits.settled(cluster.settings(), journal, tally, view, ledger, SETTLE_WITHIN));
  }

  private AuditReport withAllOf(LoadReport sold, AuditReport report) {
    LOG.info("audit:\n{}", report);
    try {
      assertThat(ticketsOfTheJournal()).containsAll(sold.ticketIds());
      Set<String> bought = correlationIdsOfTheJournal();
      assertThat(bought).containsAll(sold.correlationIds(Purchase::sold));
      assertThat(sold.correlationIds(Purchase::refused))
          .as("purchases of which it was said that nothing was bought, and which have a ticket")
          .filteredOn(bought::contains)
          .isEmpty();
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
    return report;
  }

  private Set<String> ticketsOfTheJournal() throws SQLException {
    return column(
        journal,
        "SELECT DISTINCT substr(persistence_id, 8) FROM event_journal"
            + " WHERE persistence_id LIKE 'Ticket|%'");
  }

  /** Of the purchases that have become tickets, whatever came of these. */
  private Set<String> correlationIdsOfTheJournal() throws SQLException, IOException {
    ObjectMapper cbor = new ObjectMapper(new CBORFactory());
    try (Connection connection = journal.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT event_payload FROM event_journal"
                    + " WHERE persistence_id LIKE 'Ticket|%' AND sequence_number = 1")) {
      Set<String> found = new HashSet<>();
      while (rows.next()) {
        JsonNode requested = cbor.readTree(rows.getBytes(1));
        found.add(requested.required("purchase").required("correlationId").textValue());
      }
      return found;
    }
  }

  private static Set<String> column(DataSource database, String query) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      Set<String> found = new HashSet<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  @Override
  public void close() {
    cluster.close();
  }
}
