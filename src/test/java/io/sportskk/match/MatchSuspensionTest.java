package io.sportskk.match;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import io.sportskk.match.MatchCommand.StepDone;
import io.sportskk.match.MatchCommand.StepRefusal;
import io.sportskk.match.MatchCommand.StepRefused;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code C7} Sales of a match are suspended, and resumed. */
class MatchSuspensionTest {

  private static TestDatabases databases;
  private static TestCluster cluster;

  private final MatchFixture match = new MatchFixture(databases, cluster);

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
  void nothingIsSoldWhileSalesAreSuspendedAndWhoDidItIsTold() {
    match.open(null, MatchFixture.CLOSES);

    StepDone suspended = (StepDone) match.suspend("admin-2");

    assertThat(suspended.replayed()).isFalse();
    assertThat(suspended.match().course().suspended())
        .isEqualTo(new Course.Suspended("admin-2", "rain", MatchFixture.NOW));
    assertThat(match.check("KT")).isEqualTo(new MatchCommand.SalesOnHold());
    assertThat(match.status()).isEqualTo(MatchStatus.SUSPENDED);
    match.restart();
    assertThat(match.check("KT")).isEqualTo(new MatchCommand.SalesOnHold());
    assertThat(match.suspend("admin-3")).isEqualTo(new StepDone(suspended.match(), true));

    StepDone resumed = (StepDone) match.resume("admin-3");

    assertThat(resumed.match().course()).isEqualTo(Course.NONE);
    assertThat(match.check("KT")).isInstanceOf(MatchCommand.OnSale.class);
    match.restart();
    assertThat(match.check("KT")).isInstanceOf(MatchCommand.OnSale.class);
    assertThat(match.resume("admin-2")).isEqualTo(new StepDone(resumed.match(), true));
  }

  @Test
  void theCatalogueHasItAsItIsHoweverOftenItChanges() throws SQLException {
    match.open(null, MatchFixture.CLOSES);
    for (int i = 0; i < 10; i++) {
      match.suspend("admin-2");
      assertThat(match.listed().course().suspended()).isNotNull();
      match.resume("admin-2");
      Awaitility.await().until(() -> match.listed().course().suspended() == null);
    }
  }

  @Test
  void itIsConfirmedOnceTheCatalogueHasItAndEveryLeaseIsOver() {
    Duration lease = Duration.ofMillis(500);
    MatchFixture slow = new MatchFixture(databases, cluster, UUID.randomUUID().toString(), lease);
    slow.open(null, MatchFixture.CLOSES);
    slow.catalogueIsAway.set(true);
    TestProbe<MatchCommand.StepReply> admin = suspend(slow);
    TestProbe<MatchCommand.StepReply> other = suspend(slow);
    Awaitility.await().until(() -> slow.triesInVain.get() > 0);
    assertThat(slow.check("KT")).isEqualTo(new MatchCommand.SalesOnHold());
    long listed = System.nanoTime();
    slow.catalogueIsAway.set(false);

    assertThat(admin.receiveMessage()).isInstanceOf(StepDone.class);
    assertThat(System.nanoTime() - listed).isGreaterThan(lease.toNanos());
    assertThat(other.receiveMessage()).isInstanceOf(StepDone.class);
  }

  @Test
  void aStopThatIsListedAtLastBeginsTheNextWaitAnew() {
    match.open(null, MatchFixture.CLOSES);
    match.catalogueIsAway.set(true);
    TestProbe<MatchCommand.StepReply> admin = suspend(match);
    Awaitility.await().until(() -> match.triesInVain.get() > 0);
    match.catalogueIsAway.set(false);
    admin.receiveMessage();
    match.resume("admin-3");

    LoggingTestKit.warn("next try in 500 ms")
        .expect(
            cluster.system(),
            () -> {
              match.catalogueIsAway.set(true);
              return suspend(match);
            });
  }

  /** A node that can't read goes on by its copy for one lease, and no longer. */
  @Test
  void aNodeThatCannotReadMayNotSellOnceItIsConfirmed() {
    Duration lease = Duration.ofMillis(500);
    MatchFixture slow = new MatchFixture(databases, cluster, UUID.randomUUID().toString(), lease);
    slow.open(null, MatchFixture.CLOSES);
    SaleTerms cutOff = new SaleTerms(lease, System::nanoTime);
    cutOff.read(
        List.of(new MatchCatalogueRepository.Listed(slow.get(), 1)),
        new SaleTerms.Moment(MatchFixture.NOW, System.nanoTime()));

    slow.suspend("admin-2");

    assertThat(cutOff.sale(slow.matchId, "KT", MatchFixture.NOW))
        .isInstanceOf(SaleTerms.Locked.class);
  }

  @Test
  void whoWaitsForASuspensionThatIsUndoneIsToldSoAndTheNextOneIsWaitedForAnew() {
    match.open(null, MatchFixture.CLOSES);
    match.catalogueIsAway.set(true);
    TestProbe<MatchCommand.StepReply> first = suspend(match);
    Awaitility.await().until(() -> match.triesInVain.get() > 0);

    match.resume("admin-3");

    assertThat(refusal(first.receiveMessage())).isEqualTo(StepRefusal.SALES_RESUMED);
    TestProbe<MatchCommand.StepReply> second = suspend(match);
    match.get();
    second.expectNoMessage(Duration.ZERO);
    match.catalogueIsAway.set(false);
    assertThat(((StepDone) second.receiveMessage()).match().course().suspended()).isNotNull();
  }

