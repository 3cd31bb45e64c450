package io.sportskk.audit;

import java.util.List;
import java.util.stream.Stream;

/**
 * All events of one entity, in the order of their numbers.
 *
 * @param entityId the persistence id without the type
 */
record Story<E>(String persistenceId, String entityId, List<Told<E>> events) {

  /**
   * @param ordering the event's number in the whole journal
   */
  record Told<E>(long sequenceNr, long ordering, E event) {}

  Told<E> last() {
    return events.get(events.size() - 1);
  }

  Stream<E> all() {
    return events.stream().map(Told::event);
  }
}
