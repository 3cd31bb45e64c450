package io.sportskk.benchmark;

import io.sportskk.kernel.DatabaseKind;
import io.sportskk.testing.TestDatabases;
import io.sportskk.view.TicketFilter;
import io.sportskk.view.TicketPages;
import io.sportskk.view.ViewQuery.Page;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a page of the administrator's view takes with 1,000,000 tickets stored, for every mix of
 * filters with frequent, rare and unknown values, the first page and one further on.
 *
 * <p>The command is in {@code project-docs/benchmarks.md}.
 */
public final class ViewPageBenchmark {

  private static final Logger LOG = LoggerFactory.getLogger(ViewPageBenchmark.class);

  private static final int TICKETS = 1_000_000;
  private static final int RUNS = 20;
  private static final int LIMIT = 100;
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

  /**
   * 90 days of sales. Five big matches, one after the other, take half of all tickets; 550 smaller
   * ones, 50 at a time, the rest. Within a match 70 % back one team, 30 % the other and 100 tickets
   * in a million a third. A hundred buyers, who are gone after 30 days, bought a tenth of all till
   * then. 93 % end as approved, some are cancelled or rejected, very few are on their way.
   */
  private static final String FILL_POSTGRESQL =
      """
      INSERT INTO ticket
      SELECT gen_random_uuid()::text,
        'buyer-' || CASE WHEN r1 < 0.1 AND n < 333333 THEN floor(r2 * 100)
                         ELSE 100 + floor(r2 * 10000) END,
        'match-' || m,
        CASE WHEN r3 < 0.7 THEN home WHEN r3 < 0.9999 THEN away ELSE 'draw' END,
        100 * (1 + floor(r2 * 50))::bigint,
        CASE WHEN r4 < 0.93 THEN 'Approved' WHEN r4 < 0.97 THEN 'Cancelled'
             WHEN r4 < 0.9999 THEN 'Rejected' WHEN r4 < 0.99995 THEN 'Pending' ELSE 'Cancelling' END,
        r4 < 0.93,
        CASE WHEN r4 < 0.93 THEN NULL WHEN r4 < 0.97 THEN 'BUYER_REQUEST'
             ELSE 'INSUFFICIENT_FUNDS' END,
        gen_random_uuid()::text, at, at + interval '20 ms', 3
      FROM (
        SELECT *,
          (ARRAY['KT','LG','SSG','NC','OB'])[1 + m %% 5] AS home,
          (ARRAY['HT','LT','SS','HH','WO'])[1 + m / 5 %% 5] AS away
        FROM (
          SELECT n, random() AS r1, random() AS r2, random() AS r3, random() AS r4,
            CASE WHEN random() < 0.5 THEN n / 200001
                 ELSE 5 + n / 2000 + floor(random() * 50) END::int AS m,
            timestamptz '2025-01-01T00:00:00Z' + n * interval '7.776 s' AS at
          FROM generate_series(1, %d) AS n) AS drawn) AS matched"""
          .formatted(TICKETS);

