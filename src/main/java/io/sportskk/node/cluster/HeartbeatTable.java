package io.sportskk.node.cluster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;

/**
 * The table in which each node that uses a journal writes down again and again that it lives. Its
 * name and columns are older than this class; nodes of the release before write them, too.
 */
final class HeartbeatTable {

  private static final int TIMEOUT_SECONDS = 2;

  private static final String BEAT =
      """
      INSERT INTO node_roster AS r (address, uid, visits, seen_at)
      VALUES (?, ?, 1, clock_timestamp())
      ON CONFLICT (address) DO UPDATE SET
        uid = excluded.uid,
        visits = CASE WHEN r.uid = excluded.uid THEN r.visits + 1 ELSE 1 END,
        seen_at = excluded.seen_at""";

  private static final String LEAVE = "DELETE FROM node_roster WHERE address = ? AND uid = ?";

  private static final String RECENT =
      """
      SELECT address, uid, visits FROM node_roster
      WHERE seen_at > clock_timestamp() - ? * INTERVAL '1 millisecond'""";

  private HeartbeatTable() {}

  /**
   * The last heartbeat of an incarnation of a node.
   *
   * @param count how many there were; grows only while it lives
   */
  record Heartbeat(String address, long uid, long count) {}

  /** The database's time. */
  static Instant time(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT clock_timestamp()")) {
      statement.setQueryTimeout(TIMEOUT_SECONDS);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getObject(1, OffsetDateTime.class).toInstant();
      }
    }
  }

  /** Writes one more of them down. */
  static void beat(Connection connection, String address, long uid) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BEAT)) {
      statement.setQueryTimeout(TIMEOUT_SECONDS);
      statement.setString(1, address);
      statement.setLong(2, uid);
      statement.executeUpdate();
    }
  }

  static void leave(Connection connection, String address, long uid) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LEAVE)) {
      statement.setQueryTimeout(TIMEOUT_SECONDS);
      statement.setString(1, address);
      statement.setLong(2, uid);
      statement.executeUpdate();
    }
  }

  /** The last ones within this time, by address. */
  static Map<String, Heartbeat> recent(Connection connection, Duration within) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RECENT)) {
      statement.setQueryTimeout(TIMEOUT_SECONDS);
      statement.setLong(1, within.toMillis());
      Map<String, Heartbeat> last = new HashMap<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Heartbeat heartbeat = new Heartbeat(rows.getString(1), rows.getLong(2), rows.getLong(3));
          last.put(heartbeat.address(), heartbeat);
        }
      }
      return last;
    }
  }
}
