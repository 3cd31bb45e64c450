package io.sportskk.testing;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorSystem;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * An actor system with the node's own configuration on a test's databases: a cluster of one, on
 * free ports. Nothing of the node is started in it; a test starts the part that it is about.
 */
public final class TestCluster implements AutoCloseable {

  private final ActorTestKit testKit;

  private TestCluster(ActorTestKit testKit) {
    this.testKit = testKit;
  }

  public static TestCluster start(TestDatabases databases, Config overrides) {
    Config ports =
        ConfigFactory.parseMap(
            Map.of(
                "akka.remote.artery.canonical.port",
                0,
                // A part that is slow on a busy machine is not taken for one that does not answer.
                "akka.circuit-breaker.payment.call-timeout",
                "5 s",
                "akka.circuit-breaker.tally.call-timeout",
                "5 s",
                "akka.cluster.roles",
                List.of("gateway", "ticket", "payment", "tally", "view")));
    TestCluster cluster =
        new TestCluster(
            ActorTestKit.create(
                overrides
                    .withFallback(ConfigFactory.defaultOverrides()) // has the test kit's patience
                    .withFallback(ports)
                    .withFallback(databases.config())
                    .withFallback(ConfigFactory.defaultApplication())
                    .withFallback(ConfigFactory.defaultReferenceUnresolved())
                    .resolve()));
    Cluster akka = Cluster.get(cluster.system());
    akka.manager().tell(Join.create(akka.selfMember().address()));
    Awaitility.await().until(() -> akka.selfMember().status() == MemberStatus.up());
    return cluster;
  }

  public static TestCluster start(TestDatabases databases) {
    return start(databases, ConfigFactory.empty());
  }

  public ActorTestKit testKit() {
    return testKit;
  }

  public ActorSystem<Void> system() {
    return testKit.system();
  }

  @Override
  public void close() {
    testKit.shutdownTestKit();
  }
}
