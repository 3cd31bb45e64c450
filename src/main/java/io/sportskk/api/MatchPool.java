package io.sportskk.api;

import io.sportskk.match.Match;
import io.sportskk.pool.PoolRules;

/**
 * By which rules the pool of a match is shared out, which never changes.
 *
 * @param version of the rules: kept here, as totals are told more often than rules are read
 * @param carryFrom the match whose carry it takes, null for none
 */
record MatchPool(PoolRules rules, String version, String carryFrom) {

  static MatchPool of(Match match) {
    return new MatchPool(match.rules(), match.rules().version(), match.pool().carryFrom());
  }
}
