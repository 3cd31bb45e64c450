package io.sportskk.api;

import io.sportskk.kernel.Money;
import io.sportskk.match.Match;
import io.sportskk.pool.PoolResult;
import io.sportskk.tally.MatchTotals;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a match would come to with the totals that it has. */
record Preview(MatchTotals totals, PoolResult result) {

  /**
   * @param winners none if the match is to be void
   */
  static Preview of(Match match, MatchTotals totals, Money carryIn, Set<String> winners) {
    Map<String, Money> stakes = new TreeMap<>();
    totals.teams().stream()
        .filter(team -> team.stake().isMoreThan(Money.ZERO))
        .forEach(team -> stakes.put(team.team(), team.stake()));
    return new Preview(
        totals,
        winners.isEmpty()
            ? match.rules().voided(stakes, carryIn)
            : match.rules().result(stakes, carryIn, winners));
  }

  /** Whether nothing is counted any more; late tickets may still leave the pool. */
  boolean isFinal() {
    return totals.sealedAt() != null;
  }
}
