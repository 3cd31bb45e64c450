package io.sportskk.settlement;

import io.sportskk.pool.PoolRules;
import java.time.Instant;
import java.util.Set;

/**
 * What a settlement needs to know of its match.
 *
 * @param carryFrom the match whose carry this pool takes, null for none
 * @param stoppedAt since when no node sells tickets any more, null while one may
 * @param verdict how it ended, null before that is official
 * @param isSettled whether it knows that it is settled
 */
record MatchPool(
    PoolRules rules, String carryFrom, Instant stoppedAt, Verdict verdict, boolean isSettled) {

  /** There is no such match: whoever asks for one must not keep it in memory. */
  static final MatchPool NONE = new MatchPool(PoolRules.EARLIER, null, null, null, false);

  boolean isStopped() {
    return stoppedAt != null;
  }

  /**
   * How a match ended.
   *
   * @param round from 1: one more with each correction
   * @param winners none if it is void
   * @param startedAt when it really began, null if sales had stopped by then
   * @param at when that became official
   * @param correlationId of the request by which it did
   */
  record Verdict(
      int round, Set<String> winners, Instant startedAt, Instant at, String correlationId) {
    boolean isVoid() {
      return winners.isEmpty();
    }
  }
}
