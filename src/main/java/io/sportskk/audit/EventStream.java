package io.sportskk.audit;

import java.util.List;
import java.util.stream.Stream;

/**
 * All events of one entity, in the order of their numbers.
 *
 * @param entityId the persistence id without the type
 */
record EventStream<E>(String persistenceId, String entityId, List<SequencedEvent<E>> events) {

  /**
   * @param ordering the event's number in the whole journal
   */
  record SequencedEvent<E>(long sequenceNr, long ordering, E event) {}

  SequencedEvent<E> last() {
    return events.get(events.size() - 1);
  }

  Stream<E> all() {
    return events.stream().map(SequencedEvent::event);
  }
}
