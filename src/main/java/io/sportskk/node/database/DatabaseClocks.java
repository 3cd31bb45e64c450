package io.sportskk.node.database;

import static java.time.temporal.ChronoUnit.MICROS;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.DatabaseKind;
import io.sportskk.node.management.Skew;
import io.sportskk.node.startup.StartFailure;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the clocks of the databases beside the journal's with this node's, and tells it if one
 * is wrong ({@code C1}). Nothing is decided by them: they only date rows, such as when the ledger
 * booked something, so that one that is wrong stops nothing. The journal's own clock, by which
 * sales close, is guarded by {@link io.sportskk.node.management.ClockGuard}.
 */
public final class DatabaseClocks implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseClocks.class);

  private static final Duration EACH_MINUTE = Duration.ofMinutes(1);
  private static final int TIMEOUT_SECONDS = 2;

  private final Clock clock;
  private final Duration maxSkew;
  private final Duration interval;
  private final List<Watched> watched = new ArrayList<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "database-clocks");
            made.setDaemon(true);
            return made;
          });

  /**
   * @param maxSkew from which on a clock is wrong
   */
  public DatabaseClocks(Clock clock, Duration maxSkew) {
    this(clock, maxSkew, EACH_MINUTE);
  }

  DatabaseClocks(Clock clock, Duration maxSkew, Duration interval) {
    this.clock = clock;
    this.maxSkew = maxSkew;
    this.interval = interval;
  }

  /** One of the databases. */
  private static final class Watched {
    private final String name;
    private final String sql;
    private final DataSource database;
    private volatile double skewSeconds = Double.NaN;
    private boolean wrong;

    Watched(String name, DatabaseKind kind, DataSource database) {
      this.name = name;
      this.sql =
          switch (kind) {
            case POSTGRESQL -> "SELECT extract(epoch FROM clock_timestamp())";
            // In a local time an hour of each year would be there twice. It is the time at which
            // the
            // statement began, which is as good: it began after it was asked.
            case MARIADB ->
                "SELECT timestampdiff(MICROSECOND, '1970-01-01', utc_timestamp(6)) * 0.000001";
          };
      this.database = database;
    }

    double skewSeconds() {
      return skewSeconds;
    }
  }

  /**
   * One more that is compared.
   *
   * @param name as in metrics
   */
  DatabaseClocks add(String name, DatabaseKind kind, DataSource database, MeterRegistry metrics) {
    Watched added = new Watched(name, kind, database);
    Gauge.builder("sportskk.database.clock.skew", added, Watched::skewSeconds)
        .description("How far the clock of a database is ahead of this node's")
        .baseUnit("seconds")
        .tag("database", name)
        .register(metrics);
    watched.add(added);
    return this;
  }

  /** From now on they are compared, again and again. */
  public void start() {
    ScheduledFuture<?> unused =
        thread.scheduleWithFixedDelay(this::compare, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** All of them, once. */
  void compare() {
    watched.forEach(this::compare);
  }

  private void compare(Watched one) {
    try (Connection connection = one.database.getConnection()) {
      Instant before = clock.instant();
      Instant there = time(connection, one.sql);
      Instant after = clock.instant();
      tell(one, new Skew(Duration.between(after, there), Duration.between(before, there)));
    } catch (SQLException e) {
      one.skewSeconds = Double.NaN;
      LOG.debug("The {} database does not tell its time: {}", one.name, StartFailure.reason(e));
    } catch (RuntimeException e) { // or it would be asked never again
      one.skewSeconds = Double.NaN;
      LOG.error("The clock of the {} database can't be compared", one.name, e);
    }
  }

  private static Instant time(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setQueryTimeout(TIMEOUT_SECONDS);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        BigDecimal seconds = row.getBigDecimal(1);
        return Instant.EPOCH.plus(seconds.movePointRight(6).longValue(), MICROS);
      }
    }
  }

  private void tell(Watched one, Skew skew) {
    one.skewSeconds = skew.middleSeconds();
    Duration certain = skew.certain();
    boolean wrong = certain.abs().compareTo(maxSkew) > 0;
    if (wrong && !one.wrong) {
      LOG.warn(
          "The clock of the {} database is {} s {} this node's: what it dates is dated wrongly",
          one.name,
          certain.abs().toMillis() / 1000.0,
          certain.isNegative() ? "behind" : "ahead of");
    } else if (!wrong && one.wrong) {
      LOG.info("The clock of the {} database is right again", one.name);
    }
    one.wrong = wrong;
  }

  /** Before the databases are closed. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
