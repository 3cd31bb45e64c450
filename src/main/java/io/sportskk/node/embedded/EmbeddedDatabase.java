package io.sportskk.node.embedded;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sportskk.node.database.DatabaseSettings;
import io.sportskk.node.database.Migrations;
import io.sportskk.node.startup.Endpoint;
import io.sportskk.node.startup.Ports;
import io.sportskk.node.startup.StartFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL of a laptop's node, with all four databases in it. Its files stay between runs.
 *
 * <p>Where it will listen is known before it is started, so that the rest of the node can start at
 * the same time.
 */
public final class EmbeddedDatabase implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

  private final DataDirectory directory;
  private final Endpoint endpoint;
  private final Object lifecycle = new Object();

  private PostgresServer server;
  private boolean closed;

  private EmbeddedDatabase(DataDirectory directory, Endpoint endpoint) {
    this.directory = directory;
    this.endpoint = endpoint;
  }

  /**
   * Takes hold of the data directory.
   *
   * @throws StartFailure if another node uses it
   */
  public static EmbeddedDatabase open(EmbeddedSettings settings) {
    DataDirectory directory = DataDirectory.open(settings.dataDirectory());
    Endpoint wanted = settings.endpoint();
    int port = wanted.port() == 0 ? Ports.free(wanted.host()) : wanted.port();
    return new EmbeddedDatabase(directory, new Endpoint(wanted.host(), port, wanted.setting()));
  }

  public Path dataDirectory() {
    return directory.path();
  }

  String jdbcUrl(Migrations.Part part) {
    return jdbcUrl(endpoint, name(part));
  }

  /** What the configuration must say for this database to be used. */
  public Config decided(boolean tokenSecretMissing) {
    Map<String, Object> decided = access(endpoint);
    if (tokenSecretMissing) {
      decided.put("sportskk.auth.hs256-secret", directory.tokenSecret());
    }
    return ConfigFactory.parseMap(decided, "the embedded database");
  }

  /**
   * How to connect to the one that another node is running.
   *
   * @throws StartFailure if none is running
   */
  public static Config ofRunningNode(EmbeddedSettings settings) {
    Path directory = Path.of(settings.dataDirectory()).toAbsolutePath().normalize();
    OptionalInt port = PostgresServer.runningOn(directory);
    if (port.isEmpty()) {
      throw new StartFailure(
          "The embedded database in " + directory + " is not running: start its node first.");
    }
    Endpoint endpoint =
        new Endpoint(settings.endpoint().host(), port.getAsInt(), settings.endpoint().setting());
    return ConfigFactory.parseMap(access(endpoint), "the embedded database");
  }

  private static Map<String, Object> access(Endpoint endpoint) {
    Map<String, Object> access = new HashMap<>();
    for (Migrations.Part part : Migrations.Part.values()) {
      String key = DatabaseSettings.key(part);
      access.put(key + ".url", jdbcUrl(endpoint, name(part)));
      access.put(key + ".user", PostgresServer.USER);
      access.put(key + ".password", "");
    }
    return access;
  }

  /**
   * @throws StartFailure with the reason, if it does not start
   */
  public void start() {
    synchronized (lifecycle) {
      if (closed) {
        return;
      }
      try {
        server = new PostgresServer(PostgresBinaries.unpack(directory.path()), directory.path());
        server.start(endpoint);
        createMissing();
      } catch (IOException | SQLException e) {
        throw new StartFailure("The embedded database does not start (" + e + ").", e);
      }
    }
  }

  /** Stops the server, after a start that is under way, and lets go of the data directory. */
  @Override
  public void close() throws IOException {
    synchronized (lifecycle) {
      if (closed) {
        return;
      }
      closed = true;
      try (directory) {
        if (server != null && server.stop()) {
          LOG.info("The embedded database is stopped; its data stays in {}", directory.path());
        }
      }
    }
  }

  private void createMissing() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(jdbcUrl(endpoint, "postgres"), PostgresServer.USER, "");
        Statement statement = connection.createStatement()) {
      Set<String> present = new HashSet<>();
      try (ResultSet names = statement.executeQuery("SELECT datname FROM pg_database")) {
        while (names.next()) {
          present.add(names.getString(1));
        }
      }
      for (Migrations.Part part : Migrations.Part.values()) {
        if (!present.contains(name(part))) {
          statement.execute("CREATE DATABASE " + name(part));
        }
      }
    }
  }

  /** It has no certificate: a driver need not ask for encryption first. */
  private static String jdbcUrl(Endpoint endpoint, String database) {
    return "jdbc:postgresql://"
        + endpoint.host()
        + ":"
        + endpoint.port()
        + "/"
        + database
        + "?sslmode=disable";
  }

  private static String name(Migrations.Part part) {
    return "sportskk_" + DatabaseSettings.label(part);
  }
}
