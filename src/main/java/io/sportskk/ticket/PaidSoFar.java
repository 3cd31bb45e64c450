package io.sportskk.ticket;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Money;

/**
 * What has been paid for a ticket, or given back, in all rounds of its settlement together.
 *
 * @param gross before tax
 * @param tax the part of it that was kept back
 */
public record PaidSoFar(Money gross, Money tax) implements CborSerializable {

  public static final PaidSoFar NOTHING = new PaidSoFar(Money.ZERO, Money.ZERO);

  /** All that a ticket is awarded. */
  static PaidSoFar of(Award award) {
    return new PaidSoFar(award.amount(), award.tax());
  }

  /** By how much this is more than what the ticket is awarded. */
  public Money beyond(Award award) {
    return gross.isMoreThan(award.amount()) ? gross.minus(award.amount()) : Money.ZERO;
  }
}
