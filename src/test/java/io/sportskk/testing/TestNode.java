package io.sportskk.testing;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.RecipientRef;
import akka.cluster.typed.Cluster;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sportskk.node.Node;
import io.sportskk.node.startup.NodeConfiguration;
import io.sportskk.node.startup.StartFailure;
import io.sportskk.node.wiring.Wiring;
import io.sportskk.payment.WalletCommand;
import io.sportskk.ticket.Payments;
import io.sportskk.ticket.Sales;
import io.sportskk.ticket.TallyRequests;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A whole node in this process, as it is started in production, on a test's databases and free
 * ports. What stands between a ticket and the other contexts can be replaced.
 */
public final class TestNode implements AutoCloseable {

  private final Node node;

  private TestNode(Node node) {
    this.node = node;
  }

  /** A node with all roles. */
  public static TestNode start(TestDatabases databases) {
    return on(databases).start();
  }

  public static Builder on(TestDatabases databases) {
    return new Builder(databases);
  }

  /** How a node for a test differs from one in production. */
  public static final class Builder implements Wiring {
    private final TestDatabases databases;
    private Config overrides = ConfigFactory.empty();
    private Clock clock = Clock.systemUTC();
    private UnaryOperator<Payments> payments = UnaryOperator.identity();
    private UnaryOperator<TallyRequests> tally = UnaryOperator.identity();
    private UnaryOperator<Sales> sales = UnaryOperator.identity();
    private UnaryOperator<Function<String, RecipientRef<WalletCommand>>> wallets =
        UnaryOperator.identity();

    private Builder(TestDatabases databases) {
      this.databases = databases;
    }

    /** Settings in HOCON; those of a later call go before those of an earlier one. */
    public Builder with(String settings) {
      return with(ConfigFactory.parseString(settings));
    }

    public Builder with(Config settings) {
      overrides = settings.withFallback(overrides);
      return this;
    }

    /** Instead of the system's. */
    public Builder withClock(Clock replacement) {
      clock = replacement;
      return this;
    }

    /** Makes it a node of another one's cluster. */
    public Builder joining(TestNode other) {
      return with(
          ConfigFactory.parseMap(
              Map.of(
                  "sportskk.cluster.join",
                  "seed-nodes",
                  "sportskk.cluster.seed-nodes",
                  List.of(Cluster.get(other.system()).selfMember().address().toString()))));
    }

    /** Replaces the way to payment above the circuit breaker. */
    public Builder withPayments(UnaryOperator<Payments> replacement) {
      payments = replacement;
      return this;
    }

    public Builder withTally(UnaryOperator<TallyRequests> replacement) {
      tally = replacement;
      return this;
    }

    public Builder withSales(UnaryOperator<Sales> replacement) {
      sales = replacement;
      return this;
    }

    /** Replaces the wallets below the circuit breaker: given and giving the wallet of a buyer. */
    public Builder withWallets(
        UnaryOperator<Function<String, RecipientRef<WalletCommand>>> replacement) {
      wallets = replacement;
      return this;
    }

    /** Returns once the node is ready. */
    public TestNode start() {
      Config settings =
          overrides
              .withFallback(databases.config())
              .withFallback(
                  ConfigFactory.parseString(
                      """
                      sportskk.http.port = 0
                      sportskk.http.warm-up = 0 s
                      # tests are in more of a hurry than buyers
                      sportskk.http.rate-limit.buyer.requests = 1000000
                      sportskk.settlement.look-again = 100 ms
                      # a node that was killed is soon forgotten
                      sportskk.cluster.heartbeat-interval = 200 ms
                      sportskk.database.journal.query-pool-size = 3
                      sportskk.payment.opening-balance = 1000000
                      # a part that is slow on a busy machine is not taken for one that does not answer;
                      # tests of those that don't answer bring limits of their own
                      akka.circuit-breaker.payment.call-timeout = 5 s
                      akka.circuit-breaker.tally.call-timeout = 5 s
                      sportskk.api { purchase-timeout = 25 s, ask-timeout = 15 s, shutdown-timeout = 26 s }
                      sportskk.ticket.stop-within = 24 s
                      akka.http.server.request-timeout = 30 s
                      akka.coordinated-shutdown.phases.service-requests-done.timeout = 27 s
                      akka.coordinated-shutdown.phases.before-cluster-shutdown.timeout = 28 s
                      akka.management.http.port = 0
                      akka.cluster.jmx.enabled = off
                      akka.remote.artery.canonical.port = 0
                      # so that a node can be killed: the end of its actor system is not orderly
                      akka.coordinated-shutdown.run-by-actor-system-terminate = off
                      """))
              .withFallback(
                  ConfigFactory.parseMap(
                      Map.of("sportskk.auth.hs256-secret", TestTokens.SECRET), "TestNode"));
      Node node = new Node(NodeConfiguration.of(settings), this, clock);
      node.start();
      return new TestNode(node);
    }

    @Override
    public Payments payments(Payments direct) {
      return payments.apply(direct);
    }

    @Override
    public TallyRequests tally(TallyRequests direct) {
      return tally.apply(direct);
    }

    @Override
    public Sales sales(Sales direct) {
      return sales.apply(direct);
    }

    @Override
    public Function<String, RecipientRef<WalletCommand>> wallets(
        Function<String, RecipientRef<WalletCommand>> direct) {
      return wallets.apply(direct);
    }
  }

  public ActorSystem<Void> system() {
    return node.system();
  }

  /** Why it has ended by itself, if it has. */
  public Optional<StartFailure> failure() {
    return node.failure();
  }

  /** A client of this node's API, without a token. */
  public ApiClient client() {
    return ApiClient.on(httpPort());
  }

  public int httpPort() {
    return node.endpoints().httpPort().orElseThrow();
  }

  /** What the management port answers, for example to {@code /ready}. */
  public HttpResponse<String> management(String path) {
    return PlainHttp.get(URI.create(node.endpoints().managementUrl() + path));
  }

  /** A token that this node accepts, for an hour. */
  public String token(String subject, String... roles) {
    return TestTokens.of(subject, roles);
  }

  /** Stops the node in order, as SIGTERM does. */
  public void stop() {
    node.stop();
  }

  /** Ends the node at once: its actors are not told, the cluster is not left. */
  public void kill() {
    node.system().terminate();
    try {
      node.system()
          .getWhenTerminated()
          .toCompletableFuture()
          .get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the node does not end", e);
    }
    node.stop(); // its pools
  }

  @Override
  public void close() {
    stop();
  }
}
