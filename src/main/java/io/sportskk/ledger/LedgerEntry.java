package io.sportskk.ledger;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.FittingPage;
import io.sportskk.payment.WalletEvent.ReturnCause;
import java.time.Instant;

/**
 * An amount that was moved from one account to another.
 *
 * @param entryId 1 for the first entry of the ledger, without gaps
 * @param transactionId the same for all that moved together
 * @param leg from 1 on: which of these it is
 * @param debit the name of the account that it was taken from
 * @param credit the name of the account that it was given to
 * @param amount in KRW
 * @param walletBalance what the wallet that took part held after it, in KRW; null if none did
 * @param matchId null if it is of no match
 * @param ticketId null if it is of no ticket
 * @param cause why a stake was given back by it; null if none was, if it was booked before that was
 *     stored, and of a node of an earlier release
 * @param at when it happened
 * @param recordedAt when the ledger booked it, by the clock of its database
 */
public record LedgerEntry(
    long entryId,
    String transactionId,
    int leg,
    EntryKind kind,
    String debit,
    String credit,
    long amount,
    Long walletBalance,
    String matchId,
    String ticketId,
    ReturnCause cause,
    String correlationId,
    Instant at,
    Instant recordedAt)
    implements CborSerializable {

  /** How large it is in a message, about. */
  int bytes() {
    return 250
        + FittingPage.bytes(transactionId)
        + FittingPage.bytes(debit)
        + FittingPage.bytes(credit)
        + FittingPage.bytes(matchId)
        + FittingPage.bytes(ticketId)
        + FittingPage.bytes(correlationId);
  }
}
