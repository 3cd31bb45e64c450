package io.sportskk.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.sportskk.audit.AuditReport;
import io.sportskk.node.database.Migrations;
import io.sportskk.testing.Audits;
import io.sportskk.testing.MariaDbDatabase;
import io.sportskk.testing.MariaDbServer;
import io.sportskk.testing.Office;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Journal, tally and view on three servers: two of PostgreSQL and a MariaDB. The databases are
 * empty; what differs for the node is three URLs. The server of the view comes last, when tickets
 * have been sold already.
 */
class ThreeServersTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** {@code T2} */
  @Test
  void aTicketIsInTheJournalTheTallyAndTheViewEachOnAServerOfItsOwn() throws Exception {
    try (TestDatabases journal = TestDatabases.create();
        EmbeddedPostgres tally =
            EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        MariaDbDatabase view = stopped(MariaDbServer.createDatabase("view_of_three_servers"));
        TestNode node =
            TestNode.on(journal)
                .with(settings("tally", tally.getJdbcUrl("postgres", "postgres"), "postgres", ""))
                .with(settings("view", view.url(), view.user(), view.password()))
                .start()) {
      // Nothing but the journal can be in these two.
      journal.stop(Migrations.Part.TALLY);
      journal.stop(Migrations.Part.VIEW);

      Office office = new Office(node);
      office.openMatch();
      String kept = office.buyApproved("buyer-1", "KT", 3000).get("ticketId").textValue();
      JsonNode second = office.buyApproved("buyer-2", "LG", 2000);
      assertThat(second.get("tallied").booleanValue()).isTrue();
      String cancelled = second.get("ticketId").textValue();
      assertThat(office.buyer("buyer-2").post("/tickets/" + cancelled + "/cancel").statusCode())
          .isEqualTo(200);

      view.start();

      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(office.view())
                      .extracting(
                          ticket -> ticket.get("ticketId").textValue(),
                          ticket -> ticket.get("status").textValue())
                      .containsExactlyInAnyOrder(
                          tuple(kept, "Approved"), tuple(cancelled, "Cancelled")));
      JsonNode seen = office.view().get(1);
      assertThat(seen.get("requestedAt"))
          .isEqualTo(office.ticket("buyer-1", kept).get("requestedAt"));
      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(office.tally().get("stake").longValue()).isEqualTo(3000));
      // The lag is measured between two servers.
      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(node.management("/metrics").body())
                      .contains("sportskk_projection_lag_seconds{projection=\"view\"} 0.0"));
      AuditReport report =
          Audits.settled(
              node.system().settings().config(),
              journal.journal(),
              tally.getPostgresDatabase(),
              view.dataSource(),
              journal.ledger(),
              PATIENCE);
      assertThat(report.counts().viewRows()).isEqualTo(2);
    }
  }

  private static MariaDbDatabase stopped(MariaDbDatabase database) {
    database.stop();
    return database;
  }

  private static String settings(String part, String url, String user, String password) {
    return """
        sportskk.database.%1$s { url = "%2$s", user = "%3$s", password = "%4$s" }
        """
        .formatted(part, url, user, password);
  }
}
