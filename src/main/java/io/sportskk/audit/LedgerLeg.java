package io.sportskk.audit;

import static io.sportskk.kernel.SqlValues.text;
import static io.sportskk.kernel.SqlValues.timestamp;

import java.time.Instant;

/**
 * What must be so of an entry of the ledger.
 *
 * @param matchId null if it is of no match
 * @param ticketId null if it is of no ticket
 * @param cause why a stake is given back by it; null if none is, or that is not known
 */
record LedgerLeg(
    String kind,
    String debit,
    String credit,
    long amount,
    String matchId,
    String ticketId,
    String cause) {

  /** No stake is given back by it. */
  LedgerLeg(
      String kind, String debit, String credit, long amount, String matchId, String ticketId) {
    this(kind, debit, credit, amount, matchId, ticketId, null);
  }

  /** As an earlier release books it. */
  LedgerLeg withoutCause() {
    return new LedgerLeg(kind, debit, credit, amount, matchId, ticketId);
  }

  /** By how much this account holds more after it. */
  long gain(String account) {
    if (debit.equals(account)) {
      return -amount;
    }
    return credit.equals(account) ? amount : 0;
  }

  /**
   * @param balance what the wallet holds after it, null if it takes no part
   */
  long hash(String correlationId, Instant at, Long balance) {
    return hash(
        kind,
        debit,
        credit,
        amount,
        balance,
        matchId,
        ticketId,
        cause,
        text(correlationId),
        ViewReader.micros(timestamp(at).toInstant()));
  }

  /** Of all that an entry says; null stands for what it has not. */
  static long hash(
      String kind,
      String debit,
      String credit,
      long amount,
      Long walletBalance,
      String matchId,
      String ticketId,
      String cause,
      String correlationId,
      long atMicros) {
    return FactsByTicket.hash(
        String.join(
            "\0",
            kind,
            debit,
            credit,
            Long.toString(amount),
            String.valueOf(walletBalance),
            String.valueOf(matchId),
            String.valueOf(ticketId),
            String.valueOf(cause),
            correlationId,
            Long.toString(atMicros)));
  }

  @Override
  public String toString() {
    return kind
        + " of "
        + amount
        + " KRW from "
        + debit
        + " to "
        + credit
        + (cause == null ? "" : ", " + cause);
  }
}
