package io.sportskk.node.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.sportskk.kernel.DatabaseKind;
import io.sportskk.kernel.SliceOffsets;
import io.sportskk.kernel.Slices;
import io.sportskk.node.startup.StartFailure;
import io.sportskk.testing.HeldTables;
import io.sportskk.testing.Patience;
import io.sportskk.testing.TestDatabases;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What would fail again, however often it is tried, is told from what may come right. */
class SchemaMigratorTest {

  private static final String OF_THE_FUTURE =
      "INSERT INTO flyway_schema_history SELECT installed_rank + 100, '999', 'later', type,"
          + " 'V999__later.sql', 1, installed_by, installed_on, 1, success"
          + " FROM flyway_schema_history WHERE version = '1'";

  private TestDatabases databases;

  @BeforeEach
  void create() {
    databases = TestDatabases.create();
  }

  @AfterEach
  void drop() {
    databases.close();
  }

  @Test
  void aNewerSchemaThatIsFoundLateIsToldInOneLine() throws Exception {
    execute(databases.view(), OF_THE_FUTURE);
    databases.stop(Migrations.Part.VIEW);
    try (SchemaMigrator schemas = migrator(databases)) {
      schemas.migrate(EnumSet.allOf(Migrations.Part.class));
      assertThat(schemas.lateFailure()).isNotDone();
      databases.start(Migrations.Part.VIEW);

      StartFailure failure =
          schemas.lateFailure().get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);

      assertThat(failure)
          .hasMessageStartingWith("The view database at jdbc:postgresql:")
          .hasMessageContaining("has a schema that this version does not know")
          .hasMessageContaining("999");
      assertThat(failure.getMessage().lines()).hasSize(1);
    }
  }

  @Test
  void aBrokenMigrationEndsTheStartInsteadOfBeingTriedAgain() throws SQLException {
    // What one of them has made is there, but nobody knows that it was made.
    execute(databases.journal(), "DELETE FROM flyway_schema_history WHERE version::int >= 6");
    try (SchemaMigrator schemas = migrator(databases)) {
      assertThatThrownBy(() -> schemas.migrate(EnumSet.of(Migrations.Part.JOURNAL)))
          .isInstanceOf(StartFailure.class)
          .hasMessageStartingWith("The journal database at jdbc:postgresql:")
          .hasMessageContaining("can't be migrated to version 6")
          .hasMessageContaining("unfinished_ticket")
          .satisfies(failure -> assertThat(failure.getMessage().lines()).hasSize(1));
    }
  }

  /** All others wait behind it; and a lock is let go sooner or later. */
  @Test
  void aMigrationDoesNotWaitForALockForLong() throws SQLException {
    TimeLimits limits = TimeLimits.ofMillis(60_000, 300, 60_000, 70_000, 80_000);
    try (HeldTables held = new HeldTables(databases.tally(), "flyway_schema_history")) {
      assertThatThrownBy(
              () ->
                  Migrations.migrate(
                      Migrations.Part.TALLY, settings(databases).of(Migrations.Part.TALLY), limits))
          .isInstanceOf(FlywayException.class)
          .hasMessageContaining("lock timeout")
          .satisfies(failure -> assertThat(MigrationFailure.forGood("it", failure)).isEmpty());
      held.release();
    }
  }

  /** MariaDB has no transactions around its DDL: it remembers that it has failed. */
  @Test
  void aMigrationThatHasFailedHalfWayIsNotTakenForANewerSchema() throws SQLException {
    try (TestDatabases own = TestDatabases.create(DatabaseKind.MARIADB);
        SchemaMigrator schemas = migrator(own)) {
      execute(own.view(), "UPDATE flyway_schema_history SET success = FALSE WHERE version = '2'");
      assertThatThrownBy(() -> schemas.migrate(EnumSet.of(Migrations.Part.VIEW)))
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining("has a migration that has failed half way")
          .hasMessageContaining("flyway_schema_history");
    }
  }

  /** As the release before this one has left them. */
  @Test
  void whereProjectionsOfTagsWereThoseOfSlicesGoOn() throws SQLException {
    goesOn(databases, databases.journal(), Migrations.Part.JOURNAL, "7");
    goesOn(databases, databases.tally(), Migrations.Part.TALLY, "4");
    goesOn(databases, databases.view(), Migrations.Part.VIEW, "3");
    try (TestDatabases mariaDb = TestDatabases.create(DatabaseKind.MARIADB)) {
      goesOn(mariaDb, mariaDb.view(), Migrations.Part.VIEW, "3");
    }
  }

  /** Nodes of the release before, which still sell, would read all of them at once. */
  @Test
  void numbersThatMatchesGetAreNoChangeOfTheirTerms() throws SQLException {
    DataSource journal = databases.journal();
    undoAllSales(journal);
    undoMatchLifecycle(journal);
    execute(
        journal,
        "INSERT INTO match_catalogue (match_id, name, team_codes, team_names, opens_at, closes_at)"
            + " VALUES ('derby', 'KT - LG', '{KT,LG}', '{KT,LG}', now(), now())");
    long before = number(journal, "SELECT version FROM match_catalogue_version");
    try (SchemaMigrator schemas = migrator(databases)) {
      schemas.migrate(EnumSet.of(Migrations.Part.JOURNAL));
    }
    assertThat(number(journal, "SELECT sequence_nr FROM match_catalogue")).isEqualTo(1);
    assertThat(number(journal, "SELECT changed FROM match_catalogue")).isEqualTo(before);
    execute(journal, "UPDATE match_catalogue SET closed_by = 'admin-1', closed_at = now()");
    assertThat(number(journal, "SELECT changed FROM match_catalogue")).isEqualTo(before + 1);
  }

  /** What was booked by a release that did not store why is kept, and is in the report as that. */
  @Test
  void whatWasBookedWithoutACauseStaysSo() throws SQLException {
    DataSource ledger = databases.ledger();
    undoCauses(ledger);
    String reversal =
        "INSERT INTO ledger_entry (entry_id, transaction_id, leg, kind, debit, credit, amount,"
            + " match_id, correlation_id, at)"
            + " VALUES (%1$d, 'Wallet|anna/%1$d', 1, 'REVERSAL', 'pool:m', 'wallet:anna', 500, 'm',"
            + " 'c', now())";
    execute(ledger, reversal.formatted(1));
    try (SchemaMigrator schemas = migrator(databases)) {
      schemas.migrate(EnumSet.of(Migrations.Part.LEDGER));
    }
    // As a node of the release before does, which is still there.
    execute(ledger, reversal.formatted(2));
    assertThat(number(ledger, "SELECT count(*) FROM ledger_entry WHERE cause IS NULL"))
        .isEqualTo(2);
  }

  private static void undoCauses(DataSource ledger) throws SQLException {
    execute(ledger, "DROP INDEX ledger_entry_return_idx, ledger_entry_cause_idx");
    execute(ledger, "ALTER TABLE ledger_entry DROP COLUMN cause");
    execute(ledger, "DELETE FROM flyway_schema_history WHERE version = '4'");
  }

  private static long number(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getLong(1);
    }
  }

  private static void undoAllSales(DataSource journal) throws SQLException {
    execute(journal, "DROP TABLE all_sales_step");
    execute(journal, "DROP FUNCTION all_sales_step_is_append_only");
    execute(journal, "DELETE FROM flyway_schema_history WHERE version = '11'");
  }

  /** Drops the columns that it has added, which are the last ones. */
  private static void undoMatchLifecycle(DataSource journal) throws SQLException {
    execute(
        journal,
        """
        DO $$
        DECLARE added TEXT;
        BEGIN
          FOR added IN
            SELECT column_name FROM information_schema.columns
            WHERE table_name = 'match_catalogue' AND ordinal_position >
              (SELECT ordinal_position FROM information_schema.columns
               WHERE table_name = 'match_catalogue' AND column_name = 'stopped_at')
          LOOP
            EXECUTE format('ALTER TABLE match_catalogue DROP COLUMN %I', added);
          END LOOP;
        END
        $$""");
    execute(journal, "ALTER TABLE unfinished_ticket DROP COLUMN match_id");
    execute(journal, "DELETE FROM flyway_schema_history WHERE version IN ('9', '10')");
  }

  private static void undoSaleTerms(DataSource journal) throws SQLException {
    execute(journal, "DROP TRIGGER match_catalogue_number_change ON match_catalogue");
    execute(journal, "DROP FUNCTION match_catalogue_number_change");
    execute(journal, "DROP TABLE match_catalogue_version");
    execute(journal, "ALTER TABLE match_catalogue DROP COLUMN changed, DROP COLUMN stopped_at");
    execute(journal, "DELETE FROM flyway_schema_history WHERE version = '8'");
  }

  private static void undoSealing(DataSource tally) throws SQLException {
    execute(tally, "DROP TABLE tally_seal, pool_tree, tally_point");
    execute(tally, "DROP INDEX tally_entry_match_idx, tally_entry_late_idx");
    execute(tally, "ALTER TABLE tally_entry DROP COLUMN buyer_id, DROP COLUMN accepted_at");
    execute(tally, "DELETE FROM flyway_schema_history WHERE version IN ('5', '6', '7')");
  }

  private static void undoRefusals(DataSource view) throws SQLException {
    execute(view, "DROP TABLE refused_cancellation");
    execute(view, "DELETE FROM flyway_schema_history WHERE version = '5'");
  }

  private static void undoAwards(DataSource view) throws SQLException {
    execute(view, "ALTER TABLE ticket DROP COLUMN dividend, DROP COLUMN payout, DROP COLUMN tax");
    execute(view, "DELETE FROM flyway_schema_history WHERE version = '4'");
  }

  private static void goesOn(
      TestDatabases databases, DataSource database, Migrations.Part part, String version)
      throws SQLException {
    for (String offset :
        List.of(
            "('one', 'ticket-0', '120'",
            "('one', 'ticket-1', '95'",
            "('one', 'ticket-2', '1000'",
            "('one', 'ticket-3', '500'",
            "('young', 'ticket-1', '40'",
            "('match-catalogue', 'match-0', '7'")) {
      execute(
          database,
          "INSERT INTO akka_projection_offset_store VALUES " + offset + ", 'SEQ', FALSE, 1)");
    }
    if (part == Migrations.Part.JOURNAL) {
      undoAllSales(database);
      undoMatchLifecycle(database);
      undoSaleTerms(database);
    }
    if (part == Migrations.Part.TALLY) {
      undoSealing(database);
    }
    if (part == Migrations.Part.VIEW) {
      undoRefusals(database);
      undoAwards(database);
    }
    execute(database, "DELETE FROM flyway_schema_history WHERE version = '" + version + "'");
    try (SchemaMigrator schemas = migrator(databases);
        Connection connection = database.getConnection()) {
      schemas.migrate(EnumSet.of(part));
      assertThat(SliceOffsets.read(connection, "one", Patience.LIMIT).of(Slices.ALL)).isEqualTo(95);
      assertThat(SliceOffsets.read(connection, "match-catalogue", Patience.LIMIT).of(Slices.ALL))
          .isEqualTo(7);
      assertThat(SliceOffsets.read(connection, "young", Patience.LIMIT).of(Slices.ALL))
          .as("of three tags it is not known what was handled")
          .isZero();
    }
  }

  private static SchemaMigrator migrator(TestDatabases databases) {
    return new SchemaMigrator(settings(databases));
  }

  private static DatabaseSettings settings(TestDatabases databases) {
    return DatabaseSettings.from(
        databases
            .config()
            .withFallback(ConfigFactory.defaultApplication())
            .withFallback(ConfigFactory.defaultReferenceUnresolved())
            .resolve());
  }

  private static void execute(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
