package io.sportskk.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.testing.LocalNode;
import io.sportskk.testing.TestDatabases;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All nodes that tally or keep the view are killed, while buyers buy. */
class ReadSideKilledTest {

  private static final Logger LOG = LoggerFactory.getLogger(ReadSideKilledTest.class);

  @Test
  void ticketsAreSoldWithoutTallyAndViewAndAllIsRightOnceTheyAreBack() {
    try (TestDatabases databases = TestDatabases.create();
        Market market = new Market("read-side", databases)) {
      LocalNode first = market.start("a", "gateway,ticket,payment");
      LocalNode second = market.start("b", "gateway,ticket,payment");
      LocalNode readSide = market.start("c", "tally,view");
      market.open(first);
      try (LoadGenerator shoppers = Market.shoppers(first, second)) {
        readSide.kill();
        shoppers.goOn(Duration.ofSeconds(20));
        market.cluster().restart(readSide).awaitReady();
        shoppers.goOn(Duration.ofSeconds(5));
        LoadReport purchases = shoppers.stop();
        LOG.info("tally and view killed for 20 s: {}", purchases.figures());
        assertThat(purchases.failed()).as(purchases.someFailures()).isEmpty();
        market.audit(purchases);
      }
    }
  }
}
