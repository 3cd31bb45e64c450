package io.sportskk.node.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Every pool of connections that a node may have; its label names it in metrics and threads. */
enum DatabasePool {
  /** What Akka's plugin writes events with, and replays them. */
  JOURNAL(
      Migrations.Part.JOURNAL,
      // A plan is kept for as long as the connection; on a fresh database it must not be one for
      // an empty table.
      "SET enable_seqscan = off; SET enable_bitmapscan = off"),

  /**
   * What projections read events with, through Akka's plugin. It asks for the events of a tag by a
   * range of the journal's numbers. PostgreSQL does not carry that range over to the tags and, left
   * to itself, reads all tags for the newest few events: see
   * project-docs/decisions/0008-plans-of-the-journal.md.
   */
  READ_JOURNAL(
      Migrations.Part.JOURNAL,
      "SET plan_cache_mode = force_custom_plan; SET enable_seqscan = off;"
          + " SET enable_hashjoin = off; SET enable_mergejoin = off;"
          + " SET enable_bitmapscan = off; SET random_page_cost = 1.1"),

  /** For what Akka's plugin does not do: queries, projections' offsets, health. */
  JOURNAL_QUERIES(Migrations.Part.JOURNAL, null),
  TALLY(Migrations.Part.TALLY, null),
  VIEW(Migrations.Part.VIEW, null);

  private final Migrations.Part part;
  private final String initialSql;

  DatabasePool(Migrations.Part part, String initialSql) {
    this.part = part;
    this.initialSql = initialSql;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** It connects when it can: a database that is down does not keep the node from starting. */
  HikariDataSource open(DatabaseSettings settings, MeterRegistry metrics) {
    DatabaseSettings.Database database = settings.of(part);
    HikariConfig config = new HikariConfig();
    config.setPoolName(label());
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(size(settings));
    config.setConnectionTimeout(settings.connectionTimeout().toMillis());
    config.setInitializationFailTimeout(-1);
    config.setConnectionInitSql(initialSql);
    if (!ofPlugin()) {
      // The plugin's statements have no limit of the driver's; its circuit breaker has one.
      database.kind().driverProperties().forEach(config::addDataSourceProperty);
    }
    config.setMetricRegistry(metrics);
    return new HikariDataSource(config);
  }

  private boolean ofPlugin() {
    return this == JOURNAL || this == READ_JOURNAL;
  }

  private int size(DatabaseSettings settings) {
    return switch (this) {
      case READ_JOURNAL -> settings.readJournalPoolSize();
      case JOURNAL_QUERIES -> settings.journalQueryPoolSize();
      case JOURNAL, TALLY, VIEW -> settings.of(part).poolSize();
    };
  }
}
