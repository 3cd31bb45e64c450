package io.sportskk.node.journal;

import akka.persistence.PersistentRepr;
import scala.util.Try;

/** An event of the journal, decoded when it is first asked for. */
final class TailEvent {

  private final long ordering;
  private final String tag;
  private final EventCodec codec;

  /** Null once it is decoded. */
  private EventRow row;

  private Try<PersistentRepr> decoded;

  TailEvent(EventTable.Stored stored, EventCodec codec) {
    this.ordering = stored.ordering();
    this.tag = stored.row().tag();
    this.row = stored.row();
    this.codec = codec;
  }

  long ordering() {
    return ordering;
  }

  /** Null if it has none. */
  String tag() {
    return tag;
  }

  /** Or why it can't be read. */
  synchronized Try<PersistentRepr> event() {
    if (decoded == null) {
      EventRow own = row;
      decoded = Try.apply(() -> codec.event(own));
      row = null;
    }
    return decoded;
  }
}
