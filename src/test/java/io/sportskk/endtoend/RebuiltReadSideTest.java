package io.sportskk.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sportskk.audit.AuditReport;
import io.sportskk.node.database.Migrations;
import io.sportskk.testing.Audits;
import io.sportskk.testing.Office;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The databases of the tally, the view and the ledger are lost: the journal has all that was in
 * them.
 */
class RebuiltReadSideTest {

  private static final int TICKETS = 12;

  @Test
  void emptyDatabasesAreFilledFromTheJournal() throws SQLException {
    try (TestDatabases databases = TestDatabases.create()) {
      try (TestNode node = TestNode.start(databases)) {
        Office office = new Office(node);
        office.openMatch();
        for (int i = 0; i < TICKETS; i++) {
          String ticket = office.buyApproved("buyer-" + i, "KT", 100).get("ticketId").textValue();
          if (i % 3 == 0) {
            office.buyer("buyer-" + i).post("/tickets/" + ticket + "/cancel");
          }
        }
      }
      empty(databases, Migrations.Part.TALLY);
      empty(databases, Migrations.Part.VIEW);
      empty(databases, Migrations.Part.LEDGER);

      try (TestNode node = TestNode.start(databases)) {
        AuditReport report =
            Audits.settled(
                node.system().settings().config(),
                databases.journal(),
                databases.tally(),
                databases.view(),
                databases.ledger(),
                Duration.ofSeconds(30));
        assertThat(report.counts().viewRows()).isEqualTo(TICKETS);
        // Each buyer's opening balance and stake, and what was given back.
        assertThat(report.counts().ledgerEntries()).isEqualTo(TICKETS * 2 + TICKETS / 3);
        Office office = new Office(node);
        JsonNode trial = Office.json(office.admin().get("/admin/ledger/trial-balance"));
        assertThat(trial.get("total").longValue()).isZero();
        assertThat(trial.at("/balances/2").toString())
            .isEqualTo("{\"of\":\"pool\",\"balance\":" + TICKETS * 100 * 2 / 3 + "}");
        JsonNode statement = Office.json(office.buyer("buyer-0").get("/wallet/transactions"));
        assertThat(statement.get("items"))
            .extracting(line -> line.get("kind").textValue())
            .containsExactly("REVERSAL", "CHARGE", "DEPOSIT");
        assertThat(statement.at("/items/0/balance").longValue())
            .isEqualTo(office.balance("buyer-0"));
        assertThat(report.money().counted()).isEqualTo(TICKETS * 100 * 2 / 3);
      }
    }
  }

  private static void empty(TestDatabases databases, Migrations.Part part) throws SQLException {
    try (Connection connection = databases.dataSource(part).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA public CASCADE");
      statement.execute("CREATE SCHEMA public");
    }
  }
}
