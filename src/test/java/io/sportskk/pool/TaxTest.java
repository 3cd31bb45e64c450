package io.sportskk.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.kernel.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaxTest {

  /** The first two are the example of the published rules. */
  @ParameterizedTest
  @CsvSource({
    "100000, 200, 0", // 2,000,000 at 20.0
    "100000, 201, 420200", // 2,010,000 at 20.1: 382,000 and 38,200
    "100, 10000, 0", // 100,000 at 1000.0: so small a payout is always free
    "200, 10000, 43956", // 200,000 at 1000.0: above 100 times the stake
    "1000, 1000, 0", // 100,000 at 100.0
    "2000, 1000, 0", // 200,000 at 100.0
    "2000, 1001, 43604", // 200,200 at 100.1: 39,640 and 3,964
    "20000, 1000, 0", // 2,000,000 at 100.0
    "20100, 1000, 437778", // 2,010,000 at 100.0
    "100000, 30010, 66000000", // 300,100,000: 300,000,000 won, all at 20 %
    "100000, 30110, 66330000", // 301,100,000: 1,000,000 of it at 30 %
    "3000000, 10, 0", // nothing is won
  })
  void korea(long stake, long dividend, long tax) {
    assertThat(tax(Tax.KOREA_2016, stake, dividend)).isEqualTo(Money.won(tax));
  }

  @Test
  void thePayoutOfTheExampleIsWhatIsLeft() {
    Money payout = Dividend.tenths(201).on(Money.won(100_000));

    assertThat(payout.minus(tax(Tax.KOREA_2016, 100_000, 201))).isEqualTo(Money.won(1_589_800));
  }

  @Test
  void whoGetsBackLessThanHisStakePaysNoTax() {
    assertThat(tax(Tax.KOREA_2016, 30_000_000, 7)).isEqualTo(Money.ZERO);
  }

  @Test
  void localTaxIsRoundedDown() {
    // 201,010 are won: 40,202 and 4,020.2
    assertThat(Tax.KOREA_2016.on(Money.won(100), Money.won(201_110), Dividend.tenths(20_111)))
        .isEqualTo(Money.won(44_222));
  }

  @ParameterizedTest
  @CsvSource({"100000, 201", "100000, 30110"})
  void withoutTaxNothingIsKeptBack(long stake, long dividend) {
    assertThat(tax(Tax.NONE, stake, dividend)).isEqualTo(Money.ZERO);
  }

  private static Money tax(Tax tax, long stake, long tenths) {
    Dividend dividend = Dividend.tenths(tenths);
    return tax.on(Money.won(stake), dividend.on(Money.won(stake)), dividend);
  }
}
