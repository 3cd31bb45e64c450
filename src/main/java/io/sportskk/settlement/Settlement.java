package io.sportskk.settlement;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import java.time.Instant;

/**
 * How far the settlement of a match has come.
 *
 * @param phase where it stands
 * @param waitsFor what it waits for, null if it goes on
 * @param barred whether somebody has to look at that
 * @param fixed what every ticket comes to, null before it is fixed
 * @param carriedTo the match that has taken what this one leaves to another, null for none
 * @param sums of the tickets that are settled
 * @param left how many tickets could not be settled in their turn, and are tried again
 * @param completedAt null before
 */
public record Settlement(
    String matchId,
    Phase phase,
    String waitsFor,
    boolean barred,
    DividendsFixed fixed,
    String carriedTo,
    Sums sums,
    int left,
    Instant completedAt)
    implements CborSerializable {

  /** Where a settlement stands. */
  public enum Phase {
    /** Tickets may still come into the pool. */
    COUNTING,
    /** The totals are final, and wait for the outcome of the match. */
    SEALED,
    /** Tickets are being settled. */
    PAYING,
    /** Every ticket is settled. */
    COMPLETED
  }
}
