package io.sportskk.payment;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Money;

/**
 * What comes to a ticket in all rounds of its settlement together.
 *
 * @param gross before tax
 * @param tax the part of it that is kept back
 */
public record PaidSum(Money gross, Money tax) implements CborSerializable {

  public static final PaidSum NONE = new PaidSum(Money.ZERO, Money.ZERO);

  public PaidSum {
    if (tax.isMoreThan(gross)) {
      throw new IllegalArgumentException("a sum of " + gross + " with a tax of " + tax);
    }
  }

  PaidSum plus(Money moreGross, Money moreTax) {
    return new PaidSum(gross.plus(moreGross), tax.plus(moreTax));
  }

  /** What is to be paid if so much was paid before: no more than what was paid too little. */
  PaidSum less(PaidSum before) {
    Money owed = atLeastNothing(gross, before.gross);
    Money owedTax = atLeastNothing(tax, before.tax);
    return new PaidSum(owed, owedTax.isMoreThan(owed) ? owed : owedTax);
  }

  private static Money atLeastNothing(Money amount, Money before) {
    return amount.isMoreThan(before) ? amount.minus(before) : Money.ZERO;
  }
}
