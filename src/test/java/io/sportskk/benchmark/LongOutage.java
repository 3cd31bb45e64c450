package io.sportskk.benchmark;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.sharding.ShardRegion.CurrentShardRegionState;
import akka.cluster.sharding.typed.GetShardRegionState;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import io.sportskk.kernel.Money;
import io.sportskk.testing.Patience;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import io.sportskk.ticket.BuyReply;
import io.sportskk.ticket.PaidSoFar;
import io.sportskk.ticket.Payments;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.Sales;
import io.sportskk.ticket.TicketCommand;
import io.sportskk.ticket.Tickets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much memory the tickets of a long outage of payment take, and how soon all of them are paid
 * once it is back.
 *
 * <p>The command is in {@code project-docs/benchmarks.md}.
 */
public final class LongOutage {

  private static final Logger LOG = LoggerFactory.getLogger(LongOutage.class);
  private static final int TICKETS = Integer.getInteger("tickets", 50_000);
  private static final int AT_A_TIME = 64;
  private static final int LOOK_EVERY_SECONDS = 5;

  private static volatile boolean down = true;

  private LongOutage() {}

  public static void main(String[] args) throws SQLException, InterruptedException {
    Instant closesAt = Instant.now().plus(Duration.ofHours(3));
    try (TestDatabases databases = TestDatabases.create();
        TestNode node =
            TestNode.on(databases)
                .with("sportskk.ticket.payment-deadline = 2 h")
                .withPayments(Switched::new)
                .withSales(sales -> new OnSale(closesAt))
                .start()) {
      long start = System.nanoTime();
      sell(node.system());
      LOG.info("{} tickets sold as pending in {} s", TICKETS, seconds(start));
      report(node.system());
      TimeUnit.SECONDS.sleep(60);
      report(node.system());
      down = false;
      long back = System.nanoTime();
      for (long left = unfinished(databases); left > 0; left = unfinished(databases)) {
        LOG.info("payment is back for {} s: {} tickets unfinished", seconds(back), left);
        report(node.system());
        TimeUnit.SECONDS.sleep(LOOK_EVERY_SECONDS);
      }
      LOG.info("all are paid and counted {} s after payment is back", seconds(back));
    }
  }

  private static void sell(ActorSystem<?> system) throws InterruptedException {
    ClusterSharding sharding = ClusterSharding.get(system);
    Semaphore places = new Semaphore(AT_A_TIME);
    for (int n = 0; n < TICKETS; n++) {
      String buyerId = "buyer-" + n % 10_000;
      places.acquire();
      CompletionStage<BuyReply> bought =
          sharding
              .entityRefFor(Tickets.KEY, UUID.randomUUID().toString())
              .ask(
                  replyTo ->
                      new TicketCommand.Buy(
                          buyerId, "kt-lg", "KT", Money.won(100), "outage", null, replyTo),
                  Patience.LIMIT);
      CompletionStage<BuyReply> unused =
          bought.whenComplete(
              (reply, failure) -> {
                places.release();
                if (failure != null) {
                  LOG.error("not sold", failure);
                }
              });
      if (n % 10_000 == 0) {
        report(system);
      }
    }
    places.acquire(AT_A_TIME);
  }

  private static void report(ActorSystem<?> system) {
    CompletionStage<CurrentShardRegionState> shards =
        AskPattern.ask(
            ClusterSharding.get(system).shardState(),
            replyTo -> new GetShardRegionState(Tickets.KEY, replyTo),
            Patience.LIMIT,
            system.scheduler());
    int inMemory =
        shards.toCompletableFuture().join().getShards().stream()
            .mapToInt(shard -> shard.getEntityIds().size())
            .sum();
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    LOG.info(
        "{} tickets in memory, heap in use {} MiB",
        inMemory,
        (runtime.totalMemory() - runtime.freeMemory()) / 1_048_576);
  }

  private static long unfinished(TestDatabases databases) throws SQLException {
    try (Connection connection = databases.journal().getConnection();
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM unfinished_ticket")) {
      count.next();
      return count.getLong(1);
    }
  }

  private static long seconds(long since) {
    return Duration.ofNanos(System.nanoTime() - since).toSeconds();
  }

  /** Payment behind a breaker that is open while it is down. */
  private record Switched(Payments payments) implements Payments {

    @Override
    public CompletionStage<ChargeOutcome> charge(
        Purchase purchase, Instant payBefore, Instant salesCloseAt, boolean patient) {
      return down
          ? CompletableFuture.completedFuture(new Suspended(Duration.ofSeconds(2)))
          : payments.charge(purchase, payBefore, salesCloseAt, patient);
    }

    @Override
    public CompletionStage<ReverseOutcome> reverse(
        Purchase purchase, Cause cause, Instant salesCloseAt, String correlationId) {
      return payments.reverse(purchase, cause, salesCloseAt, correlationId);
    }

    @Override
    public CompletionStage<RefundOutcome> refund(
        Purchase purchase,
        Cause cause,
        Instant salesCloseAt,
        Instant decidedAt,
        String correlationId) {
      return payments.refund(purchase, cause, salesCloseAt, decidedAt, correlationId);
    }

    @Override
    public CompletionStage<PayOutOutcome> payOut(
        Purchase purchase,
        int round,
        Money payout,
        Money tax,
        Cause cause,
        Instant decidedAt,
        String correlationId) {
      return payments.payOut(purchase, round, payout, tax, cause, decidedAt, correlationId);
    }

    @Override
    public CompletionStage<PayUpOutcome> payUp(
        Purchase purchase,
        int round,
        PaidSoFar due,
        PaidSoFar paid,
        Cause cause,
        Instant decidedAt,
        String correlationId) {
      return payments.payUp(purchase, round, due, paid, cause, decidedAt, correlationId);
    }
  }

  /** Everything is, until then. */
  private record OnSale(Instant closesAt) implements Sales {
    @Override
    public Optional<Answer> known(String matchId, String team, Instant now) {
      return Optional.of(new Sales.OnSale(closesAt, null));
    }

    @Override
    public CompletionStage<Answer> check(String matchId, String team, String correlationId) {
      return CompletableFuture.completedFuture(new Sales.OnSale(closesAt, null));
    }
  }
}
