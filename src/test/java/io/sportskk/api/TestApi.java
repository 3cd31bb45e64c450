package io.sportskk.api;

import static io.sportskk.testing.Patience.LIMIT;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.pubsub.Topic;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.api.http.HttpServer;
import io.sportskk.ledger.LedgerQuery;
import io.sportskk.match.AllSales;
import io.sportskk.match.CatalogueQuery;
import io.sportskk.payment.PaymentQuery;
import io.sportskk.settlement.PoolQuery;
import io.sportskk.tally.MatchTotals;
import io.sportskk.tally.TallyQuery;
import io.sportskk.ticket.Ticket;
import io.sportskk.view.ViewQuery;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The real HTTP side on a free port, over scripted parts in a cluster of one. */
public final class TestApi implements AutoCloseable {

  public static final String SECRET = "a secret for tests that has more than 256 bits";

  private static final class Shared {
    static final TestApi API = withParts();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(API::close));
    }
  }

  private final ActorTestKit testKit;
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final InetSocketAddress address;

  private TestApi(boolean parts) {
    testKit = ActorTestKit.create(config());
    Cluster cluster = Cluster.get(testKit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    Awaitility.await().until(() -> cluster.selfMember().status() == MemberStatus.up());
    ScriptedParts.startEntities(testKit.system());
    if (parts) {
      offer(ViewQuery.SERVICE, ScriptedParts.view());
      offer(CatalogueQuery.SERVICE, ScriptedParts.catalogue());
      offer(AllSales.SERVICE, ScriptedParts.allSales());
      offer(TallyQuery.SERVICE, ScriptedParts.tallies());
      offer(PoolQuery.SERVICE, ScriptedPools.pools());
      offer(LedgerQuery.SERVICE, ScriptedLedger.create());
      offer(PaymentQuery.SERVICE, ScriptedParts.payment("node-b"));
      offer(PaymentQuery.SERVICE, ScriptedParts.payment("node-a"));
    }
    address =
        join(
            HttpApi.start(
                testKit.system(),
                settings(),
                testKit.<Topic.Command<Ticket>>createTestProbe().ref(),
                testKit.<Topic.Command<MatchTotals>>createTestProbe().ref(),
                metrics,
                Clock.systemUTC()));
  }

  /** One for all test classes of this JVM. */
  public static TestApi shared() {
    return Shared.API;
  }

  static TestApi withParts() {
    return new TestApi(true);
  }

  /** Entities are there, but none of the services that lists come from. */
  static TestApi withoutServices() {
    return new TestApi(false);
  }

  static Config config() {
    return ConfigFactory.parseMap(
            Map.of(
                "akka.remote.artery.canonical.port",
                0,
                "akka.cluster.roles",
                List.of("gateway", "ticket", "payment", "tally", "view"),
                "sportskk.http.port",
                0,
                // Tests are in more of a hurry than buyers.
                "sportskk.http.rate-limit.buyer.requests",
                1_000_000,
                "sportskk.auth.hs256-secret",
                SECRET))
        .withFallback(ConfigFactory.load());
  }

  public static ApiSettings settings() {
    return ApiSettings.from(config());
  }

  /** Another port of the same node, with other settings, for everything but streams. */
  public HttpServer start(ApiSettings settings) {
    return start(settings, Clock.systemUTC());
  }

  public HttpServer start(ApiSettings settings, Clock clock) {
    return join(
        HttpApi.serve(
            testKit.system(),
            settings,
            HttpApi.resources(
                testKit.system(), settings, HttpApi.authentication(settings, clock), clock),
            metrics));
  }

  ActorSystem<Void> system() {
    return testKit.system();
  }

  SimpleMeterRegistry metrics() {
    return metrics;
  }

  public int port() {
    return address.getPort();
  }

  public Client client() {
    return new Client(port());
  }

  @Override
  public void close() {
    testKit.shutdownTestKit();
  }

  static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }

  private <M> void offer(ServiceKey<M> key, Behavior<M> behavior) {
    ActorRef<M> service = testKit.spawn(behavior);
    testKit.system().receptionist().tell(Receptionist.register(key, service));
    // It takes a moment until a service that is registered is found.
    TestProbe<Receptionist.Listing> finder = testKit.createTestProbe();
    Awaitility.await()
        .until(
            () -> {
              testKit.system().receptionist().tell(Receptionist.find(key, finder.getRef()));
              return finder.receiveMessage().getServiceInstances(key).contains(service);
            });
  }
}
