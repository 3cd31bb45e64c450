package io.sportskk.node.journal;

import akka.persistence.PersistentRepr;
import akka.persistence.query.Sequence;
import akka.persistence.query.typed.EventEnvelope;
import akka.persistence.typed.PersistenceId;
import io.sportskk.kernel.SliceRange;
import io.sportskk.kernel.Slices;
import scala.util.Try;

/** An event of the journal, decoded when it is first asked for. */
final class TailEvent {

  private final long ordering;
  private final String entityType;
  private final int slice;
  private final boolean deleted;
  private final EventCodec codec;

  /** Null once it is decoded. */
  private EventRow row;

  private Try<EventEnvelope<Object>> decoded;

  TailEvent(EventTable.Stored stored, EventCodec codec) {
    this.ordering = stored.ordering();
    this.entityType = PersistenceId.extractEntityType(stored.row().persistenceId());
    this.slice = Slices.of(stored.row().persistenceId());
    this.deleted = stored.deleted();
    this.row = stored.row();
    this.codec = codec;
  }

  long ordering() {
    return ordering;
  }

  boolean isOf(String entityType, SliceRange slices) {
    return !deleted && slices.contains(slice) && this.entityType.equals(entityType);
  }

  /**
   * The event, its offset its number in the journal.
   *
   * @throws RuntimeException if it can't be read
   */
  synchronized EventEnvelope<Object> envelope() {
    if (decoded == null) {
      EventRow own = row;
      decoded = Try.apply(() -> decode(own));
      row = null;
    }
    return decoded.get();
  }

  private EventEnvelope<Object> decode(EventRow row) {
    PersistentRepr event = codec.event(row);
    return EventEnvelope.create(
        new Sequence(ordering),
        row.persistenceId(),
        row.sequenceNumber(),
        event.payload(),
        row.timestamp(),
        entityType,
        slice);
  }
}
