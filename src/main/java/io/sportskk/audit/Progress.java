package io.sportskk.audit;

import io.sportskk.kernel.Slices;
import java.util.Map;

/**
 * How far a projection was at the moment of a snapshot.
 *
 * @param bySlice the number in the journal of the last event handled, by the slice's tag
 */
record Progress(Slices slices, Map<String, Long> bySlice) {

  /** Events of this ticket up to this number in the journal have been handled for certain. */
  long of(String ticketId) {
    return bySlice.getOrDefault(slices.tagOf(ticketId), 0L);
  }
}
