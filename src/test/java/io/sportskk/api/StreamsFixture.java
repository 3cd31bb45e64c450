package io.sportskk.api;

import static io.sportskk.testing.Patience.LIMIT;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.pubsub.Topic;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.kernel.Money;
import io.sportskk.kernel.Slices;
import io.sportskk.tally.MatchTotals;
import io.sportskk.tally.Tallies;
import io.sportskk.testing.ApiClient;
import io.sportskk.testing.ManualClock;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import io.sportskk.ticket.BuyReply;
import io.sportskk.ticket.CancelReply;
import io.sportskk.ticket.Ticket;
import io.sportskk.ticket.TicketCommand;
import io.sportskk.ticket.TicketNotice;
import io.sportskk.ticket.TicketSettings;
import io.sportskk.ticket.Tickets;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The HTTP API on a port, with real tickets whose payment is in the test's hands. */
public final class StreamsFixture implements AutoCloseable {

  static final String BUYER = "buyer-1";

  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  public final StreamsParts parts = new StreamsParts();

  /** By which tokens are valid, and requests are in time. */
  final ManualClock clock = new ManualClock(Instant.now());

  final ActorRef<Topic.Command<Ticket>> ticketChanges;
  final ActorRef<Topic.Command<MatchTotals>> tallyChanges;
  private final TestDatabases databases = TestDatabases.create();
  private final TestCluster cluster;
  private final InetSocketAddress http;

  public StreamsFixture(String settings) throws Exception {
    Config config =
        ConfigFactory.parseString(
            """
            sportskk {
              http.port = 0
              auth.hs256-secret = "%s"
              demo.enabled = on
              ticket.passivate-after = 1 s
              sse.heartbeat = 500 ms
              # a ticket that is slow on a busy machine is not taken for one that does not answer
              api.ask-timeout = 15 s
            }
            """
                .formatted(TestApi.SECRET));
    cluster =
        TestCluster.start(databases, ConfigFactory.parseString(settings).withFallback(config));
    ActorSystem<?> system = cluster.system();
    Config root = system.settings().config();
    ticketChanges = cluster.testKit().spawn(Tickets.changesTopic());
    tallyChanges = cluster.testKit().spawn(Tallies.changesTopic());
    Tickets.start(
        system,
        TicketSettings.from(root),
        new Slices("Ticket", 4),
        parts,
        parts,
        parts,
        ticketChanges,
        databases.journal(),
        metrics,
        clock);
    http =
        HttpApi.start(system, ApiSettings.from(root), ticketChanges, tallyChanges, metrics, clock)
            .toCompletableFuture()
            .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  public TestCluster cluster() {
    return cluster;
  }

  public ApiClient anyone() {
    return ApiClient.on(http.getPort());
  }

  public ApiClient buyer() {
    return buyer(BUYER);
  }

  public ApiClient buyer(String id) {
    return caller(id, "buyer");
  }

  public ApiClient admin() {
    return caller("admin-1", "admin");
  }

  private ApiClient caller(String id, String role) {
    String answer =
        anyone()
            .post("/demo/tokens", "{\"sub\":\"" + id + "\",\"roles\":[\"" + role + "\"]}")
            .body();
    return anyone().withToken(json(answer).path("token").textValue());
  }

  /** Buys a ticket; whether it is paid is said by {@link #parts}. */
  public String buy() {
    return json(buyer()
            .post("/tickets", "{\"matchId\":\"kt-lg\",\"team\":\"LG\",\"stake\":1000}")
            .body())
        .path("ticketId")
        .textValue();
  }

  /** Buys a ticket and does not wait for the answer. */
  public String buySoon() {
    String ticketId = UUID.randomUUID().toString();
    CompletionStage<BuyReply> answer =
        ticket(ticketId)
            .ask(
                replyTo ->
                    new TicketCommand.Buy(
                        BUYER, "kt-lg", "LG", Money.won(1000), "corr-1", null, replyTo),
                LIMIT);
    answer.exceptionally(error -> null);
    return ticketId;
  }

  public void cancel(String ticketId) throws Exception {
    CompletionStage<CancelReply> answer =
        ticket(ticketId)
            .ask(replyTo -> new TicketCommand.Cancel(BUYER, "corr-2", null, replyTo), LIMIT);
    answer.toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  /**
   * The actor of a ticket. It is asked for until it answers: what is sent while an actor stops
   * without its shard's knowledge is lost.
   */
  public ActorRef<TicketCommand> entity(String ticketId) {
    TestProbe<TicketNotice> subscriber = cluster.testKit().createTestProbe();
    return Awaitility.await()
        .ignoreExceptionsInstanceOf(AssertionError.class)
        .until(
            () -> {
              ticket(ticketId).tell(new TicketCommand.Subscribe(2, subscriber.getRef()));
              return subscriber
                  .expectMessageClass(TicketNotice.Subscribed.class, Duration.ofMillis(500))
                  .entity();
            },
            Objects::nonNull);
  }

  public EntityRef<TicketCommand> ticket(String ticketId) {
    return ClusterSharding.get(cluster.system()).entityRefFor(Tickets.KEY, ticketId);
  }

  public double openStreams(String kind) {
    return metrics.get("sportskk.streams.open").tag("stream", kind).gauge().value();
  }

  public static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  @Override
  public void close() {
    cluster.close();
    databases.close();
  }
}
