package io.sportskk.node.embedded;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sportskk.node.database.DatabaseSettings;
import io.sportskk.node.database.Migrations;
import io.sportskk.node.startup.Endpoint;
import io.sportskk.testing.CleanUp;
import io.sportskk.testing.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL server of a test's own, which the test may stop as it likes. */
public final class OwnPostgres implements AutoCloseable {

  private final PostgresServer server;
  private final Endpoint endpoint;
  private final Path directory;

  private OwnPostgres(PostgresServer server, Endpoint endpoint, Path directory) {
    this.server = server;
    this.endpoint = endpoint;
    this.directory = directory;
  }

  /**
   * Starts a server with the four databases in it, which are empty.
   *
   * @param host where it listens
   */
  public static OwnPostgres start(Path directory, String host) {
    return start(directory, host, "127.0.0.1/32");
  }

  /**
   * Starts a server with the four databases in it, which are empty.
   *
   * @param host where it listens
   * @param letIn the addresses that may connect, for example 10.0.0.0/8
   */
  public static OwnPostgres start(Path directory, String host, String letIn) {
    OwnPostgres postgres;
    try {
      postgres =
          new OwnPostgres(
              new PostgresServer(PostgresBinaries.unpack(directory), directory),
              new Endpoint(host, FreePorts.next(), "the test's own"),
              directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    CleanUp.opened(postgres);
    try {
      postgres.server.start(postgres.endpoint);
      postgres.server.stop();
      Files.writeString(
          directory.resolve("postgresql/pg_hba.conf"),
          "host all all " + letIn + " trust\n",
          StandardOpenOption.APPEND);
      postgres.server.start(postgres.endpoint);
      postgres.create();
      return postgres;
    } catch (IOException e) {
      postgres.closeAfter(e);
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      postgres.closeAfter(e);
      throw e;
    }
  }

  private void closeAfter(Exception failure) {
    try {
      close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** As after a crash: what is not committed is lost, and the next start has to recover. */
  public void stopAtOnce() {
    try {
      String pid =
          Files.readAllLines(directory.resolve("postgresql/postmaster.pid")).get(0).strip();
      int status = new ProcessBuilder("kill", "-QUIT", pid).start().waitFor();
      if (status != 0) {
        throw new AssertionError("SIGQUIT can't be sent to " + pid);
      }
      Awaitility.await("the server has ended")
          .until(() -> ProcessHandle.of(Long.parseLong(pid)).isEmpty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public boolean isRunning() {
    try (Connection connection = dataSource(url("postgres")).getConnection()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  public void startAgain() {
    try {
      server.start(endpoint);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The configuration with which a node uses these databases. */
  public Config config() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("sportskk.database.embedded.enabled", false);
    for (Migrations.Part part : Migrations.Part.values()) {
      settings.put(DatabaseSettings.key(part) + ".url", url(part));
      settings.put(DatabaseSettings.key(part) + ".user", PostgresServer.USER);
      settings.put(DatabaseSettings.key(part) + ".password", "");
    }
    return ConfigFactory.parseMap(settings, "a PostgreSQL of the test's own");
  }

  public DataSource journal() {
    return dataSource(url(Migrations.Part.JOURNAL));
  }

  public DataSource tally() {
    return dataSource(url(Migrations.Part.TALLY));
  }

  public DataSource view() {
    return dataSource(url(Migrations.Part.VIEW));
  }

  public DataSource ledger() {
    return dataSource(url(Migrations.Part.LEDGER));
  }

  @Override
  public void close() {
    CleanUp.closed(this);
    try {
      server.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void create() {
    try (Connection connection = dataSource(url("postgres")).getConnection();
        Statement statement = connection.createStatement()) {
      for (Migrations.Part part : Migrations.Part.values()) {
        statement.execute("CREATE DATABASE " + name(part));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String url(Migrations.Part part) {
    return url(name(part));
  }

  private String url(String database) {
    return "jdbc:postgresql://" + endpoint.host() + ":" + endpoint.port() + "/" + database;
  }

  private static String name(Migrations.Part part) {
    return "sportskk_" + DatabaseSettings.label(part);
  }

  private static DataSource dataSource(String url) {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setURL(url);
    database.setUser(PostgresServer.USER);
    return database;
  }
}
