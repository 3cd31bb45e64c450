package io.sportskk.node;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings the three databases to the schema that this version needs. */
public final class Migrations {

  /** The part whose database it is, and the folder of its migrations. */
  public enum Part {
    JOURNAL("db/journal"),
    TALLY("db/tally"),
    VIEW("db/view");

    private final String folder;

    Part(String folder) {
      this.folder = folder;
    }
  }

  private Migrations() {}

  /**
   * @throws org.flywaydb.core.api.FlywayException if the database can't be reached or is of a newer
   *     schema
   */
  public static void migrate(Part part, DataSource database) {
    migrate(part, Flyway.configure().dataSource(database));
  }

  /**
   * With a connection of its own: unlike a pool's it may be busy for as long as a migration takes.
   *
   * @throws org.flywaydb.core.api.FlywayException if the database can't be reached or is of a newer
   *     schema
   */
  static void migrate(Part part, DatabaseSettings.Database database) {
    migrate(
        part, Flyway.configure().dataSource(database.url(), database.user(), database.password()));
  }

  private static void migrate(Part part, FluentConfiguration flyway) {
    flyway
        .locations("classpath:" + part.folder)
        .validateMigrationNaming(true)
        .ignoreMigrationPatterns(new String[0]) // a schema newer than this version is an error
        .load()
        .migrate();
  }
}
