package io.sportskk.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SilentWalletsTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1); // it may overflow
  private final SilentWallets silent = new SilentWallets(nanos::get);

  private void passes(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  @Test
  void eachWalletCountsOnceUntilItHasAnswered() {
    assertThat(silent.unanswered("a")).isTrue();
    assertThat(silent.unanswered("a")).isFalse();
    assertThat(silent.unanswered("b")).isTrue();
    silent.answered("a");
    assertThat(silent.unanswered("a")).isTrue();
    assertThat(silent.unanswered("b")).isFalse();
  }

  @Test
  void itIsAskedAgainAfterAPauseThatGrowsUpToTenSeconds() {
    assertThat(silent.mayBeAsked("a")).isTrue();
    for (int seconds : new int[] {1, 2, 4, 8, 10, 10}) {
      boolean unused = silent.unanswered("a");
      unused = silent.unanswered("a"); // at the same time
      passes(Duration.ofSeconds(seconds).minusNanos(1));
      assertThat(silent.mayBeAsked("a")).isFalse();
      passes(Duration.ofNanos(1));
      assertThat(silent.mayBeAsked("a")).isTrue();
    }
    assertThat(silent.mayBeAsked("b")).isTrue();
  }

  @Test
  void noMoreThanTenThousandAreRemembered() {
    for (int i = 0; i < 20_000; i++) {
      boolean unused = silent.unanswered("buyer-" + i);
    }
    assertThat(silent.count()).isEqualTo(10_000);
  }

  @Test
  void whoIsNotAskedForLongIsForgotten() {
    assertThat(silent.unanswered("a")).isTrue();
    passes(Duration.ofMinutes(10));
    assertThat(silent.count()).isZero();
    assertThat(silent.unanswered("a")).isTrue();
  }

  @Test
  void whenPaymentTurnsEachMayBeAskedAndCountsNoMoreThanBefore() {
    assertThat(silent.unanswered("a")).isTrue();
    silent.resetPauses();
    assertThat(silent.mayBeAsked("a")).isTrue();
    assertThat(silent.unanswered("a")).isFalse();
    assertThat(silent.unanswered("b")).isTrue();
  }
}
