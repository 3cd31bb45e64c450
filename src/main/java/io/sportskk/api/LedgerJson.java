package io.sportskk.api;

import io.sportskk.ledger.AccountClass;
import io.sportskk.ledger.LedgerEntry;
import io.sportskk.ledger.TrialBalance;
import io.sportskk.payment.WalletEvent.ReturnCause;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** How the ledger is shown. */
final class LedgerJson {

  /** The columns of a file of entries. */
  static final List<String> COLUMNS =
      List.of(
          "entryId",
          "transactionId",
          "leg",
          "kind",
          "debit",
          "credit",
          "amount",
          "walletBalance",
          "matchId",
          "ticketId",
          "correlationId",
          "at",
          "recordedAt",
          "cause");

  private LedgerJson() {}

  /**
   * A line of a buyer's statement.
   *
   * @param amount in KRW; below 0 if the wallet holds less by it
   * @param balance in KRW, after it
   * @param cause why a stake was given back by it; null if none was, or that is not known
   */
  record StatementLine(
      long entryId,
      String kind,
      long amount,
      long balance,
      String matchId,
      String ticketId,
      ReturnCause cause,
      String correlationId,
      Instant at) {

    static StatementLine of(LedgerEntry entry) {
      boolean debited = entry.kind().debit() == AccountClass.WALLET;
      return new StatementLine(
          entry.entryId(),
          entry.kind().name(),
          debited ? -entry.amount() : entry.amount(),
          entry.walletBalance(),
          entry.matchId(),
          entry.ticketId(),
          entry.cause(),
          entry.correlationId(),
          entry.at());
    }
  }

  /**
   * @param of the class of the accounts that are added up
   * @param balance in KRW
   */
  record ClassBalance(String of, BigInteger balance) {}

  /**
   * @param at null if it is of now
   * @param total 0, or the ledger is wrong
   * @param entries how many the ledger had
   * @param latestAt the time of the latest event that was booked, null if none was
   * @param journalPosition up to this number of the journal at least all that wallets did was
   *     booked
   */
  record TrialBalanceJson(
      Instant at,
      List<ClassBalance> balances,
      BigInteger total,
      long entries,
      Instant latestAt,
      long journalPosition) {

    static TrialBalanceJson of(Instant at, TrialBalance balance) {
      return new TrialBalanceJson(
          at,
          Arrays.stream(AccountClass.values())
              .map(it -> new ClassBalance(it.label(), balance.balances().get(it)))
              .toList(),
          balance.total(),
          balance.entries(),
          balance.latestAt(),
          balance.handled());
    }
  }

  /** An entry as a line of a file, see {@link #COLUMNS}. */
  static List<Object> line(LedgerEntry entry) {
    return Arrays.asList(
        entry.entryId(),
        entry.transactionId(),
        entry.leg(),
        entry.kind(),
        entry.debit(),
        entry.credit(),
        entry.amount(),
        entry.walletBalance(),
        entry.matchId(),
        entry.ticketId(),
        entry.correlationId(),
        entry.at(),
        entry.recordedAt(),
        entry.cause());
  }
}
