package io.sportskk.api;

import io.sportskk.kernel.Money;
import io.sportskk.pool.PoolResult;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a pool pays, and what that follows from. All amounts in KRW.
 *
 * @param dividends by team, of those whose tickets are paid, for example 1.1
 */
record PoolResultJson(
    PoolResult.Kind kind,
    Set<String> winners,
    Map<String, Long> stakes,
    long gross,
    long carryIn,
    long net,
    long takeout,
    long topUp,
    long payouts,
    long breakage,
    long carryOut,
    Map<String, BigDecimal> dividends) {

  static PoolResultJson of(PoolResult result) {
    Map<String, BigDecimal> dividends = new TreeMap<>();
    result.dividends().forEach((team, dividend) -> dividends.put(team, dividend.toDecimal()));
    Map<String, Long> stakes = new TreeMap<>();
    result.stakes().forEach((team, stake) -> stakes.put(team, stake.won()));
    return new PoolResultJson(
        result.kind(),
        result.winners(),
        stakes,
        won(result.gross()),
        won(result.carryIn()),
        won(result.net()),
        won(result.takeout()),
        won(result.topUp()),
        won(result.payouts()),
        won(result.breakage()),
        won(result.carryOut()),
        dividends);
  }

  private static long won(Money money) {
    return money.won();
  }
}
