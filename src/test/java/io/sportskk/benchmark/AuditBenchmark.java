package io.sportskk.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.sportskk.audit.Audit;
import io.sportskk.audit.AuditReport;
import io.sportskk.audit.AuditRules;
import io.sportskk.kernel.Money;
import io.sportskk.payment.PlayRules;
import io.sportskk.payment.WalletRules;
import io.sportskk.testing.TestDatabases;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneId;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long an audit of 1,000,000 tickets takes, on the clock and of processor time, in the heap
 * that it is given.
 *
 * <p>The command is in {@code project-docs/benchmarks.md}.
 */
public final class AuditBenchmark {

  private static final Logger LOG = LoggerFactory.getLogger(AuditBenchmark.class);

  private static final int TICKETS = Integer.getInteger("tickets", 1_000_000);
  private static final int RUNS = 3;

  private AuditBenchmark() {}

  public static void main(String[] args) throws SQLException, IOException {
    try (TestDatabases databases = TestDatabases.create()) {
      long start = System.nanoTime();
      try (ManyTickets tickets = new ManyTickets(databases)) {
        tickets.sell(TICKETS);
      }
      vacuum(databases.journal());
      vacuum(databases.tally());
      vacuum(databases.view());
      LOG.info(
          "{} tickets stored in {} s; journal of {} MiB",
          TICKETS,
          Duration.ofNanos(System.nanoTime() - start).toSeconds(),
          mebibytes(databases.journal()));
      WalletRules wallets =
          new WalletRules(
              Money.won(1_000_000),
              Money.won(100_000),
              5_000,
              Duration.ofDays(7),
              Duration.ofDays(30),
              5_000,
              new PlayRules(ZoneId.of("Asia/Seoul"), Duration.ofHours(24), Duration.ofDays(7)));
      for (int run = 0; run < RUNS; run++) {
        long processor = processorNanos();
        AuditReport report =
            Audit.of(
                    databases.journal(),
                    databases.tally(),
                    databases.view(),
                    new AuditRules(
                        wallets,
                        new AuditRules.Stakes(100, 100_000, 100),
                        true,
                        Duration.ofDays(365)))
                .run();
        LOG.info("\n{}", report);
        LOG.info(
            "{} s on the clock, {} s of processor time in this process",
            report.took().toSeconds(),
            Duration.ofNanos(processorNanos() - processor).toSeconds());
        if (!report.isClean() || report.ticketCount() != TICKETS) {
          throw new IllegalStateException("the audit is wrong, or what it was given");
        }
      }
      LOG.info("in a heap of at most {} MiB", Runtime.getRuntime().maxMemory() / 1_048_576);
    }
  }

  private static void vacuum(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("VACUUM ANALYZE");
    }
  }

  private static long mebibytes(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet size =
            statement.executeQuery("SELECT pg_total_relation_size('event_journal') / 1048576")) {
      size.next();
      return size.getLong(1);
    }
  }

  private static long processorNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