  /** Requests are sent again while their answers are on their way. */
  @Test
  void aRepetitionThatIsLateUndoesNothingThatWasDecidedSince() {
    match.open(null, MatchFixture.CLOSES);
    TestProbe<MatchCommand.StepReply> first = cluster.testKit().createTestProbe();
    TestProbe<MatchCommand.StepReply> second = cluster.testKit().createTestProbe();
    MatchCommand suspend = new MatchCommand.Suspend("admin-2", null, "corr", first.getRef());
    MatchCommand resume = new MatchCommand.Resume("admin-3", "corr", second.getRef());
    match.entity.tell(suspend);
    MatchCommand.StepReply suspended = first.receiveMessage();
    match.entity.tell(resume);
    MatchCommand.StepReply resumed = second.receiveMessage();

    match.entity.tell(suspend);

    assertThat(first.receiveMessage()).as("the same, which may be lost").isEqualTo(suspended);
    assertThat(match.status()).isEqualTo(MatchStatus.OPEN);
    match.suspend("admin-4");
    match.entity.tell(resume);
    assertThat(second.receiveMessage()).isEqualTo(resumed);
    assertThat(match.status()).isEqualTo(MatchStatus.SUSPENDED);
  }

  @Test
  void whoIsToldThatSalesWereResumedSuspendsNothingByARepetition() {
    match.open(null, MatchFixture.CLOSES);
    match.catalogueIsAway.set(true);
    TestProbe<MatchCommand.StepReply> first = suspend(match);
    match.resume("admin-3");
    assertThat(refusal(first.receiveMessage())).isEqualTo(StepRefusal.SALES_RESUMED);

    match.entity.tell(new MatchCommand.Suspend("admin-2", null, "corr", first.getRef()));

    assertThat(refusal(first.receiveMessage())).isEqualTo(StepRefusal.SALES_RESUMED);
    assertThat(match.status()).isEqualTo(MatchStatus.OPEN);
  }

  @Test
  void salesCloseAtTheirTimeAlsoWhileTheyAreSuspended() {
    match.open(null, MatchFixture.NOW.plusMillis(100));
    match.suspend("admin-2");

    match.clock.setTo(MatchFixture.NOW.plusMillis(100));

    Awaitility.await().until(() -> match.get().closed() != null);
    assertThat(match.get().closed().by()).isEqualTo(Match.Closed.SCHEDULE);
    assertThat(match.status()).isEqualTo(MatchStatus.CLOSED);
    assertThat(refusal(match.resume("admin-2"))).isEqualTo(StepRefusal.SALES_CLOSED);
    assertThat(refusal(match.suspend("admin-2"))).isEqualTo(StepRefusal.SALES_CLOSED);
  }

  @Test
  void whenTheTimeOfTheCloseHasComeNothingIsSuspendedOrResumedAnyMore() {
    match.open(null, MatchFixture.CLOSES);
    MatchFixture suspended = new MatchFixture(databases, cluster);
    suspended.open(null, MatchFixture.CLOSES);
    suspended.suspend("admin-2");

    match.clock.setTo(MatchFixture.CLOSES);
    suspended.clock.setTo(MatchFixture.CLOSES);

    assertThat(refusal(match.suspend("admin-2"))).isEqualTo(StepRefusal.SALES_CLOSED);
    assertThat(refusal(match.resume("admin-2"))).isEqualTo(StepRefusal.SALES_CLOSED);
    assertThat(refusal(suspended.resume("admin-2"))).isEqualTo(StepRefusal.SALES_CLOSED);
  }

  @Test
  void aMatchCanBeSuspendedBeforeItsSalesOpen() {
    match.open(MatchFixture.NOW.plusSeconds(60), MatchFixture.CLOSES);

    match.suspend("admin-2");

    assertThat(match.status()).isEqualTo(MatchStatus.SUSPENDED);
    match.clock.setTo(MatchFixture.NOW.plusSeconds(60));
    assertThat(match.check("KT")).isEqualTo(new MatchCommand.SalesOnHold());
    match.resume("admin-2");
    assertThat(match.status()).isEqualTo(MatchStatus.OPEN);
  }

  @Test
  void aSuspendedMatchIsClosedForGood() {
    match.open(null, MatchFixture.CLOSES);
    match.suspend("admin-2");

    assertThat(match.close("admin-3")).isInstanceOf(MatchCommand.SalesClosed.class);

    assertThat(match.status()).isEqualTo(MatchStatus.CLOSED);
    assertThat(match.check("KT")).isEqualTo(new MatchCommand.SalesOver());
  }

  @Test
  void itStaysInMemoryUntilAllNodesKnowAndThenNeedNot() {
    match.open(null, MatchFixture.CLOSES);
    match.catalogueIsAway.set(true);
    TestProbe<MatchCommand.StepReply> admin = suspend(match);
    match.entity.tell(new MatchProgress.Idle());
    match.get();
    match.shard.expectNoMessage(Duration.ZERO);

    match.catalogueIsAway.set(false);
    admin.receiveMessage();
    match.entity.tell(new MatchProgress.Idle());

    match.shard.expectMessageClass(ClusterSharding.Passivate.class);
  }

  private static TestProbe<MatchCommand.StepReply> suspend(MatchFixture match) {
    TestProbe<MatchCommand.StepReply> admin = cluster.testKit().createTestProbe();
    match.entity.tell(new MatchCommand.Suspend("admin-2", null, "corr", admin.getRef()));
    match.entity.tell(new MatchCommand.Suspend("admin-2", null, "corr", admin.getRef()));
    return admin;
  }

  private static StepRefusal refusal(MatchCommand.StepReply reply) {
    return ((StepRefused) reply).reason();
  }
}
