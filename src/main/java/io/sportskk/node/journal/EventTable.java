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
      SELECT part.n, event.* FROM unnest(?::text[], ?::bigint[], ?::bigint[])
        WITH ORDINALITY AS part (id, first, last, n)
      CROSS JOIN LATERAL (
        SELECT sequence_number, writer, write_timestamp, adapter_manifest, event_ser_id,
          event_ser_manifest, event_payload, ordering
        FROM event_journal
        WHERE persistence_id = part.id AND sequence_number BETWEEN part.first AND part.last
          AND NOT deleted
        ORDER BY sequence_number LIMIT ?) event
      ORDER BY part.n, event.sequence_number""";

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
      Columns<EventRow> columns = new Columns<>(connection, insert, rows);
      columns.add("text", String[]::new, EventRow::persistenceId);
      columns.add("bigint", Long[]::new, EventRow::sequenceNumber);
      columns.add("text", String[]::new, EventRow::writer);
      columns.add("bigint", Long[]::new, EventRow::timestamp);
      columns.add("text", String[]::new, EventRow::adapterManifest);
      columns.add("integer", Integer[]::new, EventRow::serializerId);
      columns.add("text", String[]::new, EventRow::serializerManifest);
      columns.add("bytea", byte[][]::new, EventRow::payload);
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

  /**
   * Some events of an entity: those with these numbers.
   *
   * @param max how many of them, at most; the first
   */
  record Part(String persistenceId, long from, long to, long max) {}

  /** The events of each part in their order; parts without any are not in it. */
  static Map<Part, List<Stored>> replay(Connection connection, List<Part> parts)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(REPLAY)) {
      Columns<Part> columns = new Columns<>(connection, select, parts);
      columns.add("text", String[]::new, Part::persistenceId);
      columns.add("bigint", Long[]::new, Part::from);
      columns.add("bigint", Long[]::new, Part::to);
      select.setLong(4, parts.stream().mapToLong(Part::max).max().orElse(0));
      Map<Part, List<Stored>> found = new HashMap<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          Part part = parts.get(rows.getInt(1) - 1);
          List<Stored> events = found.computeIfAbsent(part, first -> new ArrayList<>());
          if (events.size() < part.max()) {
            events.add(
                new Stored(
                    new EventRow(
                        part.persistenceId(),
                        rows.getLong(2),
                        rows.getString(3),
                        rows.getLong(4),
                        rows.getString(5),
                        rows.getInt(6),
                        rows.getString(7),
                        rows.getBytes(8)),
                    rows.getLong(9),
                    false));
          }
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
  private static final class Columns<R> {
    private final Connection connection;
    private final PreparedStatement statement;
    private final List<R> rows;
    private int index;

    Columns(Connection connection, PreparedStatement statement, List<R> rows) {
      this.connection = connection;
      this.statement = statement;
      this.rows = rows;
    }

    /** Arrays of the type's own class go over the wire in binary. */
    <T> void add(String type, IntFunction<T[]> array, Function<R, T> column) throws SQLException {
      T[] values = rows.stream().map(column).toArray(array);
      statement.setArray(++index, connection.createArrayOf(type, values));
    }
  }
}
