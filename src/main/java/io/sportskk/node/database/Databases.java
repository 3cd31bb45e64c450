package io.sportskk.node.database;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.node.startup.Role;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * The pools of a node, but for those that Akka's journal plugin works with (see {@link
 * JournalPools}).
 */
public final class Databases implements AutoCloseable {

  private final Map<DatabasePool, HikariDataSource> pools;
  private final Set<Role> roles;

  private Databases(Map<DatabasePool, HikariDataSource> pools, Set<Role> roles) {
    this.pools = pools;
    this.roles = Set.copyOf(roles);
  }

  /** The pools of a node with these roles. */
  public static Databases open(DatabaseSettings settings, Set<Role> roles, MeterRegistry metrics) {
    Map<DatabasePool, HikariDataSource> pools = new EnumMap<>(DatabasePool.class);
    for (DatabasePool pool : neededBy(roles)) {
      pools.put(pool, pool.open(settings, metrics));
    }
    return new Databases(pools, roles);
  }

  private static Set<DatabasePool> neededBy(Set<Role> roles) {
    Set<DatabasePool> needed = EnumSet.noneOf(DatabasePool.class);
    for (Migrations.Part part : usedBy(roles)) {
      needed.add(pool(part));
    }
    if (needed.contains(DatabasePool.JOURNAL_QUERIES)) {
      needed.add(DatabasePool.HEARTBEAT);
    }
    if (roles.contains(Role.TICKET)) {
      needed.add(DatabasePool.SALE_TERMS);
    }
    return needed;
  }

  private static DatabasePool pool(Migrations.Part part) {
    return switch (part) {
      case JOURNAL -> DatabasePool.JOURNAL_QUERIES;
      case TALLY -> DatabasePool.TALLY;
      case VIEW -> DatabasePool.VIEW;
      case LEDGER -> DatabasePool.LEDGER;
    };
  }

  /** The databases that the parts of this node use. */
  public static Set<Migrations.Part> usedBy(Set<Role> roles) {
    Set<Migrations.Part> used = EnumSet.noneOf(Migrations.Part.class);
    // Entities are stored in it, and projections read it; a gateway has nothing to do with it.
    if (!roles.equals(EnumSet.of(Role.GATEWAY))) {
      used.add(Migrations.Part.JOURNAL);
    }
    if (roles.contains(Role.TALLY)) {
      used.add(Migrations.Part.TALLY);
    }
    if (roles.contains(Role.VIEW)) {
      used.add(Migrations.Part.VIEW);
      used.add(Migrations.Part.LEDGER);
    }
    return used;
  }

  /** For what Akka's own journal plugin does not do: queries, projections, health. */
  public DataSource journal() {
    return pools.get(DatabasePool.JOURNAL_QUERIES);
  }

  /** For the node's heartbeat alone; empty if it does not use the journal. */
  public Optional<DataSource> heartbeat() {
    return Optional.ofNullable(pools.get(DatabasePool.HEARTBEAT));
  }

  /** For the terms on which this node sells tickets; on a node with the role of tickets. */
  public DataSource saleTerms() {
    return pools.get(DatabasePool.SALE_TERMS);
  }

  public DataSource tally() {
    return pools.get(DatabasePool.TALLY);
  }

  public DataSource view() {
    return pools.get(DatabasePool.VIEW);
  }

  /** On a node with the role of the view. */
  public DataSource ledger() {
    return pools.get(DatabasePool.LEDGER);
  }

  /** The clocks of all databases but the journal's, to be started. */
  public DatabaseClocks clocks(
      DatabaseSettings settings, Clock clock, Duration maxSkew, MeterRegistry metrics) {
    DatabaseClocks clocks = new DatabaseClocks(clock, maxSkew);
    for (Migrations.Part part : usedBy(roles)) {
      if (part != Migrations.Part.JOURNAL) {
        clocks.add(
            DatabaseSettings.label(part), settings.of(part).kind(), pools.get(pool(part)), metrics);
      }
    }
    return clocks;
  }

  /**
   * Without which databases a node is not ready. One that sells needs the journal only: it must go
   * on selling while the others are down, whichever other parts it has. A node that writes events
   * must get at what it writes them with: another pool may have connections that are good still.
   *
   * @param writing what events are written with; it is not asked for on a node that writes none
   */
  public Map<String, DataSource> required(Supplier<DataSource> writing) {
    Set<Migrations.Part> parts = usedBy(roles);
    if (Role.sells(roles)) {
      parts.retainAll(EnumSet.of(Migrations.Part.JOURNAL));
    }
    Map<String, DataSource> required = new TreeMap<>();
    parts.forEach(part -> required.put(DatabaseSettings.label(part), pools.get(pool(part))));
    if (Role.writesEvents(roles)) {
      required.put(DatabaseSettings.label(Migrations.Part.JOURNAL), writing.get());
    }
    return required;
  }

  @Override
  public void close() {
    pools.values().forEach(HikariDataSource::close);
  }
}
