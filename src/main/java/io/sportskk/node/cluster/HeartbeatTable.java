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

/** The table in which the nodes that use a journal write down that they are there. */
final class HeartbeatTable {

  private static final int TIMEOUT_SECONDS = 2;

  private static final String VISIT =
      """
      INSERT INTO node_roster AS r (address, uid, visits, seen_at)
      VALUES (?, ?, 1, clock_timestamp())
      ON CONFLICT (address) DO UPDATE SET
        uid = excluded.uid,
        visits = CASE WHEN r.uid = excluded.uid THEN r.visits + 1 ELSE 1 END,
        seen_at = excluded.seen_at
      RETURNING seen_at""";

  private static final String LEAVE = "DELETE FROM node_roster WHERE address = ? AND uid = ?";

  private static final String RECENT =
      """
      SELECT address, uid, visits FROM node_roster
      WHERE seen_at > clock_timestamp() - ? * INTERVAL '1 millisecond'""";

  private HeartbeatTable() {}

  /**
   * An incarnation of a node as it is written down.
   *
   * @param visits how often it has been here; grows only while it lives
   */
  record Visitor(String address, long uid, long visits) {}

  /**
   * @return the database's time
   */
  static Instant visit(Connection connection, String address, long uid) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(VISIT)) {
      statement.setQueryTimeout(TIMEOUT_SECONDS);
      statement.setString(1, address);
      statement.setLong(2, uid);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getObject(1, OffsetDateTime.class).toInstant();
      }
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

  /** Who was here within this time, by address. */
  static Map<String, Visitor> recent(Connection connection, Duration within) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RECENT)) {
      statement.setQueryTimeout(TIMEOUT_SECONDS);
      statement.setLong(1, within.toMillis());
      Map<String, Visitor> visitors = new HashMap<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Visitor visitor = new Visitor(rows.getString(1), rows.getLong(2), rows.getLong(3));
          visitors.put(visitor.address(), visitor);
        }
      }
      return visitors;
    }
  }
}
