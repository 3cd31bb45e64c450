package io.sportskk.match;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import io.sportskk.match.MatchCommand.Problem;
import io.sportskk.pool.PoolRules;
import io.sportskk.pool.Tax;
import io.sportskk.pool.Unbacked;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MatchEntityTest {

  private static final Instant NOW = MatchFixture.NOW;
  private static final Instant CLOSES = MatchFixture.CLOSES;
  private static final List<Match.Team> TEAMS = MatchFixture.TEAMS;

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
    MatchFixture match = fixture();

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
    MatchFixture match = fixture();
    Instant opens = NOW.plusSeconds(60);

    match.open(opens, CLOSES);

    assertThat(match.check("KT")).isEqualTo(new MatchCommand.SalesNotOpen(opens));
    match.clock.setTo(opens);
    assertThat(match.check("KT"))
        .isEqualTo(new MatchCommand.OnSale(CLOSES, PoolRules.EARLIER.version()));
  }

  @Test
  void aTeamThatDoesNotPlayIsUnknown() {
    MatchFixture match = fixture();
    match.open(null, CLOSES);

    assertThat(match.check("NC")).isEqualTo(new MatchCommand.NoSuchTeam());
  }

  @Test
  void anAdministratorClosesSalesForGood() {
    MatchFixture match = fixture();
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
    MatchFixture match = fixture();
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
    MatchFixture match = fixture();
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
    MatchFixture match = fixture(lease);
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
    MatchFixture match = fixture();
    match.open(null, CLOSES);

    match.close("admin-2");

    Awaitility.await().until(() -> match.listed().closed().stoppedAt() != null);
    assertThat(match.listed())
        .isEqualTo(
            new Match(
                match.matchId,
                "KT - LG",
                TEAMS,
                NOW,
                CLOSES,
                new Match.Closed("admin-2", NOW, NOW),
                Match.Pool.EARLIER,
                Course.NONE));
    MatchFixture known = fixture();
    known.open(null, CLOSES);
    known.list(known.get());
    known.close("admin-2");
    assertThat(known.listed().closed().by()).isEqualTo("admin-2");
  }

  /**
   * {@code C5} The lease is what makes it so: without the wait for it this node would still sell.
   */
  @Test
  void aNodeThatCannotReadMayNotSellOnceTheCloseIsConfirmed() {
    Duration lease = Duration.ofMillis(500);
    MatchFixture match = fixture(lease);
    match.open(null, CLOSES);
    SaleTerms cutOff = new SaleTerms(lease, System::nanoTime);
    cutOff.read(
        List.of(new MatchCatalogueRepository.Listed(match.get(), 1)),
        new SaleTerms.Moment(NOW, System.nanoTime()));
    assertThat(cutOff.sale(match.matchId, "KT", NOW)).isInstanceOf(SaleTerms.Known.class);

    match.close("admin-2");

    assertThat(cutOff.sale(match.matchId, "KT", NOW)).isInstanceOf(SaleTerms.Locked.class);
  }

  @Test
  void whatIsStoppedByAnotherIncarnationIsAnsweredToo() {
    MatchFixture match = fixture(Duration.ofSeconds(1));
    match.open(null, CLOSES);
    TestProbe<MatchCommand.CloseReply> admin = cluster.testKit().createTestProbe();
    match.entity.tell(new MatchCommand.Close("admin-2", "corr", admin.getRef()));
    match.get(); // it is closing
    MatchFixture other = fixture(match.matchId);

    other.close("admin-3"); // and the first fails to store that it has stopped, and is restarted

    assertThat(((MatchCommand.SalesClosed) admin.receiveMessage()).match().closed())
        .isEqualTo(other.get().closed());
  }

  @Test
  void aMatchThatIsClosingStaysInMemoryHoweverLongNobodyAsks() {
    MatchFixture match = fixture();
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
    MatchFixture match = fixture();
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
    MatchFixture match = fixture();
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
    MatchFixture match = fixture();
    match.open(null, CLOSES);

    match.rules = new PoolRules(5_000, Unbacked.CARRY, Tax.KOREA_2016);
    match.restart();

    assertThat(match.get().rules()).isEqualTo(PoolRules.EARLIER);
    assertThat(match.check("KT"))
        .isEqualTo(new MatchCommand.OnSale(CLOSES, PoolRules.EARLIER.version()));
    assertThat(((MatchCommand.Opened) match.open(null, CLOSES)).replayed()).isTrue();
    MatchFixture next = fixture();
    next.rules = match.rules;
    next.restart();
    next.open(null, CLOSES);
    assertThat(next.get().rules()).isEqualTo(match.rules);
  }

  @Test
  void whatBecomesOfAnUnbackedPoolAndWhoseCarryItTakesMayBeSaidWhenAMatchIsOpened() {
    MatchFixture match = fixture();

    match.others.add("cup");

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
    MatchFixture match = fixture();

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

  /** What such a match leaves would never be known, and this one never settled. */
  @Test
  void theCarryOfAMatchThatIsNotThereIsNotTaken() {
    MatchFixture match = fixture();
    match.others.add("cup");

    assertThat(((MatchCommand.Invalid) match.open(null, CLOSES, null, "cap")).problems())
        .containsExactly(new Problem("/carryFrom", "must be the id of a match that is there"));
    match.othersAreAway.set(true);
    assertThat(match.open(null, CLOSES, null, "cup")).isEqualTo(new MatchCommand.CarryUnknown());
    assertThat(match.<MatchCommand.GetMatchReply>ask(MatchCommand.GetMatch::new))
        .isEqualTo(new MatchCommand.NoSuchMatch());

    match.othersAreAway.set(false);
    assertThat(match.open(null, CLOSES, null, "cup")).isInstanceOf(MatchCommand.Opened.class);
    match.othersAreAway.set(true);
    assertThat(match.open(null, CLOSES, null, "cup"))
        .as("it is not asked for again")
        .isEqualTo(new MatchCommand.Opened(match.get(), true));
  }

  @Test
  void anIdThatIsAPathOfTheApiIsReserved() {
    MatchFixture match = fixture("events");

    assertThat(((MatchCommand.Invalid) match.open(null, CLOSES)).problems())
        .containsExactly(new Problem("/matchId", "is reserved"));
  }

  @Test
  void oneTeamAloneIsNoMatch() {
    MatchFixture match = fixture();

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

  @Test
  void aMatchThatIsAskedByThousandsWhileItLoadsGoesOn() {
    MatchFixture match = fixture();
    match.open(NOW, NOW.plus(Duration.ofHours(1)));
    TestProbe<MatchCommand.SaleReply> crowd = cluster.testKit().createTestProbe();
    match.restart();
    for (int i = 0; i < 20_000; i++) {
      match.entity.tell(new MatchCommand.CheckSale("KT", crowd.getRef()));
    }
    crowd.expectMessageClass(MatchCommand.OnSale.class); // those that found no room are asked again
    assertThat(match.check("KT")).isInstanceOf(MatchCommand.OnSale.class);
  }

  private static MatchFixture fixture() {
    return new MatchFixture(databases, cluster);
  }

  private static MatchFixture fixture(String matchId) {
    return new MatchFixture(databases, cluster, matchId, Duration.ofMillis(1));
  }

  private static MatchFixture fixture(Duration lease) {
    return new MatchFixture(databases, cluster, UUID.randomUUID().toString(), lease);
  }
}
