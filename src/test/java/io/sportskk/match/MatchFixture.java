package io.sportskk.match;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.kernel.Bulkhead;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.pool.PoolRules;
import io.sportskk.pool.Unbacked;
import io.sportskk.testing.ManualClock;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** One match on the real journal. */
final class MatchFixture {

  static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  static final Instant CLOSES = NOW.plus(Duration.ofHours(3));
  static final List<Match.Team> TEAMS =
      List.of(new Match.Team("KT", "KT Wiz"), new Match.Team("LG", "LG Twins"));

  private final TestDatabases databases;
  private final TestCluster cluster;

  final String matchId;
  final ManualClock clock = new ManualClock(NOW);
  ActorRef<MatchCommand> entity;

  final AtomicBoolean catalogueIsAway = new AtomicBoolean();
  final AtomicInteger triesInVain = new AtomicInteger();
  final TestProbe<ClusterSharding.ShardCommand> shard;
  private final Duration lease;

  /** Who has a ticket. */
  final Set<String> holders = ConcurrentHashMap.newKeySet();

  final AtomicBoolean paymentIsAway = new AtomicBoolean();
  boolean twoPersons = true;

  /** What is configured on its node, from the next restart on. */
  boolean keepRefusals = true;

  /** For whom payment was asked. */
  final List<String> askedFor = new CopyOnWriteArrayList<>();

  /** The other matches that are there. */
  final Set<String> others = ConcurrentHashMap.newKeySet();

  final AtomicBoolean othersAreAway = new AtomicBoolean();

  private CompletionStage<Boolean> isThere(String other) {
    return othersAreAway.get()
        ? CompletableFuture.failedFuture(new TimeoutException("the other match is away"))
        : CompletableFuture.completedFuture(others.contains(other));
  }

  private CompletionStage<Boolean> holdsTicket(String ofMatch, String person) {
    assertThat(ofMatch).isEqualTo(matchId);
    askedFor.add(person);
    return paymentIsAway.get()
        ? CompletableFuture.failedFuture(new TimeoutException("payment is away"))
        : CompletableFuture.completedFuture(holders.contains(person));
  }

  /** What is configured on the node. */
  PoolRules rules = PoolRules.EARLIER;

  MatchFixture(TestDatabases databases, TestCluster cluster) {
    this(databases, cluster, UUID.randomUUID().toString(), Duration.ofMillis(1));
  }

  MatchFixture(TestDatabases databases, TestCluster cluster, String matchId, Duration lease) {
    this.databases = databases;
    this.cluster = cluster;
    this.matchId = matchId;
    this.lease = lease;
    this.shard = cluster.testKit().createTestProbe();
    this.entity = start();
  }

  void list(Match match) throws SQLException {
    try (Connection connection = databases.journal().getConnection()) {
      new MatchCatalogueRepository().save(connection, match, 1);
    }
  }

  Match listed() throws SQLException {
    try (Connection connection = databases.journal().getConnection()) {
      return new MatchCatalogueRepository()
          .changedSince(connection, 0, 10).listed().stream()
              .map(MatchCatalogueRepository.Listed::match)
              .filter(match -> match.matchId().equals(matchId))
              .findAny()
              .orElseThrow();
    }
  }

  private JdbcCalls catalogue() {
    return new JdbcCalls(
        call -> {
          if (catalogueIsAway.get()) {
            triesInVain.incrementAndGet();
            throw new RejectedExecutionException("the catalogue is away");
          }
          Bulkhead.CATALOGUE.of(cluster.system()).execute(call);
        },
        databases.journal(),
        Duration.ofSeconds(10));
  }

  private ActorRef<MatchCommand> start() {
    return cluster
        .testKit()
        .spawn(
            MatchEntity.create(
                matchId,
                shard.getRef(),
                new MatchServices(
                    new MatchSettings(Duration.ofMinutes(1), null, rules, twoPersons, keepRefusals),
                    new SalesStop.Source(catalogue(), lease),
                    this::holdsTicket,
                    this::isThere,
                    new MatchReport(new SimpleMeterRegistry()),
                    clock)));
  }

  void restart() {
    entity.tell(new MatchCommand.Stop());
    cluster.testKit().createTestProbe().expectTerminated(entity);
    entity = start();
  }

  MatchCommand.OpenReply open(Instant opensAt, Instant closesAt) {
    return open(opensAt, closesAt, null, null);
  }

