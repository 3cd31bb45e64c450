package io.sportskk.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.testing.LocalNode;
import io.sportskk.testing.TestDatabases;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every node is replaced, one by one, while buyers buy. */
class RollingRestartTest {

  private static final Logger LOG = LoggerFactory.getLogger(RollingRestartTest.class);

  @Test
  void noPurchaseFailsWhileEveryNodeIsRestarted() {
    try (TestDatabases databases = TestDatabases.create();
        Market market = new Market("rolling", databases)) {
      LocalNode first = market.start("a", "gateway,ticket,payment");
      LocalNode second = market.start("b", "gateway,ticket,payment");
      market.start("c", "tally,view");
      market.open(first);
      try (LoadGenerator shoppers = Market.shoppers(first, second)) {
        long begun = System.nanoTime();
        for (LocalNode node : market.cluster().nodes()) {
          node.terminate();
          market.cluster().restart(node).awaitReady();
          shoppers.goOn(Duration.ofSeconds(2));
        }
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        LoadReport purchases = shoppers.stop();
        LOG.info("rolling restart of 3 nodes in {} s: {}", seconds, purchases.figures());
        assertThat(purchases.failed()).as(purchases.someFailures()).isEmpty();
        assertThat(purchases.ticketIds()).doesNotHaveDuplicates();
        market.audit(purchases);
      }
    }
  }
}
