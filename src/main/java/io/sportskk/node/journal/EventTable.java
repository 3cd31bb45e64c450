package io.sportskk.node.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import slick.jdbc.PositionedResult;

/** The statements of the journal's writers, on the tables that Akka's plugin has made. */
final class EventTable {

  /**
   * The rows are written in their order, so that the events of an entity are numbered in theirs.
   */
  private static final String INSERT =
      """
      WITH event AS (
        INSERT INTO event_journal (persistence_id, sequence_number, writer, write_timestamp,
          adapter_manifest, event_ser_id, event_ser_manifest, event_payload)
        SELECT * FROM unnest(?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::int[],
          ?::text[], ?::bytea[])
        RETURNING ordering, persistence_id, sequence_number)
      INSERT INTO event_tag (event_id, tag)
      SELECT ordering, tag FROM event
      JOIN unnest(?::text[], ?::bigint[], ?::text[]) tagged (persistence_id, sequence_number, tag)
        USING (persistence_id, sequence_number)""";

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
        event_ser_id, event_ser_manifest, event_payload, CASE WHEN NOT deleted THEN tag END
      FROM event_journal LEFT JOIN event_tag ON event_id = ordering
      WHERE ordering > %d AND ordering <= %d ORDER BY ordering LIMIT %d""";

  private static final String MARK_DELETED =
      "UPDATE event_journal SET deleted = true WHERE persistence_id = ? AND sequence_number <= ?";

  /** But the highest, which tells how far the entity's numbers have come. */
  private static final String DELETE =
      """
      DELETE FROM event_journal WHERE persistence_id = ? AND deleted AND sequence_number <
        (SELECT max(sequence_number) FROM event_journal WHERE persistence_id = ?)""";

  private EventTable() {}

  /** An event that is read back, with its number in the journal. */
  record Stored(EventRow row, long ordering) {}

  /** One statement, and so one transaction: all are written or none. */
  static void insert(Connection connection, List<EventRow> rows) throws SQLException {
    List<EventRow> tagged = rows.stream().filter(row -> row.tag() != null).toList();
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
      columns.add("text", String[]::new, tagged, EventRow::persistenceId);
      columns.add("bigint", Long[]::new, tagged, EventRow::sequenceNumber);
      columns.add("text", String[]::new, tagged, EventRow::tag);
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
                      rows.getBytes(7),
                      null),
                  rows.getLong(8)));
        }
      }
      return found;
    }
  }

  /** What reads the events after one number up to another, in their order, for {@link #stored}. */
  static String between(long after, long upTo, int limit) {
    return BETWEEN.formatted(after, upTo, limit);
  }

  static Stored stored(PositionedResult row) {
    long ordering = row.nextLong();
    return new Stored(
        new EventRow(
            row.nextString(),
            row.nextLong(),
            row.nextString(),
            row.nextLong(),
            row.nextString(),
            row.nextInt(),
            row.nextString(),
            row.nextBytes(),
            row.nextString()),
        ordering);
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
