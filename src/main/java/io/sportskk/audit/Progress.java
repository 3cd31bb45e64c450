package io.sportskk.audit;

import io.sportskk.kernel.SliceOffsets;
import io.sportskk.kernel.Slices;
import io.sportskk.payment.Wallets;
import io.sportskk.settlement.Settlements;
import io.sportskk.ticket.Tickets;

/**
 * How far a projection was at the moment of a snapshot.
 *
 * @param entityType whose events it handles
 */
record Progress(String entityType, SliceOffsets offsets) {

  static Progress ofTickets(SliceOffsets offsets) {
    return new Progress(Tickets.KEY.name(), offsets);
  }

  static Progress ofWallets(SliceOffsets offsets) {
    return new Progress(Wallets.KEY.name(), offsets);
  }

  static Progress ofSettlements(SliceOffsets offsets) {
    return new Progress(Settlements.KEY.name(), offsets);
  }

  /** Events of this entity up to this number in the journal have been handled for certain. */
  long of(String entityId) {
    return offsets.of(Slices.of(entityType + "|" + entityId));
  }

  /** No event after this number has been handled. */
  long highest() {
    return offsets.highest();
  }
}
