package io.sportskk.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
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
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL of a laptop's node, with all three databases in it. Its files stay between runs.
 *
 * <p>Where it will listen is known before it is started, so that the rest of the node can start at
 * the same time.
 */
final class EmbeddedDatabase implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

  private final DataDirectory directory;
  private final NodeSettings.Endpoint endpoint;
  private final Object lifecycle = new Object();

  private PostgresServer server;
  private boolean closed;

  private EmbeddedDatabase(DataDirectory directory, NodeSettings.Endpoint endpoint) {
    this.directory = directory;
    this.endpoint = endpoint;
  }

  /**
   * Takes hold of the data directory.
   *
   * @throws StartFailure if another node uses it
   */
  static EmbeddedDatabase open(NodeSettings.Embedded settings) {
    DataDirectory directory = DataDirectory.open(settings.dataDirectory());
    NodeSettings.Endpoint wanted = settings.endpoint();
    int port = wanted.port() == 0 ? Ports.free(wanted.host()) : wanted.port();
    return new EmbeddedDatabase(
        directory, new NodeSettings.Endpoint(wanted.host(), port, wanted.setting()));
  }

  Path dataDirectory() {
    return directory.path();
  }

  String jdbcUrl(Migrations.Part part) {
    return jdbcUrl(name(part));
  }

  /** What the configuration must say for this database to be used. */
  Config decided(boolean tokenSecretMissing) {
    Map<String, Object> decided = new HashMap<>();
    for (Migrations.Part part : Migrations.Part.values()) {
      String key = DatabaseSettings.key(part);
      decided.put(key + ".url", jdbcUrl(part));
      decided.put(key + ".user", PostgresServer.USER);
      decided.put(key + ".password", "");
    }
    if (tokenSecretMissing) {
      decided.put("sportskk.auth.hs256-secret", directory.tokenSecret());
    }
    return ConfigFactory.parseMap(decided, "the embedded database");
  }

  /**
   * @throws StartFailure with the reason, if it does not start
   */
  void start() {
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
            DriverManager.getConnection(jdbcUrl("postgres"), PostgresServer.USER, "");
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
  private String jdbcUrl(String database) {
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
