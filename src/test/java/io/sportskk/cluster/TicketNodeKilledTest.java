package io.sportskk.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.testing.LocalNode;
import io.sportskk.testing.TestDatabases;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of the nodes that hold tickets is killed, while buyers buy. */
class TicketNodeKilledTest {

  private static final Logger LOG = LoggerFactory.getLogger(TicketNodeKilledTest.class);
  private static final Duration GOES_ON_WITHIN = Duration.ofSeconds(15);

  @Test
  void whatTheNodeHeldGoesOnElsewhere() {
    try (TestDatabases databases = TestDatabases.create();
        Market market = new Market("ticket-node", databases)) {
      LocalNode gateway = market.start("a", "gateway,payment,tally,view");
      LocalNode killed = market.start("b", "ticket");
      market.start("c", "ticket");
      market.open(gateway);
      try (LoadGenerator shoppers = Market.shoppers(gateway)) {
        shoppers.goOn(Duration.ofSeconds(3));
        long kill = System.nanoTime();
        killed.kill();
        shoppers.goOn(GOES_ON_WITHIN.plusSeconds(10));
        LoadReport purchases = shoppers.stop();
        LOG.info(
            "a ticket node killed: {}; the last failed purchase was begun {} ms after",
            purchases.figures(),
            Duration.ofNanos(purchases.lastFailure().orElse(kill) - kill).toMillis());
        LoadReport later = purchases.between(kill + GOES_ON_WITHIN.toNanos(), Long.MAX_VALUE);
        assertThat(later.failed()).as(later.someFailures()).isEmpty();
        assertThat(later.all()).hasSizeGreaterThan(Market.RATE * 8);
        market.audit(purchases);
      }
    }
  }
}
