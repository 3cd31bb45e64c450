package io.sportskk.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.sportskk.audit.AuditReport;
import io.sportskk.testing.ApiClient;
import io.sportskk.testing.Audits;
import io.sportskk.testing.LocalCluster;
import io.sportskk.testing.LocalNode;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestTokens;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A cluster that sells tickets of one match while it is put to the test. */
final class Market implements AutoCloseable {

  static final String MATCH = "kt-lg";
  static final int RATE = 100;
  private static final Logger LOG = LoggerFactory.getLogger(Market.class);
  private static final Duration SETTLE_WITHIN = Duration.ofMinutes(2);
  private static final Duration WARM_UP = Duration.ofSeconds(8);

  private final LocalCluster cluster;
  private final DataSource journal;
  private final DataSource tally;
  private final DataSource view;

  Market(String name, TestDatabases databases) {
    this(name, databases.config(), databases.journal(), databases.tally(), databases.view());
  }

  Market(String name, Config config, DataSource journal, DataSource tally, DataSource view) {
    this.cluster = LocalCluster.on(name, config);
    this.journal = journal;
    this.tally = tally;
    this.view = view;
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

  /** Buyers at {@link #RATE} purchases a second; they have warmed the nodes up already. */
  static LoadGenerator shoppers(LocalNode... gateways) {
    try (LoadGenerator first = new LoadGenerator(List.of(gateways), MATCH, RATE / 2)) {
      first.goOn(WARM_UP);
      first.stop();
    }
    return new LoadGenerator(List.of(gateways), MATCH, RATE);
  }

  /**
   * Waits until nothing is under way any more, and holds all databases against each other.
   *
   * @param sold these tickets must be among those that are found
   */
  AuditReport audit(LoadReport sold) {
    AuditReport report = Audits.settled(cluster.settings(), journal, tally, view, SETTLE_WITHIN);
    try {
      assertThat(ticketsOfTheJournal()).containsAll(sold.ticketIds());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    LOG.info("audit:\n{}", report);
    return report;
  }

  private Set<String> ticketsOfTheJournal() throws SQLException {
    try (Connection connection = journal.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT DISTINCT substr(persistence_id, 8) FROM event_journal"
                    + " WHERE persistence_id LIKE 'Ticket|%'")) {
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
