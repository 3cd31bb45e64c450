package io.sportskk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.kernel.Money;
import io.sportskk.pool.PoolResult;
import io.sportskk.pool.PoolRules;
import io.sportskk.pool.Unbacked;
import io.sportskk.settlement.SettlementEvent;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import io.sportskk.settlement.SettlementEvent.SettlementCompleted;
import io.sportskk.settlement.SettlementEvent.Superseded;
import io.sportskk.settlement.Sums;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a settlement moves, apart from what tickets are paid. {@code R4} */
class SettlementBookingsTest {

  private static final Instant AT = Instant.parse("2026-05-01T10:00:00Z");
  private static final Account POOL = Account.pool("match-1");
  private static final PoolResult KT = result("KT");
  private static final PoolResult LG = result("LG");

  private static PoolResult result(String winner) {
    return PoolRules.EARLIER.result(
        Map.of("KT", Money.won(5_100), "LG", Money.won(9_700)), Money.ZERO, Set.of(winner));
  }

  private static DividendsFixed fixed(int round, PoolResult result, Superseded before) {
    return new DividendsFixed("match-1", round, result, 2, "root", "c", AT, before);
  }

  private static SettlementCompleted completed(int round, long loss) {
    return new SettlementCompleted("match-1", round, Sums.NONE, "c", AT, Money.won(loss));
  }

  /** By account, in KRW. */
  private static Map<Account, Long> balances(SettlementEvent... events) {
    Map<Account, Long> balances = new HashMap<>();
    for (SettlementEvent event : events) {
      for (Movement movement : SettlementBookings.of(event).movements()) {
        balances.merge(movement.debit(), -movement.amount().won(), Long::sum);
        balances.merge(movement.credit(), movement.amount().won(), Long::sum);
      }
    }
    balances.values().removeIf(balance -> balance == 0);
    return balances;
  }

  @Test
  void afterACorrectionAccountsAreAsIfItHadBeenRightAtOnce() {
    assertThat(KT.breakage()).isNotEqualTo(LG.breakage());
    Superseded wrong = new Superseded(KT, Money.ZERO, false);
    assertThat(balances(fixed(1, KT, null), fixed(2, LG, wrong)))
        .isEqualTo(balances(fixed(1, LG, null)));
  }

  @Test
  void nothingIsTakenBackButByAnotherEntry() {
    Superseded wrong = new Superseded(KT, Money.ZERO, false);
    assertThat(SettlementBookings.of(fixed(2, LG, wrong)).movements())
        .extracting(Movement::kind)
        .isEqualTo(
            List.of(
                EntryKind.TAKEOUT_BACK,
                EntryKind.BREAKAGE_BACK,
                EntryKind.TAKEOUT,
                EntryKind.BREAKAGE));
  }

  @Test
  void whatWasOverpaidIsTheOperatorsLossUntilItIsReckonedAnew() {
    Superseded lossy = new Superseded(LG, Money.won(700), false);
    assertThat(balances(completed(2, 700)))
        .isEqualTo(Map.of(Account.CORRECTIONS, -700L, POOL, 700L));
    assertThat(balances(completed(2, 700), fixed(3, KT, lossy)).get(Account.CORRECTIONS)).isNull();
  }

  @Test
  void aCarryComesBackUnlessAnotherMatchHasTakenIt() {
    PoolRules carrying = new PoolRules(2_800, Unbacked.CARRY, PoolRules.EARLIER.tax());
    PoolResult carried =
        carrying.result(
            Map.of("KT", Money.won(5_100), "LG", Money.won(9_700)), Money.ZERO, Set.of("SSG"));
    assertThat(carried.carryOut().won()).isPositive();

    assertThat(balances(fixed(1, carried, null), fixed(2, KT, superseding(carried, false))))
        .doesNotContainKey(Account.CARRY);
    assertThat(balances(fixed(1, carried, null), fixed(2, KT, superseding(carried, true))))
        .containsEntry(Account.CARRY, carried.carryOut().won());
  }

  private static Superseded superseding(PoolResult result, boolean carryTaken) {
    return new Superseded(result, Money.ZERO, carryTaken);
  }
}
