package io.sportskk.node.database;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.node.DatabasePool;
import io.sportskk.node.NodeSettings;
import io.sportskk.node.cluster.Role;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;

/** The pools of a node's own connections; Akka's journal plugin has its own. */
final class Databases implements AutoCloseable {

  private final Map<Migrations.Part, HikariDataSource> pools;

  private Databases(Map<Migrations.Part, HikariDataSource> pools) {
    this.pools = pools;
  }

  static Databases open(NodeSettings node, MeterRegistry metrics) {
    Map<Migrations.Part, HikariDataSource> pools = new EnumMap<>(Migrations.Part.class);
    for (Migrations.Part part : usedBy(node)) {
      pools.put(part, pool(part).open(node.databases(), metrics));
    }
    return new Databases(pools);
  }

  private static DatabasePool pool(Migrations.Part part) {
    return switch (part) {
      case JOURNAL -> DatabasePool.JOURNAL_QUERIES;
      case TALLY -> DatabasePool.TALLY;
      case VIEW -> DatabasePool.VIEW;
    };
  }

  /** The databases that the parts of this node use. */
  static Set<Migrations.Part> usedBy(NodeSettings node) {
    Set<Migrations.Part> used = EnumSet.noneOf(Migrations.Part.class);
    // Entities are stored in it, and projections read it; a gateway has nothing to do with it.
    if (!node.roles().equals(EnumSet.of(Role.GATEWAY))) {
      used.add(Migrations.Part.JOURNAL);
    }
    if (node.has(Role.TALLY)) {
      used.add(Migrations.Part.TALLY);
    }
    if (node.has(Role.VIEW)) {
      used.add(Migrations.Part.VIEW);
    }
    return used;
  }

  /** For what Akka's own journal plugin does not do: queries, projections, health. */
  DataSource journal() {
    return pools.get(Migrations.Part.JOURNAL);
  }

  DataSource tally() {
    return pools.get(Migrations.Part.TALLY);
  }

  DataSource view() {
    return pools.get(Migrations.Part.VIEW);
  }

  /**
   * Without which databases a node is not ready. One that sells needs the journal only: it must go
   * on selling while the tally or the view is down, whichever other parts it has.
   */
  Map<String, DataSource> required(NodeSettings node) {
    Set<Migrations.Part> parts = usedBy(node);
    if (node.sells()) {
      parts.retainAll(EnumSet.of(Migrations.Part.JOURNAL));
    }
    Map<String, DataSource> required = new TreeMap<>();
    parts.forEach(part -> required.put(DatabaseSettings.label(part), pools.get(part)));
    return required;
  }

  @Override
  public void close() {
    pools.values().forEach(HikariDataSource::close);
  }
}
