package io.sportskk.node;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

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
    Flyway.configure()
        .dataSource(database)
        .locations("classpath:" + part.folder)
        .validateMigrationNaming(true)
        .ignoreMigrationPatterns(new String[0]) // a schema newer than this version is an error
        .load()
        .migrate();
  }
}
