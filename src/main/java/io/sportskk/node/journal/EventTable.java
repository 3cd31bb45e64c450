package io.sportskk.node.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The statements of the journal, on the tables that Akka's plugin has made. */
final class EventTable {

  /**
   * The rows are written in their order, so that the events of an entity are numbered in theirs.
   */
  private static final String INSERT =
      """
      INSERT INTO event_journal (persistence_id, sequence_number, writer, write_timestamp,
        adapter_manifest, event_ser_id, event_ser_manifest, event_payload)
      SELECT * FROM unnest(?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::int[],
        ?::text[], ?::bytea[])""";

  private static final String HIGHEST =
      """
      SELECT id, (SELECT max(sequence_number) FROM event_journal WHERE persistence_id = id)
      FROM unnest(?::text[]) id""";

  private static final String REPLAY =
      """
      SELECT sequence_number, writer, write_timestamp, adapter_manifest, event_ser_id,
        event_ser_manifest, event_payload, ordering
      FROM event_journal
      WHERE persistence_id = ? AND sequence_number BETWEEN ? AND ? AND NOT deleted
      ORDER BY sequence_number LIMIT ?""";

  private static final String BETWEEN =
      """
      SELECT ordering, persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
        event_ser_id, event_ser_manifest, event_payload, deleted
      FROM event_journal WHERE ordering > ? AND ordering <= ? ORDER BY ordering LIMIT ?""";

  private static final String BETWEEN_OF_TYPE =
      """
      SELECT ordering, persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
        event_ser_id, event_ser_manifest, event_payload, deleted
      FROM event_journal
      WHERE ordering > ? AND ordering <= ? AND starts_with(persistence_id, ?)
      ORDER BY ordering LIMIT ?""";

  private static final String LAST = "SELECT coalesce(max(ordering), 0) FROM event_journal";

  /**
   * Who may still bring numbers. A transaction holds this lock on the table from before it draws
   * the first until after all can see what it has committed.
   */
  private static final String WRITERS =
      """
      SELECT concat_ws(' of process ', virtualtransaction, pid) FROM pg_locks
      WHERE locktype = 'relation' AND relation = 'event_journal'::regclass
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND mode = 'RowExclusiveLock' AND granted""";

  private static final String MARK_DELETED =
      "UPDATE event_journal SET deleted = true WHERE persistence_id = ? AND sequence_number <= ?";

  /** But the highest, which tells how far the entity's numbers have come. */
  private static final String DELETE =
      """
      DELETE FROM event_journal WHERE persistence_id = ? AND deleted AND sequence_number <
        (SELECT max(sequence_number) FROM event_journal WHERE persistence_id = ?)""";

  private EventTable() {}

  /**
   * An event that is read back.
   *
   * @param ordering its number in the journal
   * @param deleted only its number is still of use
   */
  record Stored(EventRow row, long ordering, boolean deleted) {}

  /** One statement, and so one transaction: all are written or none. */
  static void insert(Connection connection, List<EventRow> rows) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      Columns columns = new Columns(connection, insert);
      columns.add("text", String[]::new, rows, EventRow::persistenceId);
      columns.add("bigint", Long[]::new, rows, EventRow::sequenceNumber);
      columns.add("text", String[]::new, rows, EventRow::writer);
      columns.add("bigint", Long[]::new, rows, EventRow::timestamp);
      columns.add("text", String[]::new, rows, EventRow::adapterManifest);
      columns.add("integer", Integer[]::new, rows, EventRow::serializerId);
      columns.add("text", String[]::new, rows, EventRow::serializerManifest);
      columns.add("bytea", byte[][]::new, rows, EventRow::payload);
      insert.executeUpdate();
    }
  }

  /** The highest number of each of these entities; those without an event are not in it. */
  static Map<String, Long> highest(Connection connection, List<String> persistenceIds)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(HIGHEST)) {
      select.setArray(1, connection.createArrayOf("text", persistenceIds.toArray(String[]::new)));
      Map<String, Long> found = new HashMap<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          long number = rows.getLong(2);
          if (!rows.wasNull()) {
            found.put(rows.getString(1), number);
          }
        }
      }
      return found;
    }
  }

  /** The events of an entity, in their order. */
  static List<Stored> replay(
      Connection connection, String persistenceId, long from, long to, long max)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(REPLAY)) {
      select.setString(1, persistenceId);
      select.setLong(2, from);
      select.setLong(3, to);
      select.setLong(4, max);
      List<Stored> found = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(
              new Stored(
                  new EventRow(
                      persistenceId,
                      rows.getLong(1),
                      rows.getString(2),
                      rows.getLong(3),
                      rows.getString(4),
                      rows.getInt(5),
                      rows.getString(6),
                      rows.getBytes(7)),
                  rows.getLong(8),
                  false));
        }
      }
      return found;
    }
  }

  /** The first events after one number up to another, in their order. */
  static List<Stored> between(Connection connection, long after, long upTo, int limit)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(BETWEEN)) {
      select.setLong(1, after);
      select.setLong(2, upTo);
      select.setInt(3, limit);
      return stored(select);
    }
  }

  /**
   * As {@link #between}, those of one kind of entity only.
   *
   * @param prefix what their persistence ids begin with
   */
  static List<Stored> between(
      Connection connection, long after, long upTo, String prefix, int limit) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(BETWEEN_OF_TYPE)) {
      select.setLong(1, after);
      select.setLong(2, upTo);
      select.setString(3, prefix);
      select.setInt(4, limit);
      return stored(select);
    }
  }

  private static List<Stored> stored(PreparedStatement select) throws SQLException {
    List<Stored> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(
            new Stored(
                new EventRow(
                    rows.getString(2),
                    rows.getLong(3),
                    rows.getString(4),
                    rows.getLong(5),
                    rows.getString(6),
                    rows.getInt(7),
                    rows.getString(8),
                    rows.getBytes(9)),
                rows.getLong(1),
                rows.getBoolean(10)));
      }
    }
    return found;
  }

  /** The highest number of the journal, 0 if it has no event. */
  static long last(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LAST);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Who may still bring numbers that were drawn before: names of their transactions. */
  static Set<String> writers(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(WRITERS);
        ResultSet rows = select.executeQuery()) {
      Set<String> found = new HashSet<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  /** The events of an entity up to a number are there no more, but its highest number is. */
  static void delete(Connection connection, String persistenceId, long to) throws SQLException {
    connection.setAutoCommit(false); // the pool puts it back
    try (PreparedStatement mark = connection.prepareStatement(MARK_DELETED);
        PreparedStatement delete = connection.prepareStatement(DELETE)) {
      mark.setString(1, persistenceId);
      mark.setLong(2, to);
      mark.executeUpdate();
      delete.setString(1, persistenceId);
      delete.setString(2, persistenceId);
      delete.executeUpdate();
      connection.commit();
    }
  }

  /** Fills the parameters of a statement, from the first on, each with an array. */
  private static final class Columns {
    private final Connection connection;
    private final PreparedStatement statement;
    private int index;

    Columns(Connection connection, PreparedStatement statement) {
      this.connection = connection;
      this.statement = statement;
    }

    /** Arrays of the type's own class go over the wire in binary. */
    <T> void add(
        String type, IntFunction<T[]> array, List<EventRow> rows, Function<EventRow, T> column)
        throws SQLException {
      T[] values = rows.stream().map(column).toArray(array);
      statement.setArray(++index, connection.createArrayOf(type, values));
    }
  }
}
