package io.sportskk.tally;

import static io.sportskk.tally.TallyFixture.NOW;
import static io.sportskk.tally.TallyFixture.team;
import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.pubsub.Topic;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import com.typesafe.config.ConfigFactory;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.kernel.Bulkhead;
import io.sportskk.kernel.Money;
import io.sportskk.node.database.Migrations.Part;
import io.sportskk.tally.CountReply.Done;
import io.sportskk.tally.CountReply.NotDone;
import io.sportskk.tally.TallyCommand.Count;
import io.sportskk.tally.TallyCommand.GetTotals;
import io.sportskk.tally.TallyCommand.Stop;
import io.sportskk.tally.TallyCommand.Uncount;
import io.sportskk.tally.TotalsReply.Found;
import io.sportskk.tally.TotalsReply.Unavailable;
import io.sportskk.testing.HeldTables;
import io.sportskk.testing.TestDatabases;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class TallyEntityTest {

  private static TestDatabases databases;
  private static HikariDataSource pool;
  private static ActorTestKit testKit;
  private static ManualTime time;

  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final TestProbe<CountReply> counted = testKit.createTestProbe(CountReply.class);
  private final TestProbe<TotalsReply> told = testKit.createTestProbe(TotalsReply.class);
  private final TestProbe<MatchTotals> published = testKit.createTestProbe(MatchTotals.class);
  private final TestProbe<ClusterSharding.ShardCommand> shard =
      testKit.createTestProbe(ClusterSharding.ShardCommand.class);
  private String match;

  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    pool = TallyFixture.pool(databases);
    testKit =
        ActorTestKit.create(
            ManualTime.config()
                .withFallback(ConfigFactory.parseString("akka.actor.provider = local"))
                .withFallback(ConfigFactory.load()));
    time = ManualTime.get(testKit.system());
  }

  @AfterAll
  static void stop() {
    testKit.shutdownTestKit();
    pool.close();
    databases.close();
  }

  @BeforeEach
  void aMatchOfItsOwn(TestInfo test) {
    match = test.getTestMethod().orElseThrow().getName();
  }

  /** {@code V7} */
  @Test
  void countsAndTakesOut() {
    ActorRef<TallyCommand> tally = tally();
    tally.tell(count(1));
    counted.expectMessage(LIMIT, new Done());
    tally.tell(count(2));
    counted.expectMessage(LIMIT, new Done());
    tally.tell(uncount(1));
    counted.expectMessage(LIMIT, new Done());
    assertThat(totals(tally).teams()).containsExactly(team("KT", 100, 1, 1));
  }

  @Test
  void repeatedCommandsAreDoneOnce() {
    ActorRef<TallyCommand> tally = tally();
    for (int time = 0; time < 3; time++) {
      tally.tell(count(1));
      tally.tell(count(2));
      tally.tell(uncount(2));
    }
    counted.receiveSeveralMessages(9, LIMIT).forEach(this::isDone);
    assertThat(totals(tally).teams()).containsExactly(team("KT", 100, 1, 1));
  }

  @Test
  void takenOutFirstNeverCounts() {
    ActorRef<TallyCommand> tally = tally();
    tally.tell(uncount(1));
    counted.expectMessage(LIMIT, new Done());
    tally.tell(count(1));
    counted.expectMessage(LIMIT, new Done());
    assertThat(totals(tally).teams()).containsExactly(team("KT", 0, 0, 1));
  }

  @Test
  void aMatchThatNeverHadATicketHasTotalsToo() {
    assertThat(totals(tally())).isEqualTo(new MatchTotals(match, List.of(), 0, null, null));
  }

  @Test
  void whatArrivesDuringATransactionSharesTheNextOne() throws SQLException {
    ActorRef<TallyCommand> tally = tally();
    HeldTables held = TallyFixture.held(pool);
    try {
      IntStream.range(0, 1001).forEach(ticket -> tally.tell(count(ticket)));
      counted.expectNoMessage(Duration.ofMillis(50));
    } finally {
      held.release();
    }
    counted.receiveSeveralMessages(1001, LIMIT).forEach(this::isDone);
    assertThat(totals(tally).teams()).containsExactly(team("KT", 100100, 1001, 0));
    // The first one alone, then two full batches of 500.
    assertThat(metrics.counter("sportskk.tally.transactions").count()).isEqualTo(3);
    assertThat(metrics.summary("sportskk.tally.batch.size").max()).isEqualTo(500);
    assertThat(metrics.summary("sportskk.tally.batch.size").totalAmount()).isEqualTo(1001);
  }

  @Test
  void moreThanMayWaitAreRefusedAtOnce() throws SQLException {
    ActorRef<TallyCommand> tally = tally(TallyFixture.withBatchAndQueue(2, 5));
    HeldTables held = TallyFixture.held(pool);
    try {
      IntStream.range(0, 7).forEach(ticket -> tally.tell(count(ticket)));
      assertThat(counted.receiveMessage(LIMIT)).isInstanceOf(NotDone.class);
      counted.expectNoMessage(Duration.ofMillis(50));
      tally.tell(new GetTotals(told.ref()));
      assertThat(told.receiveMessage(LIMIT)).isInstanceOf(Unavailable.class);
    } finally {
      held.release();
    }
    counted.receiveSeveralMessages(6, LIMIT).forEach(this::isDone);
    assertThat(totals(tally).teams()).containsExactly(team("KT", 600, 6, 0));
    // The first one alone, then five by two.
    assertThat(metrics.counter("sportskk.tally.transactions").count()).isEqualTo(4);
  }

  @Test
  void whileTheDatabaseIsStoppedNothingIsDoneAndThenAllIs() {
    ActorRef<TallyCommand> tally = tally();
    databases.stop(Part.TALLY);
    try {
      LoggingTestKit.warn("can't count")
          .withOccurrences(1)
          .expect(
              testKit.system(),
              () -> {
                for (int ticket = 0; ticket < 5; ticket++) {
                  tally.tell(count(ticket));
                  assertThat(counted.receiveMessage(LIMIT)).isInstanceOf(NotDone.class);
                }
                tally.tell(new GetTotals(told.ref()));
                assertThat(told.receiveMessage(LIMIT)).isInstanceOf(Unavailable.class);
                return null;
              });
      assertThat(metrics.counter("sportskk.tally.failures").count()).isEqualTo(6);
    } finally {
      databases.start(Part.TALLY);
    }
    LoggingTestKit.info("counts again")
        .withOccurrences(1)
        .expect(
            testKit.system(),
            () -> {
              // A pool takes its time to try again after connections have failed.
              await()
                  .untilAsserted(
                      () -> {
                        tally.tell(count(0));
                        isDone(counted.receiveMessage(LIMIT));
                      });
              return null;
            });
    IntStream.range(0, 5).forEach(ticket -> tally.tell(count(ticket)));
    counted.receiveSeveralMessages(5, LIMIT).forEach(this::isDone);
    assertThat(totals(tally).teams()).containsExactly(team("KT", 500, 5, 0));
  }

  @Test
  void aTransactionThatFailsIsToldToAllInItAndTheNextOneGoesOn() throws SQLException {
    ActorRef<TallyCommand> tally = tally(TallyFixture.withBatchAndQueue(2, 10));
    HeldTables held = TallyFixture.held(pool);
    try {
      tally.tell(count(1));
      // These two share a transaction, in which one of them is impossible.
      tally.tell(count(2));
      tally.tell(
          new Count("t", "buyer", "a team without end", Money.won(1), NOW, "c", counted.ref()));
      tally.tell(count(3));
    } finally {
      held.release();
    }
    isDone(counted.receiveMessage(LIMIT));
    counted
        .receiveSeveralMessages(2, LIMIT)
        .forEach(
            reply ->
                assertThat(reply)
                    .isInstanceOfSatisfying(
                        NotDone.class, no -> assertThat(no.cause()).contains("too long")));
    isDone(counted.receiveMessage(LIMIT));
    assertThat(totals(tally).teams()).containsExactly(team("KT", 200, 2, 0));
  }

  @Test
  void aChangeIsPublishedAtOnceAndLaterOnesConflated() {
    ActorRef<TallyCommand> tally = tally();
    tally.tell(count(0));
    isDone(counted.receiveMessage(LIMIT));
    assertThat(published.receiveMessage(LIMIT).teams()).containsExactly(team("KT", 100, 1, 0));

    for (int ticket = 1; ticket < 4; ticket++) {
      tally.tell(count(ticket));
      isDone(counted.receiveMessage(LIMIT));
    }
    time.expectNoMessageFor(Duration.ofMillis(199), published);
    time.timePasses(Duration.ofMillis(1));
    assertThat(published.receiveMessage(LIMIT).teams()).containsExactly(team("KT", 400, 4, 0));

    // A quiet interval ends it, and what changes nothing is not published.
    tally.tell(count(1));
    isDone(counted.receiveMessage(LIMIT));
    time.expectNoMessageFor(Duration.ofMillis(500), published);
    tally.tell(count(4));
    assertThat(published.receiveMessage(LIMIT).teams()).containsExactly(team("KT", 500, 5, 0));
  }

  @Test
  void theLastChangeIsPublishedBeforeItStops() {
    ActorRef<TallyCommand> tally = tally();
    tally.tell(count(0));
    tally.tell(count(1));
    counted.receiveSeveralMessages(2, LIMIT);
    tally.tell(new Stop());
    assertThat(published.receiveMessage(LIMIT).version()).isPositive();
    assertThat(published.receiveMessage(LIMIT).teams()).containsExactly(team("KT", 200, 2, 0));
  }

  @Test
  void aTallyThatNobodyAsksLeavesMemory() {
    ActorRef<TallyCommand> tally = tally();
    time.timePasses(TallyFixture.settings().passivateAfter());
    shard.expectMessage(LIMIT, new ClusterSharding.Passivate<>(tally));
  }

  @Test
  void aNewTallyKnowsWhatTheOneBeforeCounted() {
    ActorRef<TallyCommand> before = tally();
    before.tell(count(1));
    isDone(counted.receiveMessage(LIMIT));
    before.tell(new Stop());
    counted.expectTerminated(before, LIMIT);
    ActorRef<TallyCommand> after = tally();
    assertThat(totals(after).teams()).containsExactly(team("KT", 100, 1, 0));
    after.tell(count(1));
    after.tell(uncount(1));
    counted.receiveSeveralMessages(2, LIMIT).forEach(this::isDone);
    assertThat(totals(after).teams()).containsExactly(team("KT", 0, 0, 1));
  }

  @Test
  void twoTalliesOfOneMatchCountATicketOnce() {
    List<ActorRef<TallyCommand>> both = List.of(tally(), tally());
    for (int ticket = 0; ticket < 200; ticket++) {
      both.get(ticket % 2).tell(count(ticket));
      both.get((ticket + 1) % 2).tell(count(ticket));
      if (ticket % 4 == 0) {
        both.get(ticket / 4 % 2).tell(uncount(ticket));
      }
    }
    counted.receiveSeveralMessages(450, LIMIT).forEach(this::isDone);
    assertThat(totals(tally()).teams()).containsExactly(team("KT", 15000, 150, 50));
  }

  @Test
  void aTallyThatIsToStopWorksOffWhatItHas() throws SQLException {
    ActorRef<TallyCommand> tally = tally();
    HeldTables held = TallyFixture.held(pool);
    try {
      IntStream.range(0, 3).forEach(ticket -> tally.tell(count(ticket)));
      tally.tell(new Stop());
      tally.tell(count(3));
      counted.expectNoMessage(Duration.ofMillis(50));
    } finally {
      held.release();
    }
    counted.receiveSeveralMessages(4, LIMIT).forEach(this::isDone);
    counted.expectTerminated(tally, LIMIT);
  }

  @Test
  void aTallyThatIsToStopDoesNotWaitForeverForItsDatabase() throws SQLException {
    ActorRef<TallyCommand> tally = tally();
    HeldTables held = TallyFixture.held(pool);
    try {
      IntStream.range(0, 3).forEach(ticket -> tally.tell(count(ticket)));
      tally.tell(new Stop());
      counted.expectNoMessage(Duration.ofMillis(50));
      time.timePasses(TallyFixture.settings().stopWithin());
      counted
          .receiveSeveralMessages(3, LIMIT)
          .forEach(reply -> assertThat(reply).isInstanceOf(NotDone.class));
      counted.expectTerminated(tally, LIMIT);
    } finally {
      held.release();
    }
    ActorRef<TallyCommand> next = tally();
    IntStream.range(0, 3).forEach(ticket -> next.tell(count(ticket)));
    counted.receiveSeveralMessages(3, LIMIT).forEach(this::isDone);
    assertThat(totals(next).teams()).containsExactly(team("KT", 300, 3, 0));
  }

  private void isDone(CountReply reply) {
    assertThat(reply).isEqualTo(new Done());
  }

  private MatchTotals totals(ActorRef<TallyCommand> tally) {
    tally.tell(new GetTotals(told.ref()));
    return told.expectMessageClass(Found.class, LIMIT).totals();
  }

  private Count count(int ticket) {
    return new Count(
        match + ticket, "buyer", "KT", Money.won(100), NOW, "correlation", counted.ref());
  }

  private Uncount uncount(int ticket) {
    return new Uncount(match + ticket, "KT", Money.won(100), "correlation", counted.ref());
  }

  private ActorRef<TallyCommand> tally() {
    return tally(TallyFixture.settings());
  }

  private ActorRef<TallyCommand> tally(TallySettings settings) {
    ActorRef<Topic.Command<MatchTotals>> changes =
        testKit.spawn(Topic.create(MatchTotals.class, match));
    changes.tell(Topic.subscribe(published.ref()));
    return testKit.spawn(
        TallyEntity.create(
            match,
            shard.ref(),
            new TallyWriter(
                Bulkhead.TALLY.of(testKit.system()),
                new TallyRepository(pool, Duration.ofSeconds(30)),
                metrics,
                Clock.fixed(NOW, ZoneOffset.UTC)),
            settings,
            changes));
  }
}
