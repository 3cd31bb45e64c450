package io.sportskk.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.audit.Audit;
import io.sportskk.audit.AuditReport;
import io.sportskk.audit.AuditRules;
import io.sportskk.kernel.Money;
import io.sportskk.kernel.Slices;
import io.sportskk.ledger.LedgerSettings;
import io.sportskk.ledger.Ledgers;
import io.sportskk.payment.PlayRules;
import io.sportskk.payment.SupervisionRules;
import io.sportskk.payment.WalletRules;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
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
      book(databases);
      vacuum(databases.journal());
      vacuum(databases.tally());
      vacuum(databases.view());
      vacuum(databases.ledger());
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
              new PlayRules(
                  ZoneId.of("Asia/Seoul"),
                  Duration.ofHours(24),
                  Duration.ofDays(7),
                  Duration.ofMinutes(15)),
              new SupervisionRules(null, Duration.ofHours(24), 20, 200));
      for (int run = 0; run < RUNS; run++) {
        long processor = processorNanos();
        AuditReport report =
            Audit.of(
                    databases.journal(),
                    databases.tally(),
                    databases.view(),
                    databases.ledger(),
                    new AuditRules(
                        wallets,
                        new AuditRules.Stakes(100, 100_000, 100),
                        true,
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

  /**
   * What the other read sides have was stored beside the journal; the ledger finds it out itself.
   */
  private static void book(TestDatabases databases) throws SQLException {
    vacuum(databases.journal());
    long start = System.nanoTime();
    try (TestCluster node = TestCluster.start(databases)) {
      Ledgers.start(
          node.system(),
          LedgerSettings.from(node.system().settings().config()),
          new Slices("Wallet", 1),
          databases.ledger(),
          new SimpleMeterRegistry(),
          Clock.systemUTC());
      long last =
          number(
              databases.journal(),
              "SELECT max(ordering) FROM event_journal WHERE persistence_id LIKE 'Wallet|%'");
      Awaitility.await()
          .atMost(Duration.ofHours(1))
          .pollInterval(Duration.ofMillis(500))
          .until(
              () ->
                  number(
                          databases.ledger(),
                          "SELECT coalesce(max(current_offset::bigint), 0)"
                              + " FROM akka_projection_offset_store")
                      >= last);
    }
    LOG.info(
        "{} entries booked in {} s",
        number(databases.ledger(), "SELECT count(*) FROM ledger_entry"),
        Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0);
  }

  private static long number(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
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
