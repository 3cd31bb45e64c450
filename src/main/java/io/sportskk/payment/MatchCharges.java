package io.sportskk.payment;

import io.sportskk.kernel.Money;
import io.sportskk.payment.ChargeReply.Reason;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a wallet remembers of one match. Part of the stored snapshot.
 *
 * @param salesCloseAt the latest close of sales that a ticket of this match was sold with
 * @param staked the sum of the open charges
 * @param open charges that could be reversed, by ticket id
 * @param barred tickets that will not be charged, and why: the tombstones
 * @param paidOut tickets that were charged and have won: their stake is not given back any more;
 *     snapshots of earlier releases lack them
 */
record MatchCharges(
    Instant salesCloseAt,
    Money staked,
    Map<String, Open> open,
    Map<String, Reason> barred,
    Set<String> paidOut) {

  /**
   * @param number this is the wallet's so manieth charge
   */
  record Open(Money amount, long number) {}

  MatchCharges {
    open = Collections.unmodifiableMap(open);
    barred = Collections.unmodifiableMap(barred);
    paidOut = Collections.unmodifiableSet(paidOut == null ? Set.of() : paidOut);
  }

  static MatchCharges none(Instant salesCloseAt) {
    return new MatchCharges(salesCloseAt, Money.ZERO, Map.of(), Map.of(), Set.of());
  }

  int tickets() {
    return open.size() + barred.size() + paidOut.size();
  }

  /** Whether the ticket was charged, and the charge was not reversed. */
  boolean isCharged(String ticketId) {
    return open.containsKey(ticketId) || paidOut.contains(ticketId);
  }

  MatchCharges closingAt(Instant other) {
    return other.isAfter(salesCloseAt)
        ? new MatchCharges(other, staked, open, barred, paidOut)
        : this;
  }

  MatchCharges charge(String ticketId, Open charge) {
    return new MatchCharges(
        salesCloseAt, staked.plus(charge.amount()), with(open, ticketId, charge), barred, paidOut);
  }

  /** Without the open charge; a tombstone is left. */
  MatchCharges reverse(String ticketId) {
    return open.containsKey(ticketId) ? end(ticketId).bar(ticketId, Reason.ALREADY_REVERSED) : this;
  }

  /** The stake is given back, whatever is known of its charge, and no charge comes after that. */
  MatchCharges refund(String ticketId) {
    return end(ticketId).bar(ticketId, Reason.ALREADY_REVERSED);
  }

  /** The ticket has won: its charge is not open any more. */
  MatchCharges payOut(String ticketId) {
    if (!open.containsKey(ticketId)) {
      return this;
    }
    Set<String> others = new LinkedHashSet<>(paidOut);
    others.add(ticketId);
    MatchCharges ended = end(ticketId);
    return new MatchCharges(salesCloseAt, ended.staked, ended.open, barred, others);
  }

  MatchCharges bar(String ticketId, Reason reason) {
    return new MatchCharges(salesCloseAt, staked, open, with(barred, ticketId, reason), paidOut);
  }

  private MatchCharges end(String ticketId) {
    Open charge = open.get(ticketId);
    if (charge == null) {
      return this;
    }
    Map<String, Open> others = new LinkedHashMap<>(open);
    others.remove(ticketId);
    return new MatchCharges(salesCloseAt, staked.minus(charge.amount()), others, barred, paidOut);
  }

  private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
    Map<String, V> copy = new LinkedHashMap<>(map);
    copy.put(key, value);
    return copy;
  }
}
