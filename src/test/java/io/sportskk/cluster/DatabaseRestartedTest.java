package io.sportskk.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.node.embedded.OwnPostgres;
import io.sportskk.testing.LocalNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database server is stopped at once, while buyers buy, and started again. */
class DatabaseRestartedTest {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseRestartedTest.class);
  private static final Duration BACK_WITHIN = Duration.ofSeconds(30);

  @Test
  void theSystemComesBackByItselfAndNothingThatWasSaidIsLost(@TempDir Path data) {
    try (OwnPostgres postgres = OwnPostgres.start(data, "127.0.0.1");
        Market market =
            new Market(
                "database",
                postgres.config(),
                postgres.journal(),
                postgres.tally(),
                postgres.view())) {
      LocalNode first = market.start("a", "");
      LocalNode second = market.start("b", "gateway,ticket,payment");
      market.open(first);
      try (LoadGenerator shoppers = Market.shoppers(first, second)) {
        shoppers.goOn(Duration.ofSeconds(3));
        long stopped = System.nanoTime();
        postgres.stopAtOnce();
        shoppers.goOn(Duration.ofSeconds(2));
        postgres.startAgain();
        shoppers.goOn(BACK_WITHIN.plusSeconds(10));
        LoadReport purchases = shoppers.stop();
        LOG.info(
            "database restarted: {}; the last failed purchase was begun {} ms after the stop",
            purchases.figures(),
            Duration.ofNanos(purchases.lastFailure().orElse(stopped) - stopped).toMillis());
        LoadReport later = purchases.between(stopped + BACK_WITHIN.toNanos(), Long.MAX_VALUE);
        assertThat(later.failed()).as(later.someFailures()).isEmpty();
        assertThat(later.all()).hasSizeGreaterThan(Market.RATE * 5);
        market.audit(purchases);
      }
    }
  }
}