  /** As above. The limits keep the random numbers of a row from being drawn again. */
  private static final String FILL_MARIADB =
      """
      INSERT INTO ticket
      SELECT UUID(),
        CONCAT('buyer-', CASE WHEN r1 < 0.1 AND n < 333333 THEN FLOOR(r2 * 100)
                              ELSE 100 + FLOOR(r2 * 10000) END),
        CONCAT('match-', m),
        CASE WHEN r3 < 0.7 THEN ELT(1 + m %% 5, 'KT', 'LG', 'SSG', 'NC', 'OB')
             WHEN r3 < 0.9999 THEN ELT(1 + m DIV 5 %% 5, 'HT', 'LT', 'SS', 'HH', 'WO')
             ELSE 'draw' END,
        100 * (1 + FLOOR(r2 * 50)),
        CASE WHEN r4 < 0.93 THEN 'Approved' WHEN r4 < 0.97 THEN 'Cancelled'
             WHEN r4 < 0.9999 THEN 'Rejected' WHEN r4 < 0.99995 THEN 'Pending' ELSE 'Cancelling' END,
        r4 < 0.93,
        CASE WHEN r4 < 0.93 THEN NULL WHEN r4 < 0.97 THEN 'BUYER_REQUEST'
             ELSE 'INSUFFICIENT_FUNDS' END,
        UUID(), at, at + INTERVAL 20000 MICROSECOND, 3
      FROM (
        SELECT n, r1, r2, r3, r4, at,
          CAST(IF(r5 < 0.5, n DIV 200001, 5 + n DIV 2000 + FLOOR(r6 * 50)) AS INT) AS m
        FROM (
          SELECT seq AS n, RAND() AS r1, RAND() AS r2, RAND() AS r3, RAND() AS r4, RAND() AS r5,
            RAND() AS r6, TIMESTAMP '2025-01-01 00:00:00' + INTERVAL seq * 7776000 MICROSECOND AS at
          FROM seq_1_to_%1$d LIMIT %1$d) AS drawn) AS matched"""
          .formatted(TICKETS);

  private record Mix(String name, TicketFilter filter, String cursor) {}

  private record Result(String name, double median, double p99, double most) {}

  private ViewPageBenchmark() {}

  public static void main(String[] args) throws SQLException {
    for (DatabaseKind kind : DatabaseKind.values()) {
      LOG.info("--- {} ---", kind);
      try (TestDatabases databases = TestDatabases.create(kind);
          Connection connection = databases.view().getConnection();
          Statement statement = connection.createStatement()) {
        connection.setNetworkTimeout(Runnable::run, 0); // to fill it takes longer than any page
        long start = System.nanoTime();
        switch (kind) {
          case POSTGRESQL -> {
            statement.execute("SELECT setseed(0.5)");
            statement.execute(FILL_POSTGRESQL);
            statement.execute("VACUUM ANALYZE ticket");
            logSizes(statement, SIZES_POSTGRESQL);
          }
          case MARIADB -> {
            statement.execute("SET SESSION rand_seed1 = 1, SESSION rand_seed2 = 1");
            statement.execute(FILL_MARIADB);
            statement.execute("ANALYZE TABLE ticket");
            logSizes(statement, SIZES_MARIADB);
          }
        }
        LOG.info("{} tickets inserted in {} s", TICKETS, Math.round(millisSince(start) / 1000));
        measure(kind, connection);
      }
    }
  }

  private static void measure(DatabaseKind kind, Connection connection) throws SQLException {
    List<Mix> mixes = mixes(kind, connection);
    List<Result> results = new ArrayList<>();
    List<Double> all = new ArrayList<>();
    Collections.shuffle(mixes, new Random(1));
    for (Mix mix : mixes.subList(0, 500)) { // warms up the JVM
      TicketPages.page(kind, connection, mix.filter(), mix.cursor(), LIMIT);
    }
    for (Mix mix : mixes) {
      double[] millis = new double[RUNS];
      for (int run = 0; run < RUNS; run++) {
        long start = System.nanoTime();
        TicketPages.page(kind, connection, mix.filter(), mix.cursor(), LIMIT);
        millis[run] = millisSince(start);
        all.add(millis[run]);
      }
      results.add(result(mix.name(), millis));
    }
    LOG.info("{} mixes of filters, each {} times, {} tickets a page", mixes.size(), RUNS, LIMIT);
    LOG.info("{}", String.format("%9s %9s %9s", "median ms", "p99 ms", "most ms"));
    log(result("all", all.stream().mapToDouble(Double::doubleValue).toArray()));
    LOG.info("the slowest by median:");
    results.stream()
        .sorted(Comparator.comparing(Result::median).reversed())
        .limit(12)
        .forEach(ViewPageBenchmark::log);
    LOG.info("the slowest single page:");
    results.stream()
        .sorted(Comparator.comparing(Result::most).reversed())
        .limit(5)
        .forEach(ViewPageBenchmark::log);
    LOG.info("some that are usual:");
    results.stream()
        .filter(result -> USUAL.contains(result.name()))
        .sorted(Comparator.comparing(Result::name))
        .forEach(ViewPageBenchmark::log);
  }

