package io.sportskk.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sportskk.node.embedded.OwnPostgres;
import io.sportskk.testing.LocalNode;
import io.sportskk.testing.TestNetwork;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of three nodes is cut off from the others, but not from the database or the buyers: the worst
 * case for what may have one writer only.
 */
class PartitionTest {

  private static final Logger LOG = LoggerFactory.getLogger(PartitionTest.class);
  private static final Duration RESOLVED_WITHIN = Duration.ofSeconds(30);

  /** Including the time that its process takes to end. */
  private static final Duration ENDED_WITHIN = Duration.ofMinutes(1);

  @Test
  void oneSideSurvivesAndNoEntityHasTwoWriters(@TempDir Path data) throws SQLException {
    assumeThat(TestNetwork.obstacle()).isEmpty();
    try (TestNetwork network = TestNetwork.create(3);
        OwnPostgres postgres = OwnPostgres.start(data, network.gateway(), network.range());
        Market market =
            new Market(
                "partition",
                postgres.config(),
                postgres.journal(),
                postgres.tally(),
                postgres.view())) {
      LocalNode first = market.cluster().start("a", "", "", network.host(0));
      LocalNode second = market.cluster().start("b", "gateway,ticket,payment", "", network.host(1));
      LocalNode cutOff = market.cluster().start("c", "gateway,ticket,payment", "", network.host(2));
      market.open(first);
      try (LoadGenerator shoppers = Market.shoppers(first, second, cutOff)) {
        long cut = System.nanoTime();
        network.cut(network.host(0), network.host(2));
        network.cut(network.host(1), network.host(2));
        Awaitility.await("the smaller side ends itself")
            .atMost(ENDED_WITHIN)
            .until(() -> !cutOff.isAlive());
        long ended = System.nanoTime();
        shoppers.goOn(RESOLVED_WITHIN);
        network.mend(network.host(0), network.host(2));
        network.mend(network.host(1), network.host(2));
        market.cluster().restart(cutOff).awaitReady();
        shoppers.goOn(Duration.ofSeconds(3));
        LoadReport purchases = shoppers.stop();
        LOG.info(
            "a node cut off: it ended itself after {} ms; {}; the last failed purchase was begun {}"
                + " ms after the cut",
            Duration.ofNanos(ended - cut).toMillis(),
            purchases.figures(),
            Duration.ofNanos(purchases.lastFailure().orElse(cut) - cut).toMillis());
        LoadReport later = purchases.between(cut + RESOLVED_WITHIN.toNanos(), Long.MAX_VALUE);
        assertThat(later.failed()).as(later.someFailures()).isEmpty();
        assertThat(later.all()).hasSizeGreaterThan(Market.RATE * 5);
        assertThat(entitiesOfWhichAWriterCameBack(postgres.journal())).isZero();
        market.audit(purchases);
      }
    }
  }

  /** Each incarnation of an entity has an id of its own, which is stored with its events. */
  private static long entitiesOfWhichAWriterCameBack(DataSource journal) throws SQLException {
    try (Connection connection = journal.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT count(*) FROM (
                  SELECT persistence_id FROM (
                    SELECT persistence_id, writer,
                      writer IS DISTINCT FROM
                        lag(writer) OVER (PARTITION BY persistence_id ORDER BY sequence_number)
                        AS changes
                    FROM event_journal) AS events
                  WHERE changes
                  GROUP BY persistence_id, writer
                  HAVING count(*) > 1) AS came_back""")) {
      row.next();
      return row.getLong(1);
    }
  }
}
