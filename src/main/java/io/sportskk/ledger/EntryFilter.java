package io.sportskk.ledger;

import io.sportskk.kernel.CborSerializable;
import java.time.Instant;

/**
 * Which entries to find; null for whatever does not matter.
 *
 * @param account on either side
 * @param from the earliest time (inclusive)
 * @param to the latest time (exclusive)
 */
public record EntryFilter(
    Account account,
    String matchId,
    String ticketId,
    String correlationId,
    EntryKind kind,
    Instant from,
    Instant to)
    implements CborSerializable {

  public static final EntryFilter ALL = new EntryFilter(null, null, null, null, null, null, null);

  /** All that has happened to an account. */
  public static EntryFilter of(Account account) {
    return new EntryFilter(account, null, null, null, null, null, null);
  }
}
