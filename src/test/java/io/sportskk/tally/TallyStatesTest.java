package io.sportskk.tally;

import static io.sportskk.tally.TallyFixture.NOW;
import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.pubsub.Topic;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import com.typesafe.config.ConfigFactory;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.kernel.Bulkhead;
import io.sportskk.kernel.Money;
import io.sportskk.tally.CountReply.Done;
import io.sportskk.tally.CountReply.NotDone;
import io.sportskk.tally.TallyCommand.Count;
import io.sportskk.tally.TallyCommand.GetTotals;
import io.sportskk.tally.TallyCommand.Seal;
import io.sportskk.tally.TallyCommand.Stop;
import io.sportskk.tally.TallyCommand.Uncount;
import io.sportskk.tally.TallyProgress.GiveUp;
import io.sportskk.tally.TallyProgress.Idle;
import io.sportskk.tally.TallyProgress.NotWritten;
import io.sportskk.tally.TallyProgress.PublishDue;
import io.sportskk.tally.TallyProgress.Written;
import io.sportskk.tally.TotalsReply.Found;
import io.sportskk.testing.HeldTables;
import io.sportskk.testing.TestDatabases;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state of a tally answers every command. */
class TallyStatesTest {

  private enum State {
    /** Just made. */
    FRESH,
    /** Knows its totals, has nothing to do. */
    QUIET,
    /** A transaction is under way. */
    WRITING,
    /** A transaction is under way, and then it stops. */
    STOPPING
  }

  private enum Outcome {
    /** The command is answered and the tally lives on. */
    ANSWERED,
    /** It is answered once the transaction is over. */
    ANSWERED_AFTER,
    /** It is answered once the transaction is over, then the tally stops. */
    ANSWERED_AFTER_THEN_STOPS,
    PASSIVATES,
    NOTHING,
    STOPS,
    /** It stops once the transaction is over. */
    STOPS_AFTER,
    /** It stops, and who waits for the transaction is told that nothing is certain. */
    STOPS_WITHOUT
  }

