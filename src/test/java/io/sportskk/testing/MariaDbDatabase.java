package io.sportskk.testing;

import static java.util.stream.Collectors.joining;

import io.sportskk.kernel.DatabaseKind;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/** A database of the tests' MariaDB, and its user. */
public final class MariaDbDatabase implements AutoCloseable {

  private final MariaDbServer server;
  private final String name;
  private final String password;

  MariaDbDatabase(MariaDbServer server, String name, String password) {
    this.server = server;
    this.name = name;
    this.password = password;
  }

  public String url() {
    return server.url(name);
  }

  public String user() {
    return name;
  }

  public String password() {
    return password;
  }

  /** A new connection a call, like those of a node. */
  public DataSource dataSource() {
    String properties =
        DatabaseKind.MARIADB.driverProperties().entrySet().stream()
            .map(property -> property.getKey() + "=" + property.getValue())
            .collect(joining("&", "?", ""));
    try {
      MariaDbDataSource dataSource = new MariaDbDataSource(url() + properties);
      dataSource.setUser(user());
      dataSource.setPassword(password);
      return dataSource;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** No new connections, the open ones are cut. */
  public void stop() {
    server.execute("ALTER USER " + account() + " ACCOUNT LOCK", "KILL USER " + account());
  }

  public void start() {
    server.execute("ALTER USER " + account() + " ACCOUNT UNLOCK");
  }

  @Override
  public void close() {
    server.execute("KILL USER " + account(), "DROP USER " + account(), "DROP DATABASE " + name);
  }

  String account() {
    return "'" + name + "'@'127.0.0.1'";
  }
}
