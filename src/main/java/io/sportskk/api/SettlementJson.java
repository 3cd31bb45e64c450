package io.sportskk.api;

import io.sportskk.pool.PoolResult;
import io.sportskk.settlement.Settlement;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import io.sportskk.settlement.Sums;
import java.time.Duration;
import java.time.Instant;

/**
 * How far the settlement of a match has come, as administrators see it.
 *
 * @param waitsFor what it waits for, null if it goes on
 * @param barred whether somebody has to look at that
 * @param fixed what every ticket comes to, null before it is fixed
 * @param tickets how many there are in the pool, null before it is fixed
 * @param settled what has been done of it
 * @param left how many tickets could not be settled in their turn, and are tried again
 * @param ticketsPerSecond since dividends were fixed; null while nothing is settled
 * @param estimatedEnd at this rate; null if it is not known, or has come
 */
record SettlementJson(
    String matchId,
    Settlement.Phase phase,
    String waitsFor,
    boolean barred,
    FixedJson fixed,
    Long tickets,
    SettledJson settled,
    int left,
    Double ticketsPerSecond,
    Instant estimatedEnd,
    Instant completedAt) {

  /**
   * @param root of the Merkle tree over all tickets, in hexadecimal
   */
  record FixedJson(int round, String rules, PoolResultJson result, String root, Instant at) {}

  /**
   * All amounts in KRW.
   *
   * @param overpaid by results that were corrected: it is not taken back
   */
  record SettledJson(
      long tickets,
      long won,
      long lost,
      long refunded,
      long payouts,
      long tax,
      long refunds,
      long overpaid) {}

  static SettlementJson of(Settlement settlement, Instant now) {
    DividendsFixed fixed = settlement.fixed();
    Sums sums = settlement.sums();
    Double rate = rate(settlement, now);
    return new SettlementJson(
        settlement.matchId(),
        settlement.phase(),
        settlement.waitsFor(),
        settlement.barred(),
        fixed == null ? null : fixed(fixed),
        fixed == null ? null : (Long) fixed.tickets(),
        new SettledJson(
            sums.tickets(),
            sums.won(),
            sums.lost(),
            sums.refunded(),
            sums.payouts().won(),
            sums.tax().won(),
            sums.refunds().won(),
            sums.overpaid().won()),
        settlement.left(),
        rate,
        rate == null || rate == 0 || settlement.completedAt() != null
            ? null
            : now.plusMillis((long) ((fixed.tickets() - sums.tickets()) / rate * 1000)),
        settlement.completedAt());
  }

  private static FixedJson fixed(DividendsFixed fixed) {
    PoolResult result = fixed.result();
    return new FixedJson(
        fixed.round(),
        result.rules().version(),
        PoolResultJson.of(result),
        fixed.root(),
        fixed.at());
  }

  private static Double rate(Settlement settlement, Instant now) {
    if (settlement.sums().tickets() == 0) {
      return null;
    }
    Instant end = settlement.completedAt() == null ? now : settlement.completedAt();
    long millis = Math.max(1, Duration.between(settlement.fixed().at(), end).toMillis());
    return Math.round(settlement.sums().tickets() * 10_000.0 / millis) / 10.0;
  }
}