  private static TestDatabases databases;
  private static HikariDataSource pool;
  private static ActorTestKit testKit;

  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    pool = TallyFixture.pool(databases);
    testKit =
        ActorTestKit.create(
            ConfigFactory.parseString("akka.actor.provider = local")
                .withFallback(ConfigFactory.load()));
  }

  @AfterAll
  static void stop() {
    testKit.shutdownTestKit();
    pool.close();
    databases.close();
  }

  static Stream<Arguments> table() {
    return Stream.of(
            row(Count.class, Outcome.ANSWERED, Outcome.ANSWERED),
            row(Uncount.class, Outcome.ANSWERED, Outcome.ANSWERED),
            row(GetTotals.class, Outcome.ANSWERED, Outcome.ANSWERED),
            row(Seal.class, Outcome.ANSWERED, Outcome.ANSWERED),
            row(Stop.class, Outcome.STOPS, Outcome.STOPS),
            row(PublishDue.class, Outcome.NOTHING, Outcome.NOTHING),
            row(Idle.class, Outcome.PASSIVATES, Outcome.PASSIVATES),
            row(GiveUp.class, Outcome.STOPS, Outcome.STOPS))
        .flatMap(row -> row);
  }

  /** What a state that waits for the database makes of what another one does at once. */
  private static Stream<Arguments> row(
      Class<? extends TallyCommand> command, Outcome fresh, Outcome quiet) {
    Outcome writing = quiet;
    Outcome stopping = quiet;
    if (quiet == Outcome.ANSWERED) {
      writing = Outcome.ANSWERED_AFTER;
      stopping = Outcome.ANSWERED_AFTER_THEN_STOPS;
    } else if (command == Stop.class) {
      writing = Outcome.STOPS_AFTER;
      stopping = Outcome.STOPS_AFTER;
    } else if (command == GiveUp.class) {
      writing = Outcome.STOPS_WITHOUT;
      stopping = Outcome.STOPS_WITHOUT;
    } else if (quiet == Outcome.PASSIVATES) {
      writing = Outcome.NOTHING;
      stopping = Outcome.NOTHING;
    }
    return Stream.of(
        Arguments.of(State.FRESH, command, fresh),
        Arguments.of(State.QUIET, command, quiet),
        Arguments.of(State.WRITING, command, writing),
        Arguments.of(State.STOPPING, command, stopping));
  }

  @Test
  void theTableHasEveryCommand() {
    Set<Class<?>> commands = new HashSet<>();
    for (Class<?> kind : TallyCommand.class.getPermittedSubclasses()) {
      commands.addAll(List.of(kind.getPermittedSubclasses()));
    }
    // The ends of a transaction come only from the transaction itself; all other tests have them.
    commands.removeAll(Set.of(Written.class, NotWritten.class));
    Set<Object> inTable = table().map(row -> row.get()[1]).collect(Collectors.toSet());
    assertThat(inTable).isEqualTo(commands);
  }

  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @MethodSource("table")
  void everyStateAnswersEveryCommand(
      State state, Class<? extends TallyCommand> command, Outcome expected) throws SQLException {
    Scene scene = new Scene();
    scene.bring(state);
    try {
      scene.tally.tell(scene.command(command));
      scene.expect(state, expected);
    } finally {
      scene.release();
    }
  }

  /** A tally in a state, and those who talk with it. */
  private static final class Scene {

    final String match = UUID.randomUUID().toString();
    final TestProbe<ClusterSharding.ShardCommand> shard =
        testKit.createTestProbe(ClusterSharding.ShardCommand.class);
    final TestProbe<CountReply> before = testKit.createTestProbe(CountReply.class);
    final TestProbe<Object> replies = testKit.createTestProbe(Object.class);
    final ActorRef<TallyCommand> tally =
        testKit.spawn(
            TallyEntity.create(
                match,
                shard.ref(),
                new TallyWriter(
                    Bulkhead.TALLY.of(testKit.system()),
                    new TallyRepository(pool, Duration.ofSeconds(30)),
                    new SimpleMeterRegistry(),
                    Clock.fixed(NOW, ZoneOffset.UTC)),
                TallyFixture.thatNeverGivesUp(),
                testKit.spawn(Topic.create(MatchTotals.class, match))));
    private HeldTables held;

    void bring(State state) throws SQLException {
      Count first =
          new Count(
              match, "buyer", "KT", Money.won(100), Instant.EPOCH, "correlation", before.ref());
      if (state == State.QUIET) {
        tally.tell(first);
        before.expectMessage(LIMIT, new Done());
      } else if (state != State.FRESH) {
        held = TallyFixture.held(pool);
        tally.tell(first);
        if (state == State.STOPPING) {
          tally.tell(new Stop());
        }
      }
    }

    TallyCommand command(Class<? extends TallyCommand> command) {
      ActorRef<CountReply> replyTo = replies.ref().narrow();
      return Stream.<TallyCommand>of(
              new Count(
                  match + 2, "buyer", "KT", Money.won(100), Instant.EPOCH, "correlation", replyTo),
              new Uncount(match, "KT", Money.won(100), "correlation", replyTo),
              new GetTotals(replies.ref().narrow()),
              new Seal("correlation", replies.ref().narrow()),
              new Stop(),
              new PublishDue(),
              new Idle(),
              new GiveUp())
          .filter(command::isInstance)
          .findFirst()
          .orElseThrow();
    }

    void expect(State state, Outcome expected) throws SQLException {
      boolean writing = state == State.WRITING || state == State.STOPPING;
      if (expected == Outcome.ANSWERED) {
        answered();
      } else if (expected == Outcome.PASSIVATES) {
        shard.expectMessage(LIMIT, new ClusterSharding.Passivate<>(tally));
      } else if (expected == Outcome.STOPS_WITHOUT) {
        before.expectMessageClass(NotDone.class, LIMIT);
      } else if (writing) {
        before.expectNoMessage(Duration.ofMillis(20));
        release();
        before.expectMessage(LIMIT, new Done());
      }
      if (expected == Outcome.ANSWERED_AFTER || expected == Outcome.ANSWERED_AFTER_THEN_STOPS) {
        answered();
      }
      if (state == State.STOPPING || expected.name().startsWith("STOPS")) {
        replies.expectTerminated(tally, LIMIT);
      } else {
        tally.tell(new GetTotals(replies.ref().narrow()));
        answered();
      }
      if (expected != Outcome.PASSIVATES) {
        shard.expectNoMessage(Duration.ZERO);
      }
    }

    private void answered() {
      assertThat(replies.receiveMessage(LIMIT)).isInstanceOfAny(Done.class, Found.class);
    }

    void release() throws SQLException {
      if (held != null) {
        held.release();
      }
    }
  }
}
