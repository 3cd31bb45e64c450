package io.sportskk.node.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sportskk.kernel.DatabaseKind;
import io.sportskk.testing.MariaDbDatabase;
import io.sportskk.testing.MariaDbServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MariaDB has no transactions around its DDL. */
class MariaDbMigrationsTest {

  private MariaDbDatabase database;

  @BeforeEach
  void create() {
    database = MariaDbServer.createDatabase("migrations");
  }

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void nodesThatStartAtTheSameTimeMigrateOnce() throws Exception {
    ExecutorService nodes = Executors.newFixedThreadPool(3);
    try {
      Callable<Void> node =
          () -> {
            migrate();
            return null;
          };
      for (Future<Void> done : nodes.invokeAll(Collections.nCopies(3, node))) {
        done.get();
      }
    } finally {
      nodes.shutdownNow();
    }
    assertThat(number("SELECT COUNT(*) FROM flyway_schema_history WHERE success")).isEqualTo(5);
  }

  /** The table was made, but not noted any more that it was. */
  @Test
  void whatWasCutOffInTheMiddleIsDoneAgainAndDoesNoHarm() throws SQLException {
    migrate();
    execute(
        "INSERT INTO akka_projection_offset_store VALUES ('match-catalogue', 't', '7', 'LNG', FALSE, 0)",
        "DROP TABLE akka_projection_management",
        "DELETE FROM flyway_schema_history");
    migrate();
    execute("DELETE FROM flyway_schema_history");
    migrate();
    assertThat(number("SELECT current_offset FROM akka_projection_offset_store")).isEqualTo(7);
    assertThat(number("SELECT COUNT(*) FROM akka_projection_management")).isZero();
    assertThat(number("SELECT COUNT(*) FROM ticket")).isZero();
  }

  @Test
  void aSchemaOfANewerVersionIsRefused() throws SQLException {
    migrate();
    execute(
        """
        INSERT INTO flyway_schema_history
        SELECT 99, '99', 'of the future', type, 'V99__of_the_future.sql', checksum, installed_by,
          installed_on, execution_time, success
        FROM flyway_schema_history WHERE version = '2'""");
    assertThatThrownBy(this::migrate).isInstanceOf(FlywayValidateException.class);
  }

  private void migrate() {
    Migrations.migrate(Migrations.Part.VIEW, DatabaseKind.MARIADB, database.dataSource());
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : List.of(statements)) {
        statement.execute(sql);
      }
    }
  }
}
