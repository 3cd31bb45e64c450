package io.sportskk.settlement;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Money;
import io.sportskk.ticket.Award;

/**
 * What a settlement has done, added up ticket by ticket.
 *
 * @param stakes of all tickets that are settled
 * @param payouts of those that have won, before tax
 * @param tax kept of that
 * @param refunds what was given back
 * @param overpaid what tickets were paid by results that were corrected beyond what they come to;
 *     an earlier release says nothing of it
 */
public record Sums(
    long won,
    long lost,
    long refunded,
    Money stakes,
    Money payouts,
    Money tax,
    Money refunds,
    Money overpaid)
    implements CborSerializable {

  public static final Sums NONE =
      new Sums(0, 0, 0, Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO);

  public Sums {
    overpaid = overpaid == null ? Money.ZERO : overpaid;
  }

  public static Sums of(Money stake, Award award, Money overpaid) {
    return switch (award.kind()) {
      case WON -> new Sums(1, 0, 0, stake, award.amount(), award.tax(), Money.ZERO, overpaid);
      case LOST -> new Sums(0, 1, 0, stake, Money.ZERO, Money.ZERO, Money.ZERO, overpaid);
      case LATE, VOID, NOBODY_WON ->
          new Sums(0, 0, 1, stake, Money.ZERO, Money.ZERO, award.amount(), overpaid);
    };
  }

  public Sums plus(Sums other) {
    return new Sums(
        won + other.won,
        lost + other.lost,
        refunded + other.refunded,
        stakes.plus(other.stakes),
        payouts.plus(other.payouts),
        tax.plus(other.tax),
        refunds.plus(other.refunds),
        overpaid.plus(other.overpaid));
  }

  public long tickets() {
    return won + lost + refunded;
  }

  /** All that left the pool for wallets and the tax office. */
  public Money paid() {
    return payouts.plus(refunds);
  }
}
