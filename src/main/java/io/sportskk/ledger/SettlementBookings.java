package io.sportskk.ledger;

import io.sportskk.kernel.Money;
import io.sportskk.pool.PoolResult;
import io.sportskk.settlement.SettlementEvent;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the events of a settlement move, apart from what wallets are paid: once dividends are fixed,
 * what the operator keeps, what is left as they are rounded down, and what comes from another match
 * or goes to one. What is then in the pool is what its tickets are paid.
 */
final class SettlementBookings {

  private SettlementBookings() {}

  static Booking of(SettlementEvent event) {
    return new Booking(
        event instanceof DividendsFixed fixed ? movements(fixed) : List.of(),
        event.correlationId(),
        event.at());
  }

  private static List<Movement> movements(DividendsFixed fixed) {
    PoolResult result = fixed.result();
    String matchId = fixed.matchId();
    Account pool = Account.pool(matchId);
    return Stream.of(
            movement(EntryKind.CARRY_IN, Account.CARRY, pool, result.carryIn(), matchId),
            movement(EntryKind.TAKEOUT, pool, Account.TAKEOUT, result.takeout(), matchId),
            movement(EntryKind.BREAKAGE, pool, Account.BREAKAGE, result.breakage(), matchId),
            movement(EntryKind.CARRY_OUT, pool, Account.CARRY, result.carryOut(), matchId))
        .flatMap(List::stream)
        .toList();
  }

  /** Of nothing there is no entry. */
  private static List<Movement> movement(
      EntryKind kind, Account debit, Account credit, Money amount, String matchId) {
    return amount.equals(Money.ZERO)
        ? List.of()
        : List.of(new Movement(kind, debit, credit, amount, matchId, null));
  }
}
