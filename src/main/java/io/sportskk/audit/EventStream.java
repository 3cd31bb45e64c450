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
   * @param snapshot what is stored of the entity after this event; null if nothing is, or it is not
   *     asked for
   */
  record SequencedEvent<E>(long sequenceNr, long ordering, E event, Object snapshot) {}

  SequencedEvent<E> last() {
    return events.get(events.size() - 1);
  }

  Stream<E> all() {
    return events.stream().map(SequencedEvent::event);
  }
}
