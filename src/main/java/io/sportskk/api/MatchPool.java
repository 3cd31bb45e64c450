package io.sportskk.api;

import io.sportskk.kernel.Money;
import io.sportskk.match.Match;
import io.sportskk.pool.PoolRules;

/**
 * What the pool of a match is shared out by, besides what is staked on it. It never changes.
 *
 * @param version of the rules: kept here, as totals are told more often than rules are read
 * @param carryIn what comes from another match
 */
record MatchPool(PoolRules rules, String version, Money carryIn) {

  static MatchPool of(Match match) {
    PoolRules rules = PoolRules.EARLIER;
    return new MatchPool(rules, rules.version(), Money.ZERO);
  }
}
