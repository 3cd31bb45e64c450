package io.sportskk.node.database;

import io.sportskk.kernel.DatabaseKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How long something may take on a connection. The server keeps all of these limits but the last
 * one: it also ends what a node has left behind that is frozen or gone without a word. The last one
 * is the client's, for a server that is gone without a word; it is the longest, so that a server
 * that is there is heard.
 *
 * @param idle for which a transaction may do nothing
 * @param lock how long a statement waits for a lock; longer than {@code idle} where one waits for
 *     the keys of a writer that may be gone
 * @param transaction PostgreSQL has it since version 17, MariaDB not at all: elsewhere a
 *     transaction is bounded by its statements and what is between them
 * @param socket for which nothing may be heard of the server, in whole seconds
 */
record TimeLimits(
    Duration idle, Duration lock, Duration statement, Duration transaction, Duration socket) {

  /** How long a server may take to accept a connection, with two more attempts of TCP. */
  private static final Duration CONNECT = Duration.ofSeconds(4);

  /** How long it may take at most until the server has let the user in. */
  private static final Duration LOGIN = Duration.ofSeconds(5);

  private static final Duration CANCEL = Duration.ofSeconds(2);

  // Who is gone is noticed after 11 s by a connection that waits for something...
  private static final int KEEP_ALIVE_IDLE_SECONDS = KeepAliveSockets.IDLE_SECONDS;
  private static final int KEEP_ALIVE_INTERVAL_SECONDS = KeepAliveSockets.INTERVAL_SECONDS;
  private static final int KEEP_ALIVE_COUNT = KeepAliveSockets.COUNT;

  /** ...and by a server that has sent something after so long. */
  private static final Duration UNACKNOWLEDGED = Duration.ofSeconds(5);

  TimeLimits {
    boolean inOrder =
        lock.compareTo(statement) < 0
            && idle.compareTo(transaction) < 0
            && statement.compareTo(transaction) < 0
            && transaction.compareTo(socket) < 0;
    if (!inOrder) {
      throw new IllegalArgumentException(
          "these limits are not in order: idle "
              + idle
              + ", lock "
              + lock
              + ", statement "
              + statement
              + ", transaction "
              + transaction
              + ", socket "
              + socket);
    }
  }

  static TimeLimits ofMillis(long idle, long lock, long statement, long transaction, long socket) {
    return new TimeLimits(
        Duration.ofMillis(idle),
        Duration.ofMillis(lock),
        Duration.ofMillis(statement),
        Duration.ofMillis(transaction),
        Duration.ofMillis(socket));
  }

  /**
   * A migration may make an index for a long time, and Flyway waits for it in a transaction. For a
   * lock it does not wait for long: all others wait behind it. It is tried again.
   */
  static TimeLimits ofMigrations(Duration statement) {
    return new TimeLimits(
        statement,
        Duration.ofSeconds(10),
        statement,
        statement.plusMinutes(1),
        statement.plusMinutes(2));
  }

  /** Nobody waits longer to be let in than for an answer. */
  Duration login() {
    return LOGIN.compareTo(socket) < 0 ? LOGIN : socket;
  }

  /** The client's side, in the words of the driver. */
  Map<String, String> driverProperties(DatabaseKind kind) {
    Map<String, String> properties = new HashMap<>(connecting(kind));
    switch (kind) {
      case POSTGRESQL -> {
        properties.put("socketTimeout", seconds(socket));
        properties.put("loginTimeout", seconds(login()));
      }
      case MARIADB -> properties.put("socketTimeout", Long.toString(socket.toMillis()));
    }
    return properties;
  }

  /** What bounds the beginning of a connection, and keeps one alive that waits for long. */
  static Map<String, String> connecting(DatabaseKind kind) {
    return switch (kind) {
      case POSTGRESQL ->
          Map.of(
              "connectTimeout", seconds(CONNECT),
              "loginTimeout", seconds(LOGIN),
              "cancelSignalTimeout", seconds(CANCEL),
              "tcpKeepAlive", "true",
              "socketFactory", KeepAliveSockets.class.getName());
      case MARIADB ->
          Map.of(
              "connectTimeout", Long.toString(CONNECT.toMillis()),
              "tcpKeepAlive", "true",
              "tcpKeepIdle", Integer.toString(KEEP_ALIVE_IDLE_SECONDS),
              "tcpKeepInterval", Integer.toString(KEEP_ALIVE_INTERVAL_SECONDS),
              "tcpKeepCount", Integer.toString(KEEP_ALIVE_COUNT));
    };
  }

  /** The server's side: what a new connection says first. */
  String sessionSql(DatabaseKind kind) {
    return switch (kind) {
      case POSTGRESQL -> postgresql();
      case MARIADB -> mariaDb();
    };
  }

  /** Which of our limits the server does not know, by their names there. */
  static List<String> unknownTo(Connection connection, DatabaseKind kind) throws SQLException {
    return kind == DatabaseKind.POSTGRESQL
        ? unknownTo(connection, ofMillis(0, 0, 1, 2, 3).settings().keySet())
        : List.of();
  }

  static List<String> unknownTo(Connection connection, Collection<String> settings)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT name FROM unnest(?::text[]) name WHERE current_setting(name, true) IS NULL")) {
      select.setArray(1, connection.createArrayOf("text", settings.toArray(String[]::new)));
      List<String> unknown = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          unknown.add(rows.getString(1));
        }
      }
      return unknown;
    }
  }

  /** Only what the server knows: an older one must be of use, too. */
  private String postgresql() {
    return settings().entrySet().stream()
        .map(setting -> "('" + setting.getKey() + "', '" + setting.getValue() + "')")
        .collect(
            Collectors.joining(
                ", ",
                "SELECT set_config(name, value, false) FROM (VALUES ",
                ") AS wanted (name, value) WHERE current_setting(name, true) IS NOT NULL"));
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("idle_in_transaction_session_timeout", millis(idle));
    settings.put("lock_timeout", millis(lock));
    settings.put("statement_timeout", millis(statement));
    settings.put("transaction_timeout", millis(transaction));
    settings.put("tcp_user_timeout", millis(UNACKNOWLEDGED));
    settings.put("tcp_keepalives_idle", Integer.toString(KEEP_ALIVE_IDLE_SECONDS));
    settings.put("tcp_keepalives_interval", Integer.toString(KEEP_ALIVE_INTERVAL_SECONDS));
    settings.put("tcp_keepalives_count", Integer.toString(KEEP_ALIVE_COUNT));
    return settings;
  }

  private String mariaDb() {
    return "SET SESSION idle_transaction_timeout = "
        + seconds(idle)
        + ", innodb_lock_wait_timeout = "
        + seconds(lock)
        + ", lock_wait_timeout = "
        + seconds(lock)
        + ", max_statement_time = "
        + statement.toMillis() / 1000.0
        + ", net_write_timeout = "
        + seconds(UNACKNOWLEDGED);
  }

  private static String millis(Duration limit) {
    return limit.toMillis() + "ms";
  }

  /** At least one: with zero there would be no limit. */
  private static String seconds(Duration limit) {
    return Long.toString(Math.max(1, limit.toSeconds()));
  }
}
