package io.sportskk.payment;

import io.sportskk.kernel.Money;
import io.sportskk.payment.ChargeReply.Reason;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a wallet remembers of one match. Part of the stored snapshot.
 *
 * @param salesCloseAt the latest close of sales that a ticket of this match was sold with
 * @param staked the sum of the open charges
 * @param open charges that could be reversed, by ticket id
 * @param barred tickets that will not be charged, and why: the tombstones
 */
record MatchCharges(
    Instant salesCloseAt, Money staked, Map<String, Open> open, Map<String, Reason> barred) {

  /**
   * @param number this is the wallet's so manieth charge
   */
  record Open(Money amount, long number) {}

  MatchCharges {
    open = Collections.unmodifiableMap(open);
    barred = Collections.unmodifiableMap(barred);
  }

  static MatchCharges none(Instant salesCloseAt) {
    return new MatchCharges(salesCloseAt, Money.ZERO, Map.of(), Map.of());
  }

  int tickets() {
    return open.size() + barred.size();
  }

  MatchCharges closingAt(Instant other) {
    return other.isAfter(salesCloseAt) ? new MatchCharges(other, staked, open, barred) : this;
  }

  MatchCharges charge(String ticketId, Open charge) {
    return new MatchCharges(
        salesCloseAt, staked.plus(charge.amount()), with(open, ticketId, charge), barred);
  }

  /** Without the open charge; a tombstone is left. */
  MatchCharges reverse(String ticketId) {
    Open charge = open.get(ticketId);
    if (charge == null) {
      return this;
    }
    Map<String, Open> others = new LinkedHashMap<>(open);
    others.remove(ticketId);
    return new MatchCharges(salesCloseAt, staked.minus(charge.amount()), others, barred)
        .bar(ticketId, Reason.ALREADY_REVERSED);
  }

  /** The stake is given back, whatever is known of its charge, and no charge comes after that. */
  MatchCharges refund(String ticketId) {
    return reverse(ticketId).bar(ticketId, Reason.ALREADY_REVERSED);
  }

  MatchCharges bar(String ticketId, Reason reason) {
    return new MatchCharges(salesCloseAt, staked, open, with(barred, ticketId, reason));
  }

  private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
    Map<String, V> copy = new LinkedHashMap<>(map);
    copy.put(key, value);
    return copy;
  }
}
