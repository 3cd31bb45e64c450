package io.sportskk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.sportskk.audit.Audit;
import io.sportskk.audit.AuditReport;
import io.sportskk.audit.AuditRules;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/** All databases held against each other. A finding fails the test, also one that would heal. */
public final class Audits {

  private Audits() {}

  /**
   * Nothing is wrong at this moment, however much is under way.
   *
   * @param config of the nodes
   */
  public static AuditReport inUse(
      Config config, DataSource journal, DataSource tally, DataSource view, DataSource ledger) {
    return clean(Audit.of(journal, tally, view, ledger, rules(config, false)));
  }

  /**
   * Waits until nothing is under way any more; nothing is wrong, neither then nor meanwhile.
   *
   * @param config of the nodes
   */
  public static AuditReport settled(
      Config config,
      DataSource journal,
      DataSource tally,
      DataSource view,
      DataSource ledger,
      Duration atMost) {
    Awaitility.await("nothing is under way")
        .atMost(atMost)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> inUse(config, journal, tally, view, ledger).inFlight(), Map::isEmpty);
    return clean(Audit.of(journal, tally, view, ledger, rules(config, true)));
  }

  private static AuditRules rules(Config config, boolean settled) {
    return AuditRules.from(config, settled);
  }

  private static AuditReport clean(Audit audit) {
    try {
      AuditReport report = audit.run();
      assertThat(report.isClean()).as(report.toString()).isTrue();
      return report;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
