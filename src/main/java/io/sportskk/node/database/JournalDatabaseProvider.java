package io.sportskk.node.database;

import akka.actor.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.persistence.jdbc.db.SlickDatabase;
import akka.persistence.jdbc.db.SlickDatabaseProvider;
import com.typesafe.config.Config;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import scala.Option;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcBackend$;
import slick.jdbc.JdbcProfile;
import slick.jdbc.PostgresProfile$;

/**
 * Gives Akka's journal plugin pools like all others of the node: settings and metrics are the same.
 *
 * <p>The plugin makes it (see persistence.conf), and asks for its pool when the first entity is
 * loaded. What it does with it by itself is to store and load snapshots.
 */
final class JournalDatabaseProvider implements SlickDatabaseProvider {

  private final ActorSystem system;
  private final Map<DatabasePool, SlickDatabase> opened = new ConcurrentHashMap<>();

  JournalDatabaseProvider(ActorSystem system) {
    this.system = system;
  }

  /** The journal and the snapshots share one. */
  @Override
  public SlickDatabase database(Config plugin) {
    String name = plugin.getString("use-shared-db");
    DatabasePool pool =
        Arrays.stream(DatabasePool.values())
            .filter(it -> it.label().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("there is no pool " + name));
    return opened.computeIfAbsent(pool, this::open);
  }

  private SlickDatabase open(DatabasePool pool) {
    HikariDataSource connections = JournalPools.get(Adapter.toTyped(system)).of(pool);
    DatabaseSettings settings = DatabaseSettings.from(system.settings().config());
    int size = DatabasePool.forSnapshots(settings);
    JdbcBackend.DatabaseDef database =
        JdbcBackend$.MODULE$
            .Database()
            .forDataSource(
                connections,
                Option.<Object>apply(size),
                JournalThreads.start(pool.label(), size),
                false);
    system.registerOnTermination(database::close);
    return new Shared(database, PostgresProfile$.MODULE$);
  }

  private record Shared(JdbcBackend.DatabaseDef database, JdbcProfile profile)
      implements SlickDatabase {
    /** A plugin that stops leaves it open: the others go on. */
    @Override
    public boolean allowShutdown() {
      return false;
    }
  }
}
