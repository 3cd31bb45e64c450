package io.sportskk.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.sportskk.audit.Audit;
import io.sportskk.audit.AuditReport;
import io.sportskk.audit.AuditRules;
import io.sportskk.kernel.Slices;
import io.sportskk.node.Migrations;
import io.sportskk.payment.PaymentSettings;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The databases of the tally and of the view are lost: the journal has all that was in them. */
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

      try (TestNode node = TestNode.start(databases)) {
        Config config = node.system().settings().config();
        AuditRules rules =
            new AuditRules(
                new Slices("ticket", config.getInt("sportskk.slices")),
                PaymentSettings.from(config).rules(),
                true);
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(
                () -> {
                  AuditReport report =
                      Audit.of(databases.journal(), databases.tally(), databases.view(), rules)
                          .run();
                  assertThat(report.isClean()).as(report.toString()).isTrue();
                  assertThat(report.counts().viewRows()).isEqualTo(TICKETS);
                  assertThat(report.money().counted()).isEqualTo(TICKETS * 100 * 2 / 3);
                });
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
