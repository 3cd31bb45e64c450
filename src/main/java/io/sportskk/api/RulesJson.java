package io.sportskk.api;

import io.sportskk.match.Match;
import io.sportskk.pool.Dividend;
import io.sportskk.pool.PoolRules;
import java.math.BigDecimal;
import java.util.List;

/**
 * The rules of a match's pool, in numbers and in words ({@code K9}).
 *
 * @param version stands for all of them but the stakes: rules with the same version pay the same
 * @param dividendStep every dividend is a multiple of this, rounded down
 * @param text what the numbers mean, a sentence or two for each rule
 */
record RulesJson(
    String matchId,
    String version,
    int takeoutBasisPoints,
    BigDecimal minimumDividend,
    BigDecimal dividendStep,
    String unbacked,
    String tax,
    StakesJson stakes,
    List<TextJson> text) {

  /**
   * In KRW.
   *
   * @param onMatch what one buyer may stake on the match at most
   */
  record StakesJson(long min, long max, long step, long onMatch) {}

  /**
   * @param rule what it is about, one word
   */
  record TextJson(String rule, String text) {}

  static RulesJson of(Match match, ApiSettings.Stakes stakes) {
    MatchPool pool = MatchPool.of(match);
    PoolRules rules = pool.rules();
    return new RulesJson(
        match.matchId(),
        pool.version(),
        rules.takeoutBasisPoints(),
        Dividend.ONE.toDecimal(),
        Dividend.tenths(1).toDecimal(),
        rules.unbacked().name(),
        rules.tax().name(),
        new StakesJson(stakes.min(), stakes.max(), stakes.step(), stakes.onMatch()),
        RulesText.of(rules, stakes));
  }
}
