package io.sportskk.node.database;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.node.startup.Role;
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

  private final Map<Migrations.Part, HikariDataSource> pools;
  private final Optional<HikariDataSource> heartbeat;
  private final Set<Role> roles;

  private Databases(
      Map<Migrations.Part, HikariDataSource> pools,
      Optional<HikariDataSource> heartbeat,
      Set<Role> roles) {
    this.pools = pools;
    this.heartbeat = heartbeat;
    this.roles = Set.copyOf(roles);
  }

  /** The pools of a node with these roles. */
  public static Databases open(DatabaseSettings settings, Set<Role> roles, MeterRegistry metrics) {
    Map<Migrations.Part, HikariDataSource> pools = new EnumMap<>(Migrations.Part.class);
    for (Migrations.Part part : usedBy(roles)) {
      pools.put(part, pool(part).open(settings, metrics));
    }
    Optional<HikariDataSource> heartbeat =
        pools.containsKey(Migrations.Part.JOURNAL)
            ? Optional.of(DatabasePool.HEARTBEAT.open(settings, metrics))
            : Optional.empty();
    return new Databases(pools, heartbeat, roles);
  }

  private static DatabasePool pool(Migrations.Part part) {
    return switch (part) {
      case JOURNAL -> DatabasePool.JOURNAL_QUERIES;
      case TALLY -> DatabasePool.TALLY;
      case VIEW -> DatabasePool.VIEW;
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
    }
    return used;
  }

  /** For what Akka's own journal plugin does not do: queries, projections, health. */
  public DataSource journal() {
    return pools.get(Migrations.Part.JOURNAL);
  }

  /** For the node's heartbeat alone; empty if it does not use the journal. */
  public Optional<DataSource> heartbeat() {
    return heartbeat.map(pool -> pool);
  }

  public DataSource tally() {
    return pools.get(Migrations.Part.TALLY);
  }

  public DataSource view() {
    return pools.get(Migrations.Part.VIEW);
  }

  /**
   * Without which databases a node is not ready. One that sells needs the journal only: it must go
   * on selling while the tally or the view is down, whichever other parts it has. A node that
   * writes events must get at what it writes them with: another pool may have connections that are
   * good still.
   *
   * @param writing what events are written with; it is not asked for on a node that writes none
   */
  public Map<String, DataSource> required(Supplier<DataSource> writing) {
    Set<Migrations.Part> parts = usedBy(roles);
    if (Role.sells(roles)) {
      parts.retainAll(EnumSet.of(Migrations.Part.JOURNAL));
    }
    Map<String, DataSource> required = new TreeMap<>();
    parts.forEach(part -> required.put(DatabaseSettings.label(part), pools.get(part)));
    if (Role.writesEvents(roles)) {
      required.put(DatabaseSettings.label(Migrations.Part.JOURNAL), writing.get());
    }
    return required;
  }

  @Override
  public void close() {
    heartbeat.ifPresent(HikariDataSource::close);
    pools.values().forEach(HikariDataSource::close);
  }
}
