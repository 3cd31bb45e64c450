package io.sportskk.pool;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.sportskk.kernel.Money;
import java.math.BigDecimal;

/**
 * What one won of stake is paid, the stake included.
 *
 * @param tenths in tenths, as a price has one decimal: 17 is 1.7; never negative
 */
public record Dividend(long tenths) implements Comparable<Dividend> {

  /** The stake back, and nothing more: no winner is paid less. */
  public static final Dividend ONE = new Dividend(10);

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Dividend {
    if (tenths < 0) {
      throw new IllegalArgumentException("a dividend is not negative: " + tenths + " tenths");
    }
  }

  public static Dividend tenths(long tenths) {
    return new Dividend(tenths);
  }

  // Marked here and not on the component, which would mark the field too: Jackson takes one mark.
  @JsonValue
  @Override
  public long tenths() {
    return tenths;
  }

  /**
   * What a stake is paid. Never rounded, so that it makes no difference whether tickets are paid
   * one by one or together.
   *
   * @throws IllegalArgumentException if that is no whole won: it always is for stakes in units of
   *     {@link PoolRules#STAKE_UNIT}
   * @throws ArithmeticException if ten times the payout does not fit 64 bits
   */
  public Money on(Money stake) {
    long payout = Math.multiplyExact(stake.won(), tenths);
    if (payout % 10 != 0) {
      throw new IllegalArgumentException(this + " times " + stake + " is no whole won");
    }
    return Money.won(payout / 10);
  }

  /** With one decimal. */
  public BigDecimal toDecimal() {
    return BigDecimal.valueOf(tenths, 1);
  }

  @Override
  public int compareTo(Dividend other) {
    return Long.compare(tenths, other.tenths);
  }

  @Override
  public String toString() {
    return toDecimal().toPlainString();
  }
}
