package io.sportskk.ledger;

import io.sportskk.kernel.Money;
import io.sportskk.pool.PoolResult;
import io.sportskk.settlement.SettlementEvent;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import io.sportskk.settlement.SettlementEvent.SettlementCompleted;
import io.sportskk.settlement.SettlementEvent.Superseded;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the events of a settlement move, apart from what wallets are paid: once dividends are fixed,
 * what the operator keeps, what is left as they are rounded down, and what comes from another match
 * or goes to one. What is then in the pool is what its tickets are paid. A correction takes back
 * what was booked by the result before, and books the new one; what was overpaid is booked as the
 * operator's loss when all is paid.
 */
final class SettlementBookings {

  private SettlementBookings() {}

  static Booking of(SettlementEvent event) {
    return new Booking(movements(event), event.correlationId(), event.at());
  }

  private static List<Movement> movements(SettlementEvent event) {
    if (event instanceof DividendsFixed fixed) {
      return fixed.supersedes() == null ? first(fixed) : corrected(fixed, fixed.supersedes());
    }
    return event instanceof SettlementCompleted completed
        ? movement(
            EntryKind.LOSS,
            Account.CORRECTIONS,
            Account.pool(event.matchId()),
            completed.loss(),
            event.matchId())
        : List.of();
  }

  private static List<Movement> first(DividendsFixed fixed) {
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

  /** What has come in from another match stays; so does what another one has taken. */
  private static List<Movement> corrected(DividendsFixed fixed, Superseded before) {
    PoolResult wrong = before.result();
    PoolResult right = fixed.result();
    String matchId = fixed.matchId();
    Account pool = Account.pool(matchId);
    Money wrongCarry = before.carryTaken() ? Money.ZERO : wrong.carryOut();
    Money rightCarry = before.carryTaken() ? Money.ZERO : right.carryOut();
    return Stream.of(
            movement(EntryKind.TAKEOUT_BACK, Account.TAKEOUT, pool, wrong.takeout(), matchId),
            movement(EntryKind.BREAKAGE_BACK, Account.BREAKAGE, pool, wrong.breakage(), matchId),
            movement(EntryKind.CARRY_BACK, Account.CARRY, pool, wrongCarry, matchId),
            movement(EntryKind.LOSS_BACK, pool, Account.CORRECTIONS, before.loss(), matchId),
            movement(EntryKind.TAKEOUT, pool, Account.TAKEOUT, right.takeout(), matchId),
            movement(EntryKind.BREAKAGE, pool, Account.BREAKAGE, right.breakage(), matchId),
            movement(EntryKind.CARRY_OUT, pool, Account.CARRY, rightCarry, matchId))
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
