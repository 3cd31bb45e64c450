package io.sportskk.pool;

import io.sportskk.kernel.Money;

/** The tax on the payout of one ticket, kept back when it is paid. */
public enum Tax {
  NONE {
    @Override
    public Money on(Money stake, Money payout, Dividend dividend) {
      return Money.ZERO;
    }
  },

  /**
   * As published in Korea in 2016. Free: a payout of at most 100,000; or one of at most 2,000,000
   * at a dividend of at most 100. Else income tax on what was won over the stake, 20 % up to
   * 300,000,000 and 30 % of what is above, and local tax of 10 % of the income tax. Each of the two
   * is rounded down to a whole won, which is a rule of ours.
   */
  KOREA_2016 {
    @Override
    public Money on(Money stake, Money payout, Dividend dividend) {
      boolean small = !payout.isMoreThan(ALWAYS_FREE);
      boolean ordinary = dividend.tenths() <= 1_000 && !payout.isMoreThan(FREE_AT_100);
      if (small || ordinary || !payout.isMoreThan(stake)) {
        return Money.ZERO;
      }
      long gain = payout.minus(stake).won();
      long above = Math.max(0, gain - HIGHER_RATE_ABOVE);
      long incomeTax = Math.addExact(Math.multiplyExact(2, gain), above) / 10;
      return Money.won(incomeTax + incomeTax / 10);
    }
  };

  private static final Money ALWAYS_FREE = Money.won(100_000);
  private static final Money FREE_AT_100 = Money.won(2_000_000);
  private static final long HIGHER_RATE_ABOVE = 300_000_000;

  /**
   * What is kept back of a payout.
   *
   * @param dividend at which the ticket is paid
   */
  public abstract Money on(Money stake, Money payout, Dividend dividend);
}
