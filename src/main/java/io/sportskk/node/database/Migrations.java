package io.sportskk.node.database;

import io.sportskk.kernel.DatabaseKind;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings the four databases to the schema that this version needs. */
public final class Migrations {

  /** The part whose database it is. */
  public enum Part {
    JOURNAL,
    TALLY,
    VIEW,
    LEDGER;

    /** What its database can be. */
    public Set<DatabaseKind> kinds() {
      return this == VIEW ? EnumSet.allOf(DatabaseKind.class) : EnumSet.of(DatabaseKind.POSTGRESQL);
    }

    private String folder(DatabaseKind kind) {
      String folder = "db/" + name().toLowerCase(Locale.ROOT);
      return switch (kind) {
        case POSTGRESQL -> folder;
        case MARIADB -> folder + "-mariadb";
      };
    }
  }

  private Migrations() {}

  /**
   * @throws org.flywaydb.core.api.FlywayException if the database can't be reached or is of a newer
   *     schema
   */
  public static void migrate(Part part, DatabaseKind kind, DataSource database) {
    migrate(part, kind, Flyway.configure().dataSource(database));
  }

  /**
   * With connections of its own: unlike a pool's they may be busy for as long as a migration takes.
   *
   * @throws org.flywaydb.core.api.FlywayException if the database can't be reached or is of a newer
   *     schema
   */
  static void migrate(Part part, DatabaseSettings.Database database, TimeLimits limits) {
    DatabaseKind kind = database.kind();
    migrate(
        part,
        kind,
        Flyway.configure()
            .jdbcProperties(limits.driverProperties(kind))
            .callbacks(new LimitedSessions(database, limits))
            .dataSource(database.url(), database.user(), database.password()));
  }

  private static void migrate(Part part, DatabaseKind kind, FluentConfiguration flyway) {
    flyway
        .locations("classpath:" + part.folder(kind))
        .validateMigrationNaming(true)
        .ignoreMigrationPatterns(new String[0]) // a schema newer than this version is an error
        .load()
        .migrate();
  }
}
