package io.sportskk.api;

import io.sportskk.kernel.Money;
import io.sportskk.ledger.AccountClass;
import io.sportskk.ledger.EntryKind;
import io.sportskk.pool.PoolResult;
import io.sportskk.tally.SealedTally.Ticket;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a settlement would move from account to account: the rows that the ledger will have of it,
 * with one difference. A stake that is given back is shown as a refund; the ledger calls it a
 * reversal if the wallet still knows its charge, between the same accounts.
 *
 * @param result of the pool
 */
record Movements(String matchId, PoolResult result) {

  static final List<String> COLUMNS =
      List.of("kind", "debit", "credit", "amount", "matchId", "ticketId");

  /** Of the pool as a whole. */
  Stream<List<Object>> ofPool() {
    return Stream.of(
            row(EntryKind.CARRY_IN, result.carryIn(), null),
            row(EntryKind.TAKEOUT, result.takeout(), null),
            row(EntryKind.BREAKAGE, result.breakage(), null),
            row(EntryKind.CARRY_OUT, result.carryOut(), null))
        .flatMap(row -> row);
  }

  Stream<List<Object>> of(Ticket ticket) {
    Money payout = result.payout(ticket.team(), ticket.stake());
    if (result.kind() != PoolResult.Kind.PAID && payout.equals(ticket.stake())) {
      return row(EntryKind.REFUND, payout, ticket);
    }
    Money tax =
        result.kind() == PoolResult.Kind.PAID
            ? result.tax(ticket.team(), ticket.stake())
            : Money.ZERO;
    return Stream.concat(
        row(EntryKind.PAYOUT, payout.minus(tax), ticket), row(EntryKind.TAX, tax, ticket));
  }

  /**
   * Of nothing there is no row.
   *
   * @param ticket null if it is of no single ticket
   */
  private Stream<List<Object>> row(EntryKind kind, Money amount, Ticket ticket) {
    return amount.equals(Money.ZERO)
        ? Stream.empty()
        : Stream.of(
            List.of(
                kind.name(),
                account(kind.debit(), ticket),
                account(kind.credit(), ticket),
                amount.won(),
                matchId,
                ticket == null ? "" : ticket.ticketId()));
  }

  /** Of a ticket that an earlier release has counted nobody knows here whose it is. */
  private String account(AccountClass of, Ticket ticket) {
    return switch (of) {
      case WALLET -> of.label() + ":" + (ticket.buyerId() == null ? "" : ticket.buyerId());
      case POOL -> of.label() + ":" + matchId;
      default -> of.label();
    };
  }
}
