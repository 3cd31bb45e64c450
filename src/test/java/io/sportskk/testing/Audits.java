package io.sportskk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.sportskk.audit.Audit;
import io.sportskk.audit.AuditReport;
import io.sportskk.audit.AuditRules;
import io.sportskk.kernel.Slices;
import io.sportskk.payment.PaymentSettings;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/** All databases held against each other at the end of a test. */
public final class Audits {

  private Audits() {}

  /**
   * Waits until nothing is under way any more and nothing is wrong.
   *
   * @param config of the nodes
   */
  public static AuditReport settled(
      Config config, DataSource journal, DataSource tally, DataSource view, Duration atMost) {
    AuditRules rules =
        new AuditRules(
            new Slices("ticket", config.getInt("sportskk.slices")),
            PaymentSettings.from(config).rules(),
            true);
    Audit audit = Audit.of(journal, tally, view, rules);
    Awaitility.await("nothing is under way, and nothing wrong")
        .atMost(atMost)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertClean(audit.run()));
    try {
      return assertClean(audit.run());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AuditReport assertClean(AuditReport report) {
    assertThat(report.isClean()).as(report.toString()).isTrue();
    return report;
  }
}
