package io.sportskk.node.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;

/** Every pool of connections that a node may have; its label names it in metrics and threads. */
enum DatabasePool {
  /** For events that are written, entities that are loaded from them, and snapshots. */
  JOURNAL(Migrations.Part.JOURNAL, Plans.KEPT),

  /** What projections read events with: by a range of the journal's numbers. */
  READ_JOURNAL(Migrations.Part.JOURNAL, Plans.INDEXES),

  /** For all else in the journal's database: queries, projections' offsets, health. */
  JOURNAL_QUERIES(Migrations.Part.JOURNAL, ""),

  /** One connection, which nobody else can take: who is silent is put out of the cluster. */
  HEARTBEAT(Migrations.Part.JOURNAL, ""),

  /**
   * One connection, which nobody else can take: a node sells only by terms that it has just read.
   */
  SALE_TERMS(Migrations.Part.JOURNAL, ""),
  TALLY(Migrations.Part.TALLY, Plans.KEPT),
  VIEW(Migrations.Part.VIEW, ""),
  LEDGER(Migrations.Part.LEDGER, "");

  /** How a connection's statements are planned. */
  private static final class Plans {

    /**
     * A plan is kept for as long as the connection; on a fresh database it must not be one for an
     * empty table. What has no index costs so much by that, up to PostgreSQL 17, that it would be
     * compiled each time.
     */
    private static final String INDEXES =
        "SET enable_seqscan = off; SET enable_bitmapscan = off; SET jit = off";

    /**
     * Left to itself, PostgreSQL plans statements that take arrays each time anew, as it supposes
     * that an array that it does not know has ten elements; planning is most of what they cost
     * then.
     */
    private static final String KEPT = INDEXES + "; SET plan_cache_mode = force_generic_plan";
  }

  /** How long a connection that has not been used for a while may take to show that it is good. */
  static final Duration VALIDATION = Duration.ofMillis(1_500);

  private final Migrations.Part part;
  private final String initialSql;

  DatabasePool(Migrations.Part part, String initialSql) {
    this.part = part;
    this.initialSql = initialSql;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * How long something may take on its connections. The limits of a purchase are around those of
   * the journal ({@link LimitsInOrder}): there a transaction is over after 5 s, whatever becomes of
   * the node. So long at least the projections wait for a number of the journal that they miss; and
   * who waits for the key of a writer that is gone waits until that one has been ended.
   */
  TimeLimits limits() {
    return switch (this) {
      case JOURNAL -> TimeLimits.ofMillis(3_000, 3_500, 4_000, 5_000, 7_000);
      case READ_JOURNAL -> TimeLimits.ofMillis(5_000, 6_000, 10_000, 12_000, 15_000);
      case HEARTBEAT, SALE_TERMS -> TimeLimits.ofMillis(1_000, 1_500, 2_000, 2_500, 3_000);
      case JOURNAL_QUERIES, TALLY, VIEW, LEDGER ->
          TimeLimits.ofMillis(5_000, 6_000, 8_000, 10_000, 12_000);
    };
  }

  /** It connects when it can: a database that is down does not keep the node from starting. */
  HikariDataSource open(DatabaseSettings settings, MeterRegistry metrics) {
    return new HikariDataSource(config(settings, limits(), metrics));
  }

  HikariConfig config(DatabaseSettings settings, TimeLimits within, MeterRegistry metrics) {
    DatabaseSettings.Database database = settings.of(part);
    HikariConfig config = new HikariConfig();
    config.setPoolName(label());
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(size(settings) + spare());
    config.setConnectionTimeout(settings.connectionTimeout().toMillis());
    config.setValidationTimeout(VALIDATION.toMillis());
    config.setInitializationFailTimeout(-1);
    config.setConnectionInitSql(
        initialSql.isEmpty()
            ? within.sessionSql(database.kind())
            : within.sessionSql(database.kind()) + "; " + initialSql);
    database.kind().driverProperties().forEach(config::addDataSourceProperty);
    within.driverProperties(database.kind()).forEach(config::addDataSourceProperty);
    if (this == SALE_TERMS) {
      config.addDataSourceProperty("targetServerType", "primary"); // a copy of it may be behind
    }
    config.setMetricRegistry(metrics);
    return config;
  }

  /**
   * Akka's plugin may use all that it has for as long as there is much to do, which does not make a
   * node unready: who asks for its health has a connection left.
   */
  private int spare() {
    return this == JOURNAL ? 1 : 0;
  }

  /** How many are in use at most by what the pool is for. */
  int size(DatabaseSettings settings) {
    return switch (this) {
      case READ_JOURNAL -> settings.readJournalPoolSize();
      case JOURNAL_QUERIES -> settings.journalQueryPoolSize();
      case HEARTBEAT, SALE_TERMS -> 1;
      case JOURNAL, TALLY, VIEW, LEDGER -> settings.of(part).poolSize();
    };
  }

  /** Of the journal's connections: how many are for snapshots, which Akka's plugin handles. */
  static int forSnapshots(DatabaseSettings settings) {
    return Math.max(1, JOURNAL.size(settings) / 4);
  }

  /** Of the journal's connections: how many are for events. */
  static int forEvents(DatabaseSettings settings) {
    return Math.max(1, JOURNAL.size(settings) - forSnapshots(settings));
  }
}
