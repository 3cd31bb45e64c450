package io.sportskk.benchmark.purchase;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CountedBuyersTest {

  private final AtomicLong nanos = new AtomicLong();
  private final CountedBuyers buyers =
      new CountedBuyers(number -> new Content("bought"), nanos::get, 3);

  @Test
  void eachSecondThatIsOverHasItsPurchases() throws Exception {
    try (Buyer buyer = buyers.connect(0)) {
      at(250, buyer);
      at(999, buyer);
      at(2_000, buyer);
      assertThat(buyers.perSecond()).as("the third second is not over").containsExactly(2, 0);
      at(2_999, buyer);
      at(3_000, buyer);
      at(9_000, buyer);
    }
    assertThat(buyers.perSecond()).as("three seconds are counted").containsExactly(2, 0, 2);
    assertThat(buyers.first()).hasValue(0.25);
  }

  @Test
  void withoutPurchasesThereIsNoFirstOne() {
    nanos.set(Duration.ofSeconds(1).toNanos());

    assertThat(buyers.perSecond()).containsExactly(0);
    assertThat(buyers.first()).isEmpty();
  }

  private void at(int millis, Buyer buyer) throws Exception {
    nanos.set(Duration.ofMillis(millis).toNanos());
    assertThat(buyer.buy()).isEqualTo("bought");
  }

  /** Gets what it wants. */
  private record Content(String outcome) implements Buyer {

    @Override
    public String buy() {
      return outcome;
    }

    @Override
    public void close() {}
  }
}
