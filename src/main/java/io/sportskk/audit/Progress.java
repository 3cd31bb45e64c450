package io.sportskk.audit;

import io.sportskk.kernel.SliceOffsets;
import io.sportskk.kernel.Slices;
import io.sportskk.ticket.Tickets;

/** How far a projection of tickets' events was at the moment of a snapshot. */
record Progress(SliceOffsets offsets) {

  private static final String PREFIX = Tickets.KEY.name() + "|";

  /** Events of this ticket up to this number in the journal have been handled for certain. */
  long of(String ticketId) {
    return offsets.of(Slices.of(PREFIX + ticketId));
  }

  /** No event after this number has been handled. */
  long highest() {
    return offsets.highest();
  }
}
