package io.sportskk.tally;

import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.pubsub.Topic;
import com.typesafe.config.ConfigFactory;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.tally.MatchTotals.TeamTotal;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A node that tallies, and nothing else. */
final class TallyNode implements AutoCloseable {

  final MeterRegistry metrics = new SimpleMeterRegistry();
  final TestCluster cluster;
  final TallySettings settings;
  final TestProbe<MatchTotals> published;
  private final HikariDataSource pool;
  private final TallyRepository repository;

  TallyNode(TestDatabases databases) {
    cluster =
        // A region that is stopped before it has found its coordinator waits this long for it.
        TestCluster.start(
            databases,
            ConfigFactory.parseString(
                """
                akka.coordinated-shutdown.phases.cluster-sharding-shutdown-region.timeout = 2 s
                sportskk.tally.point-every = 100 ms"""));
    pool = TallyFixture.pool(databases);
    pool.setMetricRegistry(metrics);
    // Straight from the database, whatever state the pool is in.
    repository = new TallyRepository(databases.tally(), Duration.ofSeconds(10));
    settings = TallySettings.from(cluster.system().settings().config());
    published = cluster.testKit().createTestProbe(MatchTotals.class);
    ActorRef<Topic.Command<MatchTotals>> changes = cluster.testKit().spawn(Tallies.changesTopic());
    changes.tell(Topic.subscribe(published.ref()));
    Tallies.start(
        cluster.system(), settings, TicketEvents.SLICES, pool, changes, metrics, Clock.systemUTC());
  }

  void awaitTotals(String match, TeamTotal... teams) {
    await()
        .pollInterval(Duration.ofMillis(50))
        .ignoreException(SQLException.class)
        .until(() -> repository.totals(match).teams().equals(List.of(teams)));
  }

  @Override
  public void close() {
    cluster.close();
    pool.close();
  }
}
