package io.sportskk.ledger;

import java.time.Instant;
import java.util.List;

/**
 * What an event moves, all together or not at all.
 *
 * @param movements empty if it moves nothing
 * @param at the time of the event
 */
record Booking(List<Movement> movements, String correlationId, Instant at) {

  Booking {
    movements = List.copyOf(movements);
  }
}
