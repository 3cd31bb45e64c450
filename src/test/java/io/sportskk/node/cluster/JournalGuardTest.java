package io.sportskk.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import akka.cluster.typed.Cluster;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.node.database.Migrations;
import io.sportskk.node.management.ClockGuard;
import io.sportskk.node.startup.StartFailure;
import io.sportskk.testing.OffsetClock;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JournalGuardTest {

  private static final Duration INTERVAL = Duration.ofMillis(150);
  private static final String STRANGER = "akka://sportskk@10.0.0.9:25520";

  private static TestDatabases databases;
  private static TestCluster cluster;

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

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

  @AfterEach
  void forget() throws SQLException {
    try (Connection connection = databases.journal().getConnection()) {
      connection.createStatement().execute("DELETE FROM node_roster");
    }
  }

  @Test
  void aNodeIsOnTheRosterWhileItRuns() throws SQLException {
    try (JournalGuard guard = guard(Clock.systemUTC())) {
      guard.enter();
      assertThat(present()).isEqualTo(1);
      assertThat(metrics.get("sportskk.cluster.foreign.nodes").gauge().value()).isZero();
    }
    assertThat(present()).isZero();
  }

  @Test
  void aHeartbeatThatIsUnderWayWhenTheNodeHasLeftIsNotLeftBehind() throws Exception {
    CountDownLatch beats = new CountDownLatch(1);
    CompletableFuture<Void> answers = new CompletableFuture<>();
    CompletableFuture<Void> written = new CompletableFuture<>();
    JournalGuard guard =
        new JournalGuard(
            cluster.system(),
            slow(beats, answers, written),
            INTERVAL,
            metrics,
            new ClockGuard(Clock.systemUTC(), System::nanoTime, Duration.ofSeconds(2), metrics));
    guard.enter();
    beats.await();
    Thread closing = new Thread(guard::close, "closing");
    closing.start();
    Awaitility.await()
        .until(() -> !closing.isAlive() || closing.getState() == Thread.State.TIMED_WAITING);
    answers.complete(null);
    closing.join();
    written.join();
    assertThat(present()).isZero();
  }

  /** The heartbeats after the first wait for the answer, and do not hear that they are to end. */
  private static DataSource slow(
      CountDownLatch beats, CompletableFuture<Void> answers, CompletableFuture<Void> written) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              boolean later = Thread.currentThread().getName().equals("journal-guard");
              if (later) {
                beats.countDown();
                while (!answers.isDone()) {
                  Thread.onSpinWait();
                }
                boolean unused = Thread.interrupted();
                try (Connection connection = databases.journal().getConnection()) {
                  HeartbeatTable.beat(
                      connection,
                      Cluster.get(cluster.system()).selfMember().address().toString(),
                      Cluster.get(cluster.system()).selfMember().uniqueAddress().longUid());
                }
                written.complete(null);
              }
              return databases.journal().getConnection();
            });
  }

  @Test
  void aNodeThatHasDiedIsWaitedForNoLongerThanNecessary() throws SQLException {
    visit(7);
    try (JournalGuard guard = guard(Clock.systemUTC())) {
      guard.enter();
      assertThat(metrics.get("sportskk.cluster.foreign.nodes").gauge().value()).isZero();
    }
  }

  @Test
  void aNodeOfAnotherClusterThatLivesKeepsThisOneFromStarting() {
    try (Visits visits = new Visits();
        JournalGuard guard = guard(INTERVAL.multipliedBy(10), Clock.systemUTC())) {
      visits.await(); // they come often enough not to be forgotten, also on a busy machine
      assertThatThrownBy(guard::enter)
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining(STRANGER);
    }
  }

  @Test
  void aNodeThatRunsShowsAClusterThatComesLater() {
    try (JournalGuard guard = guard(Clock.systemUTC())) {
      guard.enter();
      try (Visits visits = new Visits()) {
        visits.await();
        Awaitility.await()
            .until(() -> metrics.get("sportskk.cluster.foreign.nodes").gauge().value() == 1);
      }
    }
  }

  /** As a node that was just put out: it is no cluster of its own. */
  @Test
  void aNodeThatWasThereAMomentAgoIsNotReportedAsAnotherCluster() throws SQLException {
    visit(7);
    try (JournalGuard guard = guard(Clock.systemUTC())) {
      CompletableFuture<Void> entered = enter(guard);
      Awaitility.await().until(() -> guard.waitsFor().isPresent() || entered.isDone());
      assertThat(metrics.get("sportskk.cluster.foreign.nodes").gauge().value()).isZero();
      Awaitility.await().until(entered::isDone);
    }
  }

  @Test
  void aNodeDoesNotEnterWhileItCanNotAskWhoIsThere() {
    databases.stop(Migrations.Part.JOURNAL);
    try (JournalGuard guard = guard(Clock.systemUTC())) {
      CompletableFuture<Void> entered = enter(guard);
      try {
        Awaitility.await().until(() -> guard.waitsFor().isPresent() || entered.isDone());
        assertThat(entered).isNotDone();
        assertThat(guard.waitsFor())
            .hasValueSatisfying(why -> assertThat(why).contains("can't be asked who uses it"));
      } finally {
        databases.start(Migrations.Part.JOURNAL);
      }
      Awaitility.await().until(entered::isDone);
      assertThat(guard.waitsFor()).isEmpty();
    }
  }

  @Test
  void aNodeWhoseClockIsWrongDoesNotEnterUntilItIsRight() throws SQLException {
    OffsetClock clock = new OffsetClock();
    clock.setAhead(Duration.ofSeconds(-90));
    try (JournalGuard guard = guard(clock)) {
      CompletableFuture<Void> entered = enter(guard);
      Awaitility.await().until(() -> guard.waitsFor().isPresent() || entered.isDone());
      assertThat(guard.waitsFor())
          .hasValueSatisfying(why -> assertThat(why).contains("s behind that of the journal's"));
      assertThat(metrics.get("sportskk.clock.skew").gauge().value()).isCloseTo(-90, within(5.0));
      clock.setAhead(Duration.ZERO);
      Awaitility.await().until(entered::isDone);
      assertThat(present()).isEqualTo(1);
    }
  }

  @Test
  void aNodeThatIsStoppedWhileItWaitsSaysSo() {
    OffsetClock clock = new OffsetClock();
    clock.setAhead(Duration.ofDays(1));
    CompletableFuture<Void> entered;
    try (JournalGuard guard = guard(clock)) {
      entered = enter(guard);
      Awaitility.await().until(() -> guard.waitsFor().isPresent());
    }
    assertThatThrownBy(entered::join)
        .hasCauseInstanceOf(StartFailure.class)
        .hasMessageContaining("stopped while it started");
  }

  private static CompletableFuture<Void> enter(JournalGuard guard) {
    return CompletableFuture.runAsync(guard::enter, task -> new Thread(task, "enter").start());
  }

  private JournalGuard guard(Clock clock) {
    return guard(INTERVAL, clock);
  }

  private JournalGuard guard(Duration interval, Clock clock) {
    return new JournalGuard(
        cluster.system(),
        databases.journal(),
        interval,
        metrics,
        new ClockGuard(clock, System::nanoTime, Duration.ofSeconds(2), metrics));
  }

  private static void visit(long uid) throws SQLException {
    try (Connection connection = databases.journal().getConnection()) {
      HeartbeatTable.beat(connection, STRANGER, uid);
    }
  }

  private static long present() throws SQLException {
    try (Connection connection = databases.journal().getConnection()) {
      return HeartbeatTable.recent(connection, Duration.ofHours(1)).size();
    }
  }

  /** A node of another cluster, which lives. */
  private static final class Visits implements AutoCloseable {
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> visits =
        clock.scheduleAtFixedRate(
            () -> {
              try {
                visit(8);
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            },
            0,
            INTERVAL.toMillis(),
            TimeUnit.MILLISECONDS);

    void await() {
      Awaitility.await().until(() -> !visits.isDone() && present() > 0);
    }

    @Override
    public void close() {
      clock.shutdownNow();
    }
  }
}
