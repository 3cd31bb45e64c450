package io.sportskk.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sportskk.testing.LocalNode;
import io.sportskk.testing.TestDatabases;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All nodes that hold wallets stand still for a while, while buyers buy. */
class PaymentFrozenTest {

  private static final Logger LOG = LoggerFactory.getLogger(PaymentFrozenTest.class);
  private static final Duration FROZEN = Duration.ofSeconds(20);
  private static final Duration AT_ONCE = Duration.ofMillis(100);

  @Test
  void purchasesAreTakenAtOnceAndPaidLater() {
    try (TestDatabases databases = TestDatabases.create();
        Market market = new Market("payment", databases)) {
      LocalNode first = market.start("a", "gateway,ticket,tally,view");
      LocalNode second = market.start("b", "gateway,ticket");
      LocalNode payment = market.start("c", "payment");
      market.open(first);
      try (LoadGenerator shoppers = Market.shoppers(first, second)) {
        payment.freeze();
        shoppers.goOn(Duration.ofSeconds(5));
        assertSuspended(first);
        long opened = System.nanoTime();
        shoppers.goOn(FROZEN.minusSeconds(5));
        long thawed = System.nanoTime();
        // The cluster has put it out meanwhile: when it finds out it ends, and is started again.
        market.cluster().supervise();
        payment.thaw();
        Awaitility.await("payment works again")
            .atMost(Duration.ofMinutes(1))
            .until(() -> !isSuspended(first));
        shoppers.goOn(Duration.ofSeconds(5));
        LoadReport purchases = shoppers.stop();
        LoadReport suspended = purchases.between(opened, thawed);
        LOG.info("payment frozen for 20 s: {}", purchases.figures());
        LOG.info("while the breakers were open: {}", suspended.figures());
        assertThat(purchases.failed()).as(purchases.someFailures()).isEmpty();
        assertThat(suspended.count(202)).isGreaterThan(Market.RATE * 14);
        assertThat(suspended.percentile(0.99)).isLessThan(AT_ONCE.toMillis());
        market.audit(purchases);
      }
    }
  }

  private static void assertSuspended(LocalNode node) {
    assertThat(isSuspended(node)).isTrue();
    assertThat(node.get("/metrics").orElseThrow().body())
        .containsPattern("sportskk_breaker_state\\{breaker=\"payment\"} [12]\\.0");
  }

  /** Whether the administrator sees a breaker that is not closed. */
  private static boolean isSuspended(LocalNode node) {
    try {
      JsonNode breakers =
          new ObjectMapper().readTree(Market.admin(node).get("/admin/payments").body());
      assertThat(breakers.path("items")).as(breakers.toString()).hasSize(2);
      for (JsonNode breaker : breakers.path("items")) {
        if (!breaker.path("state").textValue().equals("Closed")) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
