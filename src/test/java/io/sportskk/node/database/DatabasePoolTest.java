package io.sportskk.node.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.kernel.DatabaseKind;
import io.sportskk.testing.Patience;
import io.sportskk.testing.Resources;
import io.sportskk.testing.TcpProxy;
import io.sportskk.testing.TestDatabases;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is bounded on the connections of each pool, on either side. */
class DatabasePoolTest {

  /** Short ones: how a limit works does not depend on how long it is. */
  private static final TimeLimits SHORT = TimeLimits.ofMillis(300, 20_000, 30_000, 40_000, 50_000);

  private static TestDatabases databases;
  private static TcpProxy line;

  @BeforeAll
  static void create() {
    databases = TestDatabases.create();
    line = TcpProxy.to(databases.port());
  }

  @AfterAll
  static void drop() {
    Resources.close(line, databases);
  }

  @ParameterizedTest
  @EnumSource
  void whoWaitsForAKeyWaitsUntilAWriterThatIsGoneHasBeenEnded(DatabasePool pool) {
    assertThat(pool.limits().lock()).isGreaterThan(pool.limits().idle());
  }

  @ParameterizedTest
  @EnumSource
  void bothSidesKeepTheLimits(DatabasePool pool) throws SQLException {
    TimeLimits limits = pool.limits();
    try (HikariDataSource connections = pool.open(settings(databases.config()), metrics());
        Connection connection = connections.getConnection()) {
      assertThat(setting(connection, "idle_in_transaction_session_timeout"))
          .isEqualTo(limits.idle().toMillis() + "ms");
      assertThat(setting(connection, "lock_timeout")).isEqualTo(limits.lock().toMillis() + "ms");
      assertThat(setting(connection, "statement_timeout"))
          .isEqualTo(limits.statement().toMillis() + "ms");
      assertThat(setting(connection, "transaction_timeout"))
          .isEqualTo(limits.transaction().toMillis() + "ms");
      assertThat(setting(connection, "tcp_user_timeout")).isEqualTo("5000ms");
      assertThat(setting(connection, "tcp_keepalives_idle")).isEqualTo("5s");
      assertThat(connection.getNetworkTimeout()).isEqualTo((int) limits.socket().toMillis());
    }
  }

  /** What each purchase asks takes arrays, for which PostgreSQL would plan anew each time. */
  @ParameterizedTest
  @EnumSource(names = {"JOURNAL", "TALLY"})
  void whatIsAskedOftenIsPlannedOnce(DatabasePool pool) throws SQLException {
    try (HikariDataSource connections = pool.open(settings(databases.config()), metrics());
        Connection connection = connections.getConnection();
        PreparedStatement often =
            connection.prepareStatement("SELECT often FROM unnest(?::text[]) AS often");
        Statement statement = connection.createStatement()) {
      assertThat(setting(connection, "jit")).isEqualTo("off");
      for (int i = 0; i < 20; i++) {
        often.setArray(1, connection.createArrayOf("text", new String[] {"a", "b"}));
        often.executeQuery().close();
      }
      try (ResultSet plans =
          statement.executeQuery(
              "SELECT custom_plans, generic_plans FROM pg_prepared_statements"
                  + " WHERE statement LIKE 'SELECT often%'")) {
        assertThat(plans.next()).isTrue();
        assertThat(plans.getLong("custom_plans")).isZero();
        assertThat(plans.getLong("generic_plans")).isPositive();
      }
    }
  }