  MatchCommand.OpenReply open(
      Instant opensAt, Instant closesAt, Unbacked unbacked, String carryFrom) {
    return ask(
        replyTo ->
            new MatchCommand.Open(
                "KT - LG", TEAMS, opensAt, closesAt, unbacked, carryFrom, "admin-1", "corr",
                replyTo));
  }

  /** By the shortest way. */
  void bringTo(Class<?> state) {
    if (state == MatchState.Unknown.class) {
      return;
    }
    open(null, CLOSES);
    if (state == MatchState.Suspended.class) {
      suspend("admin-1");
    } else if (state == MatchState.Closing.class) {
      catalogueIsAway.set(true);
      entity.tell(
          new MatchCommand.Close(
              "admin-1",
              "corr",
              cluster.testKit().<MatchCommand.CloseReply>createTestProbe().getRef()));
    } else if (state == MatchState.Voided.class) {
      makeVoid("admin-1", VoidCause.EVENT_CANCELLED, null);
    } else if (state != MatchState.Announced.class) {
      close("admin-1");
      if (state != MatchState.Over.class) {
        enter("admin-1", "KT");
      }
      if (state == MatchState.Official.class || state == MatchState.Settled.class) {
        confirm("admin-2", "KT");
      }
      if (state == MatchState.Settled.class) {
        settle();
      }
    }
  }

  MatchCommand.StepReply suspend(String by) {
    return ask(replyTo -> new MatchCommand.Suspend(by, "rain", "corr", replyTo));
  }

  MatchCommand.StepReply resume(String by) {
    return ask(replyTo -> new MatchCommand.Resume(by, "corr", replyTo));
  }

  MatchCommand.StepReply enter(String by, String... winners) {
    return enterFrom("the league", null, by, winners);
  }

  MatchCommand.StepReply enterFrom(String source, Instant startedAt, String by, String... winners) {
    return ask(
        replyTo ->
            new MatchCommand.EnterResult(List.of(winners), source, startedAt, by, "corr", replyTo));
  }

  MatchCommand.StepReply confirm(String by, String... winners) {
    return confirmStarted(null, by, winners);
  }

  MatchCommand.StepReply confirmStarted(Instant startedAt, String by, String... winners) {
    return ask(
        replyTo ->
            new MatchCommand.Confirm(List.of(winners), startedAt, null, by, "corr", replyTo));
  }

  MatchCommand.StepReply confirmVoid(String by, VoidCause cause) {
    return ask(replyTo -> new MatchCommand.Confirm(null, null, cause, by, "corr", replyTo));
  }

  MatchCommand.StepReply withdraw(String by, String reason) {
    return ask(replyTo -> new MatchCommand.Withdraw(reason, by, "corr", replyTo));
  }

  MatchCommand.StepReply correct(String by, String... winners) {
    return correctFrom("the league", "mixed up", by, winners);
  }

  MatchCommand.StepReply correctFrom(String source, String reason, String by, String... winners) {
    return ask(
        replyTo -> new MatchCommand.Correct(List.of(winners), source, reason, by, "corr", replyTo));
  }

  MatchCommand.StepReply settleRound(int round) {
    return ask(replyTo -> new MatchCommand.Settle(round, "corr", replyTo));
  }

  MatchCommand.StepReply makeVoid(String by, VoidCause cause, String note) {
    return ask(replyTo -> new MatchCommand.MakeVoid(cause, note, by, "corr", replyTo));
  }

  MatchCommand.StepReply settle() {
    return ask(replyTo -> new MatchCommand.Settle(1, "corr", replyTo));
  }

  MatchStatus status() {
    return get().status(clock.instant());
  }

  MatchCommand.CloseReply close(String by) {
    return ask(replyTo -> new MatchCommand.Close(by, "corr", replyTo));
  }

  MatchCommand.SaleReply check(String team) {
    return ask(replyTo -> new MatchCommand.CheckSale(team, replyTo));
  }

  Match get() {
    return ((MatchCommand.Found) this.<MatchCommand.GetMatchReply>ask(MatchCommand.GetMatch::new))
        .match();
  }

  List<MatchEvent.StepRefused> refused() {
    return ((MatchCommand.Refusals)
            this.<MatchCommand.RefusalsReply>ask(MatchCommand.GetRefusals::new))
        .steps();
  }

  <R> R ask(Function<ActorRef<R>, MatchCommand> command) {
    TestProbe<R> probe = cluster.testKit().createTestProbe();
    entity.tell(command.apply(probe.getRef()));
    return probe.receiveMessage();
  }
}
