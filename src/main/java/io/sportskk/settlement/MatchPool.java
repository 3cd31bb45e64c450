package io.sportskk.settlement;

import io.sportskk.pool.PoolRules;
import java.time.Instant;
import java.util.Set;

/**
 * What a settlement needs to know of its match.
 *
 * @param carryFrom the match whose carry this pool takes, null for none
 * @param isStopped whether no node sells tickets any more
 * @param verdict how it ended, null before that is official
 * @param isSettled whether it knows that it is settled
 */
record MatchPool(
    PoolRules rules, String carryFrom, boolean isStopped, Verdict verdict, boolean isSettled) {

  /**
   * How a match ended, for good.
   *
   * @param winners none if it is void
   * @param startedAt when it really began, null if sales had stopped by then
   * @param at when that became official
   * @param correlationId of the request by which it did
   */
  record Verdict(Set<String> winners, Instant startedAt, Instant at, String correlationId) {
    boolean isVoid() {
      return winners.isEmpty();
    }
  }
}
