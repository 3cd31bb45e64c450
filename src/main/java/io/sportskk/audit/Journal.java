package io.sportskk.audit;

import io.sportskk.audit.EventStream.SequencedEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads the events of all entities of a type, one entity after the other. */
final class Journal {

  // By the primary key, which is the way an entity itself reads its events. The type of the entity
  // is a constant of the code.
  private static final String EVENTS =
      """
      SELECT persistence_id, sequence_number, ordering, event_ser_id, event_ser_manifest,
        event_payload
      FROM event_journal
      WHERE persistence_id LIKE '%s|%%' AND deleted = FALSE
      ORDER BY persistence_id, sequence_number""";

  /** With the snapshot that is stored at each number, if one is. */
  private static final String EVENTS_AND_SNAPSHOTS =
      """
      SELECT persistence_id, sequence_number, ordering, event_ser_id, event_ser_manifest,
        event_payload, snapshot_ser_id, snapshot_ser_manifest, snapshot_payload
      FROM event_journal LEFT JOIN snapshot USING (persistence_id, sequence_number)
      WHERE persistence_id LIKE '%s|%%' AND deleted = FALSE
      ORDER BY persistence_id, sequence_number""";

  private static final String SNAPSHOTS_WITHOUT_EVENT =
      """
      SELECT persistence_id, sequence_number FROM snapshot WHERE persistence_id LIKE '%s|%%'
        AND NOT EXISTS (SELECT FROM event_journal AS event
          WHERE event.persistence_id = snapshot.persistence_id
            AND event.sequence_number = snapshot.sequence_number AND NOT event.deleted)""";

  private final EventCodec codec;
  private final Findings findings;

  Journal(EventCodec codec, Findings findings) {
    this.codec = codec;
    this.findings = findings;
  }

  /**
   * Hands over the events of each entity that has them all. One with an event that is missing or
   * can't be read is a finding, and nothing more can be said of it.
   *
   * @param broken is given the entity ids of those
   * @return how many events there are
   */
  <E> long read(
      Snapshot journal,
      String type,
      Class<E> events,
      Consumer<EventStream<E>> whole,
      Consumer<String> broken)
      throws SQLException {
    return read(EVENTS, journal, type, events, null, whole, broken);
  }

  /**
   * As the other one, with the entities' snapshots. One that can't be read, or that is of an event
   * that there is not, is a finding.
   */
  <E> long read(
      Snapshot journal,
      String type,
      Class<E> events,
      Class<?> snapshots,
      Consumer<EventStream<E>> whole,
      Consumer<String> broken)
      throws SQLException {
    long count = read(EVENTS_AND_SNAPSHOTS, journal, type, events, snapshots, whole, broken);
    journal.each(
        SNAPSHOTS_WITHOUT_EVENT.formatted(type),
        row ->
            findings.add(
                FindingKind.SNAPSHOT_WRONG,
                row.getString(1),
                "It has a snapshot at event " + row.getLong(2) + ", which is not there."));
    return count;
  }

  private <E> long read(
      String sql,
      Snapshot journal,
      String type,
      Class<E> events,
      Class<?> snapshots,
      Consumer<EventStream<E>> whole,
      Consumer<String> broken)
      throws SQLException {
    // Sorting millions of events would be the only other way, and a much longer one.
    journal.execute("SET LOCAL enable_sort = off");
    journal.execute("SET LOCAL enable_seqscan = off");
    EntityReader<E> reader =
        new EntityReader<>(type.length() + 1, events, snapshots, whole, broken);
    journal.each(sql.formatted(type), reader::next);
    reader.end();
    return reader.count;
  }

  private final class EntityReader<E> {
    private final int prefix;
    private final Class<E> type;

    /** Null if they are not read. */
    private final Class<?> snapshots;

    private final Consumer<EventStream<E>> whole;
    private final Consumer<String> broken;

    private String persistenceId = "";
    private List<SequencedEvent<E>> events = new ArrayList<>();
    private boolean isWhole = true;
    private long last;
    private long count;

    private EntityReader(
        int prefix,
        Class<E> type,
        Class<?> snapshots,
        Consumer<EventStream<E>> whole,
        Consumer<String> broken) {
      this.prefix = prefix;
      this.type = type;
      this.snapshots = snapshots;
      this.whole = whole;
      this.broken = broken;
    }

    private void next(ResultSet row) throws SQLException {
      String id = row.getString(1);
      if (!id.equals(persistenceId)) {
        end();
        persistenceId = id;
        events = new ArrayList<>();
        isWhole = true;
        last = 0;
      }
      count++;
      long sequenceNr = row.getLong(2);
      if (sequenceNr != last + 1) {
        isWhole = false;
        findings.add(
            FindingKind.EVENT_MISSING, id, "Event " + sequenceNr + " follows " + last + ".");
      }
      last = sequenceNr;
      E event = read(sequenceNr, row.getBytes(6), row.getInt(4), row.getString(5));
      if (event != null) {
        events.add(
            new SequencedEvent<>(sequenceNr, row.getLong(3), event, snapshot(sequenceNr, row)));
      }
    }

    /** Null if it can't be read: then the entity is not whole. */
    private E read(long sequenceNr, byte[] payload, int serializer, String manifest) {
      E event =
          read(
              type,
              payload,
              serializer,
              manifest,
              FindingKind.EVENT_UNREADABLE,
              "Event " + sequenceNr);
      isWhole &= event != null;
      return event;
    }

    /** Null if there is none, or if it can't be read: an entity does without. */
    private Object snapshot(long sequenceNr, ResultSet row) throws SQLException {
      byte[] payload = snapshots == null ? null : row.getBytes(9);
      return payload == null
          ? null
          : read(
              snapshots,
              payload,
              row.getInt(7),
              row.getString(8),
              FindingKind.SNAPSHOT_UNREADABLE,
              "The snapshot at event " + sequenceNr);
    }

    private <T> T read(
        Class<T> expected,
        byte[] payload,
        int serializer,
        String manifest,
        FindingKind unreadable,
        String what) {
      String why;
      try {
        Object read = codec.read(payload, serializer, manifest);
        if (expected.isInstance(read)) {
          return expected.cast(read);
        }
        why = "is a " + read.getClass().getName();
      } catch (RuntimeException e) {
        why = unreadable(e);
      } catch (Exception e) { // Scala throws checked exceptions without saying so
        why = unreadable(e);
      }
      findings.add(unreadable, persistenceId, what + " (" + manifest + ") " + why + ".");
      return null;
    }

    private static String unreadable(Exception e) {
      return "can't be read: " + e.toString().lines().findFirst().orElse("it is not said why");
    }

    private void end() {
      if (persistenceId.isEmpty()) {
        return;
      }
      String entityId = persistenceId.substring(prefix);
      if (isWhole) {
        whole.accept(new EventStream<>(persistenceId, entityId, events));
      } else {
        broken.accept(entityId);
      }
    }
  }
}