  @Test
  void whichLimitsAServerDoesNotKnowIsFound() throws SQLException {
    try (Connection connection = databases.journal().getConnection()) {
      assertThat(TimeLimits.unknownTo(connection, DatabaseKind.POSTGRESQL)).isEmpty();
      assertThat(
              TimeLimits.unknownTo(
                  connection, List.of("statement_timeout", "no_such_timeout", "lock_timeout")))
          .containsExactly("no_such_timeout");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatFallsSilentIsGivenUp(DatabasePool pool) throws Exception {
    TimeLimits limits = TimeLimits.ofMillis(300, 300, 400, 500, 1_000);
    Config config =
        databases
            .through(line, Migrations.Part.JOURNAL)
            .withFallback(databases.through(line, Migrations.Part.TALLY))
            .withFallback(databases.through(line, Migrations.Part.VIEW))
            .withFallback(databases.through(line, Migrations.Part.LEDGER))
            .withFallback(databases.config());
    try (HikariDataSource connections =
            new HikariDataSource(pool.config(settings(config), limits, metrics()));
        Connection connection = connections.getConnection()) {
      line.silence();
      try {
        assertThatThrownBy(
                () ->
                    CompletableFuture.supplyAsync(
                            () -> one(connection), task -> new Thread(task, "caller").start())
                        .get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
            .hasRootCauseMessage("Read timed out");
        assertThatThrownBy(connections::getConnection).isInstanceOf(SQLException.class);
      } finally {
        line.open();
      }
      Awaitility.await("it lends connections again")
          .ignoreExceptions()
          .until(() -> connections.getConnection().isValid(5));
    }
  }

  /** Frozen or gone without a word: the server can't tell. */
  @Test
  void whoWaitsForTheKeyOfAWriterThatIsGoneWritesItself() throws SQLException {
    try (HikariDataSource connections = journal(SHORT);
        Connection gone = connections.getConnection();
        Connection survivor = connections.getConnection()) {
      gone.setAutoCommit(false);
      write(gone, "the one that is gone");

      write(survivor, "the survivor");

      assertThat(
              text(survivor, "SELECT writer FROM event_journal WHERE persistence_id = 'Ticket|t'"))
          .isEqualTo("the survivor");
      assertThatThrownBy(gone::commit).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void aTransactionIsEndedHoweverBusyItIs() throws SQLException {
    TimeLimits limits = TimeLimits.ofMillis(900, 900, 950, 1_000, 50_000);
    try (HikariDataSource connections = journal(limits);
        Connection busy = connections.getConnection()) {
      busy.setAutoCommit(false);
      assertThatThrownBy(
              () ->
                  Awaitility.await()
                      .pollInterval(Duration.ofMillis(10))
                      .until(() -> one(busy).equals("2")))
          .hasMessageContaining("transaction timeout");
    }
  }

  @Test
  void aMariaDbKeepsThemToo() throws SQLException {
    try (TestDatabases own = TestDatabases.create(DatabaseKind.MARIADB);
        HikariDataSource connections = DatabasePool.VIEW.open(settings(own.config()), metrics());
        Connection connection = connections.getConnection()) {
      assertThat(variable(connection, "idle_transaction_timeout")).isEqualTo("5");
      assertThat(variable(connection, "innodb_lock_wait_timeout")).isEqualTo("6");
      assertThat(variable(connection, "lock_wait_timeout")).isEqualTo("6");
      assertThat(variable(connection, "max_statement_time")).isEqualTo("8.000000");
      assertThat(variable(connection, "sql_mode")).contains("STRICT_ALL_TABLES");
      assertThat(connection.getNetworkTimeout()).isEqualTo(12_000);
    }
  }

  @Test
  void aMariaDbEndsAWriterThatIsGone() throws SQLException {
    TimeLimits limits = TimeLimits.ofMillis(1_000, 20_000, 30_000, 40_000, 50_000);
    try (TestDatabases own = TestDatabases.create(DatabaseKind.MARIADB);
        HikariDataSource connections =
            new HikariDataSource(
                DatabasePool.VIEW.config(settings(own.config()), limits, metrics()));
        Connection gone = connections.getConnection();
        Connection survivor = connections.getConnection()) {
      gone.setAutoCommit(false);
      String insert = "INSERT INTO akka_projection_management VALUES ('view', 'view-0', FALSE, 0)";
      gone.createStatement().execute(insert);
      survivor.createStatement().execute(insert);
      assertThatThrownBy(gone::commit).isInstanceOf(SQLException.class);
    }
  }

  /** A copy of the database may be behind, and a node would go on selling what is closed. */
  @Test
  void termsOfSaleAreReadFromAPrimaryOnly() {
    assertThat(
            DatabasePool.SALE_TERMS
                .config(settings(databases.config()), DatabasePool.SALE_TERMS.limits(), metrics())
                .getDataSourceProperties())
        .containsEntry("targetServerType", "primary");
    try (HikariDataSource terms =
            DatabasePool.SALE_TERMS.open(settings(databases.config()), metrics());
        Connection connection = terms.getConnection()) {
      assertThat(connection.isValid(10)).isTrue();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HikariDataSource journal(TimeLimits limits) {
    return new HikariDataSource(
        DatabasePool.JOURNAL.config(settings(databases.config()), limits, metrics()));
  }

  private static void write(Connection connection, String writer) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO event_journal (persistence_id, sequence_number, deleted, writer,"
              + " write_timestamp, event_ser_id, event_ser_manifest, event_payload)"
              + " VALUES ('Ticket|t', 1, FALSE, '"
              + writer
              + "', 0, 0, '', '')");
    }
  }

  private static String one(Connection connection) {
    try {
      return text(connection, "SELECT 1");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String setting(Connection connection, String name) throws SQLException {
    return text(
        connection, "SELECT concat(setting, unit) FROM pg_settings WHERE name = '" + name + "'");
  }

  private static String variable(Connection connection, String name) throws SQLException {
    return text(connection, "SELECT @@SESSION." + name);
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  private static DatabaseSettings settings(Config config) {
    return DatabaseSettings.from(
        config
            .withFallback(ConfigFactory.defaultApplication())
            .withFallback(ConfigFactory.defaultReferenceUnresolved())
            .resolve());
  }

  private static SimpleMeterRegistry metrics() {
    return new SimpleMeterRegistry();
  }
}
