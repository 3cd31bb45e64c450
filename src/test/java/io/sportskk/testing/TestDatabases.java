package io.sportskk.testing;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sportskk.kernel.DatabaseKind;
import io.sportskk.node.database.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/**
 * The four databases of one test class, freshly migrated, in a real PostgreSQL that all test
 * classes of this JVM share, or the view's in a MariaDB.
 */
public final class TestDatabases implements AutoCloseable {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final String suffix;
  private final DatabaseKind viewKind;

  /** Null if the view is in PostgreSQL. */
  private final MariaDbDatabase mariaDb;

  private TestDatabases(String suffix, DatabaseKind viewKind) {
    this.suffix = suffix;
    this.viewKind = viewKind;
    for (Migrations.Part part : Migrations.Part.values()) {
      if (kind(part) == DatabaseKind.POSTGRESQL) {
        Server.execute("CREATE DATABASE " + name(part) + " TEMPLATE " + Server.templateOf(part));
      }
    }
    if (viewKind == DatabaseKind.MARIADB) {
      mariaDb = MariaDbServer.createDatabase(name(Migrations.Part.VIEW));
      Migrations.migrate(Migrations.Part.VIEW, viewKind, mariaDb.dataSource());
    } else {
      mariaDb = null;
    }
  }

  /** All in PostgreSQL. */
  public static TestDatabases create() {
    return create(DatabaseKind.POSTGRESQL);
  }

  /** With a view of this kind. The test is skipped where that does not run. */
  public static TestDatabases create(DatabaseKind view) {
    return new TestDatabases("t" + NUMBER.incrementAndGet(), view);
  }

  /** Of the view's database. */
  public DatabaseKind viewKind() {
    return viewKind;
  }

  public DataSource journal() {
    return dataSource(Migrations.Part.JOURNAL);
  }

  public DataSource tally() {
    return dataSource(Migrations.Part.TALLY);
  }

  public DataSource view() {
    return dataSource(Migrations.Part.VIEW);
  }

  public DataSource ledger() {
    return dataSource(Migrations.Part.LEDGER);
  }

  /** A new connection a call: what a test needs, not what a node needs. */
  public DataSource dataSource(Migrations.Part part) {
    return kind(part) == DatabaseKind.MARIADB
        ? mariaDb.dataSource()
        : Server.POSTGRES.getDatabase("postgres", name(part));
  }

  /** The configuration with which a node uses these databases. */
  public Config config() {
    Config config = ConfigFactory.parseMap(Map.of("sportskk.database.embedded.enabled", false));
    for (Migrations.Part part : Migrations.Part.values()) {
      String path = "sportskk.database." + part.name().toLowerCase(Locale.ROOT);
      boolean inMariaDb = kind(part) == DatabaseKind.MARIADB;
      config =
          config.withFallback(
              ConfigFactory.parseMap(
                  Map.of(
                      path + ".url",
                      inMariaDb
                          ? mariaDb.url()
                          : Server.POSTGRES.getJdbcUrl("postgres", name(part)),
                      path + ".user",
                      inMariaDb ? mariaDb.user() : "postgres",
                      path + ".password",
                      inMariaDb ? mariaDb.password() : "",
                      path + ".pool-size",
                      5)));
    }
    return config;
  }

  /** Of the PostgreSQL server. */
  public int port() {
    return Server.POSTGRES.getPort();
  }

  /** Settings, on top of {@link #config}, with which a node reaches a database through a proxy. */
  public Config through(TcpProxy proxy, Migrations.Part part) {
    if (kind(part) != DatabaseKind.POSTGRESQL) {
      throw new IllegalArgumentException("the proxy is in front of PostgreSQL, not of " + part);
    }
    return ConfigFactory.parseMap(
        Map.of(
            "sportskk.database." + part.name().toLowerCase(Locale.ROOT) + ".url",
            "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/" + name(part)));
  }

  /** Takes a database out of service: no new connections, the open ones are cut. */
  public void stop(Migrations.Part part) {
    if (kind(part) == DatabaseKind.MARIADB) {
      mariaDb.stop();
      return;
    }
    Server.execute("ALTER DATABASE " + name(part) + " ALLOW_CONNECTIONS false");
    Server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
            + name(part)
            + "'");
  }

  /** Puts a stopped database back into service. */
  public void start(Migrations.Part part) {
    if (kind(part) == DatabaseKind.MARIADB) {
      mariaDb.start();
      return;
    }
    Server.execute("ALTER DATABASE " + name(part) + " ALLOW_CONNECTIONS true");
  }

  /** From now on the PostgreSQL of all tests of this JVM can encrypt. */
  public static void encrypt(Path certificate, Path key) {
    Server.execute("ALTER SYSTEM SET ssl_cert_file = '" + certificate.toAbsolutePath() + "'");
    Server.execute("ALTER SYSTEM SET ssl_key_file = '" + key.toAbsolutePath() + "'");
    Server.setEncryption("on");
  }

  /** As before. */
  public static void endEncryption() {
    Server.setEncryption("off");
    Server.execute("ALTER SYSTEM RESET ALL");
  }

  @Override
  public void close() {
    for (Migrations.Part part : Migrations.Part.values()) {
      if (kind(part) == DatabaseKind.MARIADB) {
        mariaDb.close();
      } else {
        Server.execute("DROP DATABASE " + name(part) + " WITH (FORCE)");
      }
    }
  }

  private DatabaseKind kind(Migrations.Part part) {
    return part == Migrations.Part.VIEW ? viewKind : DatabaseKind.POSTGRESQL;
  }

  private String name(Migrations.Part part) {
    return "sportskk_" + part.name().toLowerCase(Locale.ROOT) + "_" + suffix;
  }

  /** Started with the first test that needs it, stopped with the JVM. */
  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres postgres =
            EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "400")
                // A transaction of its own at any moment; tests are too short to need it.
                .setServerConfig("autovacuum", "off")
                .setServerConfig("fsync", "off")
                .start();
        for (Migrations.Part part : Migrations.Part.values()) {
          try (Connection connection = postgres.getPostgresDatabase().getConnection();
              Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + templateOf(part));
          }
          Migrations.migrate(
              part, DatabaseKind.POSTGRESQL, postgres.getDatabase("postgres", templateOf(part)));
        }
        return postgres;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    static String templateOf(Migrations.Part part) {
      return "template_" + part.name().toLowerCase(Locale.ROOT);
    }

    static void setEncryption(String wanted) {
      execute("ALTER SYSTEM SET ssl = " + wanted);
      execute("SELECT pg_reload_conf()");
      Awaitility.await("encryption is " + wanted)
          .until(() -> value("SHOW ssl"), wanted::equals); // the server reads it when it likes
    }

    private static String value(String sql) throws SQLException {
      try (Connection connection = POSTGRES.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(sql)) {
        row.next();
        return row.getString(1);
      }
    }

    static void execute(String sql) {
      try (Connection connection = POSTGRES.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
