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
    // Sorting millions of events would be the only other way, and a much longer one.
    journal.execute("SET LOCAL enable_sort = off");
    journal.execute("SET LOCAL enable_seqscan = off");
    EntityReader<E> reader = new EntityReader<>(type.length() + 1, events, whole, broken);
    journal.each(EVENTS.formatted(type), reader::next);
    reader.end();
    return reader.count;
  }

  private final class EntityReader<E> {
    private final int prefix;
    private final Class<E> type;
    private final Consumer<EventStream<E>> whole;
    private final Consumer<String> broken;

    private String persistenceId = "";
    private List<SequencedEvent<E>> events = new ArrayList<>();
    private boolean isWhole = true;
    private long last;
    private long count;

    private EntityReader(
        int prefix, Class<E> type, Consumer<EventStream<E>> whole, Consumer<String> broken) {
      this.prefix = prefix;
      this.type = type;
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
        events.add(new SequencedEvent<>(sequenceNr, row.getLong(3), event));
      }
    }

    /** Null if it can't be read. */
    private E read(long sequenceNr, byte[] payload, int serializer, String manifest) {
      String why;
      try {
        Object event = codec.read(payload, serializer, manifest);
        if (type.isInstance(event)) {
          return type.cast(event);
        }
        why = "is a " + event.getClass().getName();
      } catch (RuntimeException e) {
        why = unreadable(e);
      } catch (Exception e) { // Scala throws checked exceptions without saying so
        why = unreadable(e);
      }
      isWhole = false;
      findings.add(
          FindingKind.EVENT_UNREADABLE,
          persistenceId,
          "Event " + sequenceNr + " (" + manifest + ") " + why + ".");
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
