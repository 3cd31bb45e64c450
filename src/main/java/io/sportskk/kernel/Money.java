package io.sportskk.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * An amount of money.
 *
 * @param won whole Korean won (KRW has no minor unit), never negative
 */
public record Money(long won) implements Comparable<Money> {

  public static final Money ZERO = new Money(0);

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Money {
    if (won < 0) {
      throw new IllegalArgumentException("an amount of money is not negative: " + won);
    }
  }

  public static Money won(long won) {
    return new Money(won);
  }

  // Marked here and not on the component, which would mark the field too: Jackson takes one mark.
  @JsonValue
  @Override
  public long won() {
    return won;
  }

  /**
   * @throws ArithmeticException if the sum does not fit 64 bits
   */
  public Money plus(Money other) {
    return new Money(Math.addExact(won, other.won));
  }

  /**
   * @throws IllegalArgumentException if {@code other} is more than this
   */
  public Money minus(Money other) {
    return new Money(Math.subtractExact(won, other.won));
  }

  public boolean isLessThan(Money other) {
    return won < other.won;
  }

  public boolean isMoreThan(Money other) {
    return won > other.won;
  }

  @Override
  public int compareTo(Money other) {
    return Long.compare(won, other.won);
  }

  @Override
  public String toString() {
    return won + " KRW";
  }
}
