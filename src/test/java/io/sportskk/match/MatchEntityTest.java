package io.sportskk.match;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import io.sportskk.kernel.Bulkhead;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.match.MatchCommand.Problem;
import io.sportskk.pool.PoolRules;
import io.sportskk.pool.Tax;
import io.sportskk.pool.Unbacked;
import io.sportskk.testing.ManualClock;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

class MatchEntityTest {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final Instant CLOSES = NOW.plus(Duration.ofHours(3));
  private static final List<Match.Team> TEAMS =
      List.of(new Match.Team("KT", "KT Wiz"), new Match.Team("LG", "LG Twins"));

  private static TestDatabases databases;
  private static TestCluster cluster;

  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    cluster = TestCluster.start(databases);
  }

  @AfterAll
  static void stop() {
    cluster.close();
    databases.close();
  }

  @Test
  void anOpenedMatchIsOnSaleUntilItCloses() {
    Fixture match = new Fixture();

    assertThat(match.open(null, CLOSES)).isInstanceOf(MatchCommand.Opened.class);

    assertThat(match.check("KT"))
        .isEqualTo(new MatchCommand.OnSale(CLOSES, PoolRules.EARLIER.version()));
    match.clock.setTo(CLOSES.minusMillis(1));
    assertThat(match.check("KT"))
        .isEqualTo(new MatchCommand.OnSale(CLOSES, PoolRules.EARLIER.version()));
    match.clock.setTo(CLOSES);
    assertThat(match.check("KT")).isEqualTo(new MatchCommand.SalesOver());
  }

  @Test
  void salesOpenAtTheirTime() {
    Fixture match = new Fixture();
    Instant opens = NOW.plusSeconds(60);

    match.open(opens, CLOSES);

    assertThat(match.check("KT")).isEqualTo(new MatchCommand.SalesNotOpen(opens));
    match.clock.setTo(opens);
    assertThat(match.check("KT"))
        .isEqualTo(new MatchCommand.OnSale(CLOSES, PoolRules.EARLIER.version()));
  }

  @Test
  void aTeamThatDoesNotPlayIsUnknown() {
    Fixture match = new Fixture();
    match.open(null, CLOSES);

    assertThat(match.check("NC")).isEqualTo(new MatchCommand.NoSuchTeam());
  }

  @Test
  void anAdministratorClosesSalesForGood() {
    Fixture match = new Fixture();
    match.open(null, CLOSES);

    MatchCommand.SalesClosed closed = (MatchCommand.SalesClosed) match.close("admin-2");
    match.clock.advance(Duration.ofMinutes(1));
    match.restart();

    assertThat(closed.match().closed()).isEqualTo(new Match.Closed("admin-2", NOW, NOW));
    assertThat(match.check("KT")).isEqualTo(new MatchCommand.SalesOver());
    assertThat(match.close("admin-3")).isEqualTo(closed); // the first one stays
  }

  @Test
  void salesThatCloseByThemselvesSaySo() {
    Fixture match = new Fixture();
    match.open(null, NOW.plusMillis(100));

    match.clock.setTo(NOW.plusMillis(100));

    Awaitility.await()
        .until(
            () ->
                new Match.Closed("schedule", NOW.plusMillis(100), NOW.plusMillis(100))
                    .equals(match.get().closed()));
  }

  @Test
  void salesWhoseTimeCameWhileTheMatchWasNotInMemoryAreClosedWhenItIsLoaded() {
    Fixture match = new Fixture();
    match.open(null, CLOSES);

    match.clock.setTo(CLOSES.plus(Duration.ofDays(2)));
    match.restart();

    Awaitility.await()
        .until(
            () ->
                new Match.Closed("schedule", CLOSES, CLOSES.plus(Duration.ofDays(2)))
                    .equals(match.get().closed()));
  }

  @Test
  void aCloseIsConfirmedOnceTheCatalogueHasItAndEveryLeaseIsOver() {
    Duration lease = Duration.ofMillis(500);
    Fixture match = new Fixture(UUID.randomUUID().toString(), lease);
    match.open(null, CLOSES);
    match.catalogueIsAway.set(true);
    TestProbe<MatchCommand.CloseReply> admin = cluster.testKit().createTestProbe();
    match.entity.tell(new MatchCommand.Close("admin-2", "corr", admin.getRef()));

    assertThat(match.get().closed()).isEqualTo(new Match.Closed("admin-2", NOW, null));
    assertThat(match.check("KT")).isEqualTo(new MatchCommand.SalesOver());
    Awaitility.await().until(() -> match.triesInVain.get() > 0);
    match.clock.advance(Duration.ofSeconds(1));
    long listed = System.nanoTime();
    match.catalogueIsAway.set(false);

    assertThat(((MatchCommand.SalesClosed) admin.receiveMessage()).match().closed())
        .isEqualTo(new Match.Closed("admin-2", NOW, NOW.plusSeconds(1)));
    assertThat(System.nanoTime() - listed).isGreaterThan(lease.toNanos());
  }

  @Test
  void aCloseIsInTheCatalogueWhetherTheMatchWasOrNot() throws SQLException {
    Fixture match = new Fixture();
    match.open(null, CLOSES);

    match.close("admin-2");

    assertThat(match.listed())
        .isEqualTo(
            new Match(
                match.matchId,
                "KT - LG",
                TEAMS,
                NOW,
                CLOSES,
                new Match.Closed("admin-2", NOW, null),
                Match.Pool.EARLIER));
    Fixture known = new Fixture();
    known.open(null, CLOSES);
    known.list(known.get());
    known.close("admin-2");
    assertThat(known.listed().closed()).isEqualTo(new Match.Closed("admin-2", NOW, null));
  }

  /** The lease is what makes it so: without the wait for it this node would still sell. */
  @Test
  void aNodeThatCannotReadMayNotSellOnceTheCloseIsConfirmed() {
    Duration lease = Duration.ofMillis(500);
    Fixture match = new Fixture(UUID.randomUUID().toString(), lease);
    match.open(null, CLOSES);
    SaleTerms cutOff = new SaleTerms(lease, System::nanoTime);
    cutOff.read(List.of(match.get()), new SaleTerms.Moment(NOW, System.nanoTime()));
    assertThat(cutOff.sale(match.matchId, "KT", NOW)).isInstanceOf(SaleTerms.Known.class);

    match.close("admin-2");

    assertThat(cutOff.sale(match.matchId, "KT", NOW)).isInstanceOf(SaleTerms.Locked.class);
  }

  @Test
  void whatIsStoppedByAnotherIncarnationIsAnsweredToo() {
    Fixture match = new Fixture(UUID.randomUUID().toString(), Duration.ofSeconds(1));
    match.open(null, CLOSES);
    TestProbe<MatchCommand.CloseReply> admin = cluster.testKit().createTestProbe();
    match.entity.tell(new MatchCommand.Close("admin-2", "corr", admin.getRef()));
    match.get(); // it is closing
    Fixture other = new Fixture(match.matchId);

    other.close("admin-3"); // and the first fails to store that it has stopped, and is restarted

    assertThat(((MatchCommand.SalesClosed) admin.receiveMessage()).match().closed())
        .isEqualTo(other.get().closed());
  }

  @Test
  void aMatchThatIsClosingStaysInMemoryHoweverLongNobodyAsks() {
    Fixture match = new Fixture();
    match.open(null, CLOSES);
    match.catalogueIsAway.set(true);
    match.entity.tell(
        new MatchCommand.Close(
            "admin-2",
            "corr",
            cluster.testKit().<MatchCommand.CloseReply>createTestProbe().getRef()));
    match.entity.tell(new MatchProgress.Idle());
    match.get();
    match.shard.expectNoMessage(Duration.ZERO);

    match.catalogueIsAway.set(false);
    Awaitility.await().until(() -> match.get().closed().stoppedAt() != null);
    match.entity.tell(new MatchProgress.Idle());

    match.shard.expectMessageClass(ClusterSharding.Passivate.class);
  }

  @Test
  void everyoneWhoClosesHearsOfItOnceAndWhoeverComesAfterARestartToo() {
    Fixture match = new Fixture();
    match.open(null, CLOSES);
    match.catalogueIsAway.set(true);
    TestProbe<MatchCommand.CloseReply> first = cluster.testKit().createTestProbe();
    TestProbe<MatchCommand.CloseReply> second = cluster.testKit().createTestProbe();
    TestProbe<MatchCommand.CloseReply> third = cluster.testKit().createTestProbe();
    match.entity.tell(new MatchCommand.Close("admin-1", "corr", first.getRef()));
    match.entity.tell(new MatchCommand.Close("admin-2", "corr", second.getRef()));
    match.entity.tell(new MatchCommand.Close("admin-2", "corr", second.getRef())); // asked again
    assertThat(match.get().closed().stoppedAt()).isNull();
    match.restart(); // those two have no answer, and ask again
    match.entity.tell(new MatchCommand.Close("admin-1", "corr", first.getRef()));
    match.entity.tell(new MatchCommand.Close("admin-1", "corr", first.getRef()));
    match.entity.tell(new MatchCommand.Close("admin-3", "corr", third.getRef()));
    match.catalogueIsAway.set(false);

    Match.Closed closed = new Match.Closed("admin-1", NOW, NOW);
    assertThat(((MatchCommand.SalesClosed) first.receiveMessage()).match().closed())
        .isEqualTo(closed);
    assertThat(((MatchCommand.SalesClosed) third.receiveMessage()).match().closed())
        .isEqualTo(closed);
    match.get(); // so that whatever else was told is there
    first.expectNoMessage(Duration.ZERO);
    second.expectNoMessage(Duration.ZERO);
  }

  @Test
  void openingTheSameMatchAgainChangesNothing() {
    Fixture match = new Fixture();
    MatchCommand.Opened first = (MatchCommand.Opened) match.open(null, CLOSES);
    match.clock.advance(Duration.ofMinutes(5));
    match.restart();

    assertThat(match.open(null, CLOSES)).isEqualTo(new MatchCommand.Opened(first.match(), true));
    assertThat(match.open(null, CLOSES.plusSeconds(1)))
        .isEqualTo(new MatchCommand.OtherContent(first.match()));
    assertThat(match.open(NOW, CLOSES)).isInstanceOf(MatchCommand.Opened.class);
    assertThat(match.open(NOW.plusSeconds(1), CLOSES))
        .isInstanceOf(MatchCommand.OtherContent.class);
  }

  /** {@code P5} {@code T8} */
  @Test
  void aMatchKeepsTheRulesOfItsOpeningWhateverIsConfiguredLater() {
    Fixture match = new Fixture();
    match.open(null, CLOSES);

    match.rules = new PoolRules(5_000, Unbacked.CARRY, Tax.KOREA_2016);
    match.restart();

    assertThat(match.get().rules()).isEqualTo(PoolRules.EARLIER);
    assertThat(match.check("KT"))
        .isEqualTo(new MatchCommand.OnSale(CLOSES, PoolRules.EARLIER.version()));
    assertThat(((MatchCommand.Opened) match.open(null, CLOSES)).replayed()).isTrue();
    Fixture next = new Fixture();
    next.rules = match.rules;
    next.restart();
    next.open(null, CLOSES);
    assertThat(next.get().rules()).isEqualTo(match.rules);
  }

  @Test
  void whatBecomesOfAnUnbackedPoolAndWhoseCarryItTakesMayBeSaidWhenAMatchIsOpened() {
    Fixture match = new Fixture();

    match.open(null, CLOSES, Unbacked.CARRY, "cup");

    assertThat(match.get().pool())
        .isEqualTo(
            new Match.Pool(
                new PoolRules(
                    PoolRules.EARLIER.takeoutBasisPoints(),
                    Unbacked.CARRY,
                    PoolRules.EARLIER.tax()),
                "cup"));
    match.restart();
    assertThat(match.open(null, CLOSES, Unbacked.CARRY, "cup"))
        .isEqualTo(new MatchCommand.Opened(match.get(), true));
    assertThat(match.open(null, CLOSES, null, "cup"))
        .isEqualTo(new MatchCommand.Opened(match.get(), true));
    assertThat(match.open(null, CLOSES, Unbacked.REFUND, "cup"))
        .isEqualTo(new MatchCommand.OtherContent(match.get()));
    assertThat(match.open(null, CLOSES, Unbacked.CARRY, "other"))
        .isEqualTo(new MatchCommand.OtherContent(match.get()));
    assertThat(match.open(null, CLOSES, Unbacked.CARRY, null))
        .isEqualTo(new MatchCommand.OtherContent(match.get()));
  }

  @Test
  void aMatchThatMakesNoSenseIsNotOpenedAndEachProblemIsNamed() {
    Fixture match = new Fixture();

    MatchCommand.OpenReply reply =
        match.ask(
            replyTo ->
                new MatchCommand.Open(
                    " ",
                    List.of(
                        new Match.Team("KT", "KT Wiz"),
                        new Match.Team("KT", ""),
                        new Match.Team("lg", "LG Twins")),
                    NOW.plusSeconds(1),
                    NOW,
                    null,
                    match.matchId,
                    "admin-1",
                    "corr",
                    replyTo));

    assertThat(((MatchCommand.Invalid) reply).problems())
        .extracting(Problem::field)
        .containsExactly(
            "/name",
            "/teams/1/code",
            "/teams/1/name",
            "/teams/2/code",
            "/closesAt",
            "/opensAt",
            "/carryFrom");
    assertThat(match.<MatchCommand.GetMatchReply>ask(MatchCommand.GetMatch::new))
        .isEqualTo(new MatchCommand.NoSuchMatch());
  }

  @Test
  void anIdThatIsAPathOfTheApiIsReserved() {
    Fixture match = new Fixture("events");

    assertThat(((MatchCommand.Invalid) match.open(null, CLOSES)).problems())
        .containsExactly(new Problem("/matchId", "is reserved"));
  }

  @Test
  void oneTeamAloneIsNoMatch() {
    Fixture match = new Fixture();

    MatchCommand.OpenReply reply =
        match.ask(
            replyTo ->
                new MatchCommand.Open(
                    "alone",
                    TEAMS.subList(0, 1),
                    null,
                    CLOSES,
                    null,
                    null,
                    "admin-1",
                    "corr",
                    replyTo));

    assertThat(((MatchCommand.Invalid) reply).problems())
        .containsExactly(new Problem("/teams", "must be 2 to 64 teams"));
  }

  // The whole table

  private static final Map<Class<?>, Class<?>> UNKNOWN =
      Map.of(
          MatchCommand.Open.class, MatchCommand.Opened.class,
          MatchCommand.Close.class, MatchCommand.NoSuchMatch.class,
          MatchCommand.CheckSale.class, MatchCommand.NoSuchMatch.class,
          MatchCommand.GetMatch.class, MatchCommand.NoSuchMatch.class,
          MatchCommand.Wake.class, Void.class,
          MatchCommand.Stop.class, Void.class);

  private static final Map<Class<?>, Class<?>> ANNOUNCED =
      Map.of(
          MatchCommand.Open.class, MatchCommand.Opened.class,
          MatchCommand.Close.class, MatchCommand.SalesClosed.class,
          MatchCommand.CheckSale.class, MatchCommand.OnSale.class,
          MatchCommand.GetMatch.class, MatchCommand.Found.class,
          MatchCommand.Wake.class, Void.class,
          MatchCommand.Stop.class, Void.class);

  private static final Map<Class<?>, Class<?>> CLOSING =
      Map.of(
          MatchCommand.Open.class, MatchCommand.Opened.class,
          MatchCommand.Close.class, MatchCommand.SalesClosed.class, // later
          MatchCommand.CheckSale.class, MatchCommand.SalesOver.class,
          MatchCommand.GetMatch.class, MatchCommand.Found.class,
          MatchCommand.Wake.class, Void.class,
          MatchCommand.Stop.class, Void.class);

  private static final Map<Class<?>, Class<?>> OVER =
      Map.of(
          MatchCommand.Open.class, MatchCommand.Opened.class,
          MatchCommand.Close.class, MatchCommand.SalesClosed.class,
          MatchCommand.CheckSale.class, MatchCommand.SalesOver.class,
          MatchCommand.GetMatch.class, MatchCommand.Found.class,
          MatchCommand.Wake.class, Void.class,
          MatchCommand.Stop.class, Void.class);

  private static final Map<Class<?>, Map<Class<?>, Class<?>>> TABLE =
      Map.of(
          MatchState.Unknown.class, UNKNOWN,
          MatchState.Announced.class, ANNOUNCED,
          MatchState.Closing.class, CLOSING,
          MatchState.Over.class, OVER);

  @Test
  void theTableNamesEveryStateAndEveryCommand() {
    assertThat(TABLE.keySet()).isEqualTo(concrete(MatchState.class));
    TABLE
        .values()
        .forEach(row -> assertThat(row.keySet()).isEqualTo(concrete(MatchCommand.Request.class)));
  }

  @TestFactory
  Stream<DynamicTest> everyStateAnswersEveryCommand() {
    Map<String, Executable> checks = new LinkedHashMap<>();
    TABLE.forEach(
        (state, row) ->
            row.forEach(
                (command, answer) ->
                    checks.put(
                        state.getSimpleName() + " x " + command.getSimpleName(),
                        () -> check(state, command, answer))));
    return checks.entrySet().stream()
        .map(check -> DynamicTest.dynamicTest(check.getKey(), check.getValue()));
  }

  private static void check(Class<?> state, Class<?> command, Class<?> answer) {
    Fixture match = new Fixture();
    if (state != MatchState.Unknown.class) {
      match.open(null, CLOSES);
    }
    if (state == MatchState.Closing.class) {
      match.catalogueIsAway.set(true);
      match.entity.tell(
          new MatchCommand.Close(
              "admin-1",
              "corr",
              cluster.testKit().<MatchCommand.CloseReply>createTestProbe().getRef()));
    }
    if (state == MatchState.Over.class) {
      match.close("admin-1");
    }
    if (command == MatchCommand.Stop.class) {
      match.restart(); // stops, or fails
      return;
    }
    if (command == MatchCommand.Wake.class) {
      Match before = state == MatchState.Unknown.class ? null : match.get();
      match.entity.tell(new MatchCommand.Wake());
      if (before != null) {
        assertThat(match.get()).isEqualTo(before); // it answers, so it lives
      }
      return;
    }
    TestProbe<Object> probe = cluster.testKit().createTestProbe();
    List<MatchCommand> commands =
        List.of(
            new MatchCommand.Open(
                "KT - LG",
                TEAMS,
                null,
                CLOSES,
                null,
                null,
                "admin-1",
                "corr",
                probe.getRef().narrow()),
            new MatchCommand.Close("admin-1", "corr", probe.getRef().narrow()),
            new MatchCommand.CheckSale("KT", probe.getRef().narrow()),
            new MatchCommand.GetMatch(probe.getRef().narrow()));
    match.entity.tell(commands.stream().filter(command::isInstance).findFirst().orElseThrow());
    if (state == MatchState.Closing.class && command == MatchCommand.Close.class) {
      match.catalogueIsAway.set(false);
    }
    assertThat(probe.receiveMessage()).isInstanceOf(answer);
  }

  private static Set<Class<?>> concrete(Class<?> sealed) {
    return Arrays.stream(sealed.getPermittedSubclasses())
        .flatMap(
            permitted -> permitted.isSealed() ? concrete(permitted).stream() : Stream.of(permitted))
        .collect(Collectors.toSet());
  }

  @Test
  void aMatchThatIsAskedByThousandsWhileItLoadsGoesOn() {
    Fixture match = new Fixture();
    match.open(NOW, NOW.plus(Duration.ofHours(1)));
    TestProbe<MatchCommand.SaleReply> crowd = cluster.testKit().createTestProbe();
    match.restart();
    for (int i = 0; i < 20_000; i++) {
      match.entity.tell(new MatchCommand.CheckSale("KT", crowd.getRef()));
    }
    crowd.expectMessageClass(MatchCommand.OnSale.class); // those that found no room are asked again
    assertThat(match.check("KT")).isInstanceOf(MatchCommand.OnSale.class);
  }

  /** One match on the real journal. */
  private static final class Fixture {
    final String matchId;
    final ManualClock clock = new ManualClock(NOW);
    ActorRef<MatchCommand> entity;

    final AtomicBoolean catalogueIsAway = new AtomicBoolean();
    final AtomicInteger triesInVain = new AtomicInteger();
    final TestProbe<ClusterSharding.ShardCommand> shard = cluster.testKit().createTestProbe();
    private final Duration lease;

    /** What is configured on the node. */
    PoolRules rules = PoolRules.EARLIER;

    Fixture() {
      this(UUID.randomUUID().toString());
    }

    Fixture(String matchId) {
      this(matchId, Duration.ofMillis(1));
    }

    Fixture(String matchId, Duration lease) {
      this.matchId = matchId;
      this.lease = lease;
      this.entity = start();
    }

    void list(Match match) throws SQLException {
      try (Connection connection = databases.journal().getConnection()) {
        new MatchCatalogueRepository().add(connection, match);
      }
    }

    Match listed() throws SQLException {
      try (Connection connection = databases.journal().getConnection()) {
        return new MatchCatalogueRepository()
            .changedSince(connection, 0, 10).matches().stream()
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
                  new MatchSettings(Duration.ofMinutes(1), null, rules),
                  new SalesStop.Source(catalogue(), lease),
                  clock));
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

    <R> R ask(Function<ActorRef<R>, MatchCommand> command) {
      TestProbe<R> probe = cluster.testKit().createTestProbe();
      entity.tell(command.apply(probe.getRef()));
      return probe.receiveMessage();
    }
  }
}
