package io.sportskk.node.database;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import akka.actor.typed.javadsl.Adapter;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.sportskk.node.management.NodeHealth;
import io.sportskk.node.management.NodeMetrics;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;

/**
 * The pools that Akka's journal plugin works with. Each is opened when it is first asked for, and
 * closed when no actor is left that could use it.
 */
public final class JournalPools implements Extension {

  private static final ExtensionId<JournalPools> ID =
      new ExtensionId<>() {
        @Override
        public JournalPools createExtension(ActorSystem<?> system) {
          return new JournalPools(system);
        }
      };

  private final ActorSystem<?> system;
  private final NodeHealth health;
  private final Map<DatabasePool, HikariDataSource> opened = new EnumMap<>(DatabasePool.class);

  private final ExecutorService writingThreads;
  private final ExecutorService readingThreads;

  private JournalPools(ActorSystem<?> system) {
    this.system = system;
    this.health = NodeHealth.get(system);
    DatabaseSettings settings = DatabaseSettings.from(system.settings().config());
    this.writingThreads = EventThreads.start("events", DatabasePool.forEvents(settings));
    this.readingThreads =
        EventThreads.start(
            DatabasePool.READ_JOURNAL.label(), DatabasePool.READ_JOURNAL.size(settings));
    Adapter.toClassic(system)
        .registerOnTermination(
            () -> {
              writingThreads.shutdown();
              readingThreads.shutdown();
            });
  }

  public static JournalPools get(ActorSystem<?> system) {
    return ID.apply(system);
  }

  /** What events are written with. It lends nothing while the node's clock is wrong. */
  public DataSource writing() {
    return of(DatabasePool.JOURNAL);
  }

  /** In which events are written, and read for entities that are loaded: with {@link #writing}. */
  public Executor writingThreads() {
    return writingThreads;
  }

  /** What projections read events with. */
  public DataSource reading() {
    return of(DatabasePool.READ_JOURNAL);
  }

  /** For {@link #reading}. */
  public Executor readingThreads() {
    return readingThreads;
  }

  synchronized HikariDataSource of(DatabasePool pool) {
    return opened.computeIfAbsent(pool, this::open);
  }

  private HikariDataSource open(DatabasePool pool) {
    HikariConfig config =
        pool.config(
            DatabaseSettings.from(system.settings().config()),
            pool.limits(),
            NodeMetrics.get(system).registry());
    HikariDataSource connections =
        pool == DatabasePool.JOURNAL ? new Guarded(config, health) : new HikariDataSource(config);
    Adapter.toClassic(system).registerOnTermination(connections::close);
    return connections;
  }

  /**
   * Whoever wants to write an event comes by here, after it has looked at the clock: a wrong time
   * is never stored.
   */
  private static final class Guarded extends HikariDataSource {

    private final NodeHealth health;

    Guarded(HikariConfig config, NodeHealth health) {
      super(config);
      this.health = health;
    }

    @Override
    public Connection getConnection() throws SQLException {
      Optional<String> fault = health.clockFault();
      if (fault.isPresent()) {
        throw new SQLTransientException("nothing is written, as " + fault.get());
      }
      return super.getConnection();
    }
  }
}
