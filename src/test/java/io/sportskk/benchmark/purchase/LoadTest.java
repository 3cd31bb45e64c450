package io.sportskk.benchmark.purchase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class LoadTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /**
   * An office that stands still for a while and is quick then. Only one purchase met it; but who
   * would have bought meanwhile waited, too.
   */
  @Test
  void atAFixedRateAPurchaseCountsFromWhenItWasDue() throws Exception {
    long ready = System.nanoTime() + Duration.ofMillis(500).toNanos();

    Latencies latencies = Load.open(number -> buyer(() -> waitUntil(ready)), 1, 1_000, SECOND);

    assertThat(latencies.count()).isEqualTo(1_000);
    assertThat(latencies.quantile(0.7))
        .as("some 400 of 1,000 were due 100 ms before it was ready, or more")
        .isGreaterThan(100);
  }

  @Test
  void atAFixedRateAllThatAreDueAreMadeWhateverTheNumberOfConnections() throws Exception {
    AtomicInteger bought = new AtomicInteger();
    Set<Integer> connections = ConcurrentHashMap.newKeySet();
    Buyers buyers =
        number -> {
          connections.add(number);
          return buyer(bought::incrementAndGet);
        };

    Latencies latencies = Load.open(buyers, 7, 500, SECOND);

    assertThat(bought).hasValue(500);
    assertThat(latencies.count()).isEqualTo(500);
    assertThat(connections).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void asFastAsItGetsAllAnswersCount() throws Exception {
    AtomicInteger bought = new AtomicInteger();

    Latencies latencies =
        Load.closed(number -> buyer(bought::incrementAndGet), 3, Duration.ofMillis(50));

    assertThat(latencies.count()).isEqualTo(bought.get()).isPositive();
  }

  @Test
  void aPurchaseThatFailsEndsTheLoad() {
    AtomicBoolean closed = new AtomicBoolean();
    Buyer broken =
        new Buyer() {
          @Override
          public String buy() throws IOException {
            throw new IOException("the node has closed the connection");
          }

          @Override
          public void close() {
            closed.set(true);
          }
        };

    assertThatThrownBy(() -> Load.closed(number -> broken, 1, SECOND))
        .hasStackTraceContaining("the node has closed the connection");
    assertThat(closed).isTrue();
  }

  private static void waitUntil(long nanos) {
    while (System.nanoTime() < nanos) {
      LockSupport.parkNanos(nanos - System.nanoTime());
    }
  }

  private static Buyer buyer(Runnable purchase) {
    return new Buyer() {
      @Override
      public String buy() {
        purchase.run();
        return "bought";
      }

      @Override
      public void close() {}
    };
  }
}
