package io.sportskk.api;

import io.sportskk.kernel.Money;
import io.sportskk.pool.Dividend;
import io.sportskk.pool.PoolRules;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * What the tickets of a match come to, and all that it follows from ({@code K7}, {@code R5}).
 *
 * @param round from 1: later ones correct earlier ones
 * @param at when it was fixed
 * @param tickets how many are in the pool
 * @param root of the Merkle tree over them, in hexadecimal
 */
record ReportJson(
    String matchId,
    int round,
    Instant at,
    RulesPart rules,
    PoolResultJson result,
    long tickets,
    String root) {

  /**
   * The numbers in the formula.
   *
   * @param dividendStep every dividend is a multiple of this, rounded down
   * @param stakeUnit every stake is a multiple of this, in KRW
   */
  record RulesPart(
      String version,
      int takeoutBasisPoints,
      BigDecimal minimumDividend,
      BigDecimal dividendStep,
      long stakeUnit,
      String unbacked,
      String tax) {

    static RulesPart of(PoolRules rules) {
      Money unit = PoolRules.STAKE_UNIT;
      return new RulesPart(
          rules.version(),
          rules.takeoutBasisPoints(),
          Dividend.ONE.toDecimal(),
          Dividend.tenths(1).toDecimal(),
          unit.won(),
          rules.unbacked().name(),
          rules.tax().name());
    }
  }

  static ReportJson of(DividendsFixed fixed) {
    return new ReportJson(
        fixed.matchId(),
        fixed.round(),
        fixed.at(),
        RulesPart.of(fixed.result().rules()),
        PoolResultJson.of(fixed.result()),
        fixed.tickets(),
        fixed.root());
  }
}
