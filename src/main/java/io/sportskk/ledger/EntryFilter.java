package io.sportskk.ledger;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.payment.WalletEvent.ReturnCause;
import java.time.Instant;

/**
 * Which entries to find; null for whatever does not matter.
 *
 * @param account on either side
 * @param cause why a stake was given back; a node of an earlier release does not look at it
 * @param from the earliest time (inclusive)
 * @param to the latest time (exclusive)
 */
public record EntryFilter(
    Account account,
    String matchId,
    String ticketId,
    String correlationId,
    EntryKind kind,
    ReturnCause cause,
    Instant from,
    Instant to)
    implements CborSerializable {

  public static final EntryFilter ALL =
      new EntryFilter(null, null, null, null, null, null, null, null);

  /** All that has happened to an account. */
  public static EntryFilter of(Account account) {
    return new EntryFilter(account, null, null, null, null, null, null, null);
  }
}