  private static final List<String> USUAL =
      List.of(
          "- - - - - first",
          "- - - - - second half",
          "Approved - - - - first",
          "Pending - - - - first",
          "- match-0 - - - first",
          "Cancelled match-0 HT - - first",
          "Pending match-0 draw - - first",
          "- - KT - - first",
          "- - - buyer-7000 - first",
          "- - - buyer-7 - second half",
          "Approved match-0 KT - - first",
          "Approved match-400 HT - hour first",
          "- match-0 - - hour first");

  /** Every value that a filter can be given here, none included, with every value of the others. */
  private static List<Mix> mixes(DatabaseKind kind, Connection connection) throws SQLException {
    List<Mix> mixes = new ArrayList<>();
    Instant middle = START.plus(45, ChronoUnit.DAYS);
    Instant[][] windows = {
      {null, null},
      {START.plus(89, ChronoUnit.DAYS), null},
      {null, START.plus(1, ChronoUnit.DAYS)},
      {middle, middle.plus(1, ChronoUnit.HOURS)},
      {middle, middle.plus(30, ChronoUnit.DAYS)}
    };
    List<String> windowNames = List.of("-", "last day", "first day", "hour", "month");
    for (String status : Arrays.asList(null, "Approved", "Cancelled", "Pending")) {
      for (String match : Arrays.asList(null, "match-0", "match-400", "match-x")) {
        for (String team : Arrays.asList(null, "KT", "HT", "draw", "XX")) {
          for (String buyer : Arrays.asList(null, "buyer-7", "buyer-7000")) {
            for (int window = 0; window < windows.length; window++) {
              TicketFilter filter =
                  new TicketFilter(
                      status, match, team, buyer, windows[window][0], windows[window][1]);
              String name =
                  String.join(
                      " ",
                      status == null ? "-" : status,
                      match == null ? "-" : match,
                      team == null ? "-" : team,
                      buyer == null ? "-" : buyer,
                      windowNames.get(window));
              mixes.add(new Mix(name + " first", filter, null));
              String further = TicketPages.cursor(middle);
              mixes.add(new Mix(name + " second half", filter, further));
            }
          }
        }
      }
    }
    Page first = TicketPages.page(kind, connection, mixes.get(0).filter(), null, LIMIT);
    if (first.items().size() != LIMIT) {
      throw new IllegalStateException("the first page holds " + first.items().size());
    }
    return mixes;
  }

  private static Result result(String name, double[] millis) {
    double[] sorted = millis.clone();
    Arrays.sort(sorted);
    return new Result(
        name,
        sorted[sorted.length / 2],
        sorted[(int) Math.ceil(sorted.length * 0.99) - 1],
        sorted[sorted.length - 1]);
  }

  private static void log(Result result) {
    LOG.info(
        "{}",
        String.format(
            "%9.2f %9.2f %9.2f  %s", result.median(), result.p99(), result.most(), result.name()));
  }

  private static final String SIZES_POSTGRESQL =
      """
      SELECT relname, pg_relation_size(oid) / 1048576 FROM pg_class
      WHERE relname LIKE 'ticket%' AND relkind IN ('r', 'i') ORDER BY relname""";

  /** The table is one with its primary key. */
  private static final String SIZES_MARIADB =
      """
      SELECT 'ticket', data_length / 1048576 FROM information_schema.tables
      WHERE table_schema = DATABASE() AND table_name = 'ticket'
      UNION ALL
      SELECT 'its indexes', index_length / 1048576 FROM information_schema.tables
      WHERE table_schema = DATABASE() AND table_name = 'ticket'""";

  private static void logSizes(Statement statement, String query) throws SQLException {
    try (ResultSet sizes = statement.executeQuery(query)) {
      while (sizes.next()) {
        LOG.info("{} {} MiB", sizes.getString(1), sizes.getLong(2));
      }
    }
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
