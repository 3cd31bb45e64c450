package io.sportskk.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.node.management.ClockGuard;
import io.sportskk.node.startup.StartFailure;
import io.sportskk.testing.Patience;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Two members, each with a way of its own to the database. */
class SilentNodeTest {

  @Test
  void whoAloneDoesNotGetAtTheDatabaseIsPutOut() throws SQLException {
    try (TestDatabases databases = TestDatabases.create();
        Member judge = new Member(databases.journal());
        Member other = new Member(databases.journal())) {
      for (Member member : new Member[] {judge, other}) {
        Cluster.get(member.system).manager().tell(Join.create(judge.cluster().address()));
      }
      Awaitility.await().atMost(Patience.LIMIT).until(() -> judge.sees(2) && other.sees(2));
      judge.enter();
      other.enter();

      judge.cutOff = true;
      other.cutOff = true;
      Awaitility.await()
          .atMost(Patience.LIMIT)
          .until(() -> judge.failures.get() > 20 && other.failures.get() > 20);
      assertThat(judge.sees(2) && other.sees(2)).as("nobody is put out").isTrue();

      judge.cutOff = false;
      Awaitility.await()
          .atMost(Patience.LIMIT)
          .until(() -> judge.sees(1) && Cluster.get(other.system).isTerminated());
      other.cutOff = false;
      Map<String, HeartbeatTable.Heartbeat> before = beats(databases);
      assertThatThrownBy(other.guard::enter)
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining("put out of its cluster");
      String address = other.cluster().address().toString();
      assertThat(beats(databases).get(address)).isEqualTo(before.get(address));
      assertThat(judge.sees(1)).isTrue();
    }
  }

  @Test
  void aNodeThatDrainsBeatsUntilItHasLeft() throws SQLException {
    try (TestDatabases databases = TestDatabases.create();
        TestNode node = TestNode.on(databases).with("sportskk.cluster.drain-delay = 3 s").start()) {
      String address = Cluster.get(node.system()).selfMember().address().toString();
      long before = beats(databases).get(address).count();

      CompletableFuture<Void> stopped =
          CompletableFuture.runAsync(node::stop, task -> new Thread(task, "stop").start());

      Awaitility.await()
          .until(
              () -> {
                HeartbeatTable.Heartbeat last = beats(databases).get(address);
                return stopped.isDone() || last == null || last.count() > before + 3;
              });
      assertThat(beats(databases)).as("still there").containsKey(address);
      Awaitility.await().atMost(Patience.LIMIT).until(stopped::isDone);
      assertThat(beats(databases)).isEmpty();
    }
  }

  private static Map<String, HeartbeatTable.Heartbeat> beats(TestDatabases databases)
      throws SQLException {
    try (Connection connection = databases.journal().getConnection()) {
      return HeartbeatTable.recent(connection, Duration.ofHours(1));
    }
  }

  private static final class Member implements AutoCloseable {
    private final ActorSystem<Void> system =
        ActorSystem.create(
            Behaviors.empty(),
            "sportskk",
            ConfigFactory.parseString(
                    """
                    akka.remote.artery.canonical.port = 0
                    akka.cluster.roles = [ticket, stateful]
                    akka.cluster.sharding.healthcheck.names = []
                    """)
                .withFallback(ConfigFactory.defaultApplication())
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve());
    private final AtomicInteger failures = new AtomicInteger();
    private final DataSource journal;
    private JournalGuard guard;
    private volatile boolean cutOff;

    Member(DataSource journal) {
      this.journal = journal;
    }

    void enter() {
      SimpleMeterRegistry metrics = new SimpleMeterRegistry();
      guard =
          new JournalGuard(
              system,
              mayFail(),
              Duration.ofMillis(100),
              Duration.ofSeconds(4),
              metrics,
              new ClockGuard(Clock.systemUTC(), System::nanoTime, Duration.ofSeconds(2), metrics));
      guard.enter();
    }

    private DataSource mayFail() {
      return (DataSource)
          Proxy.newProxyInstance(
              DataSource.class.getClassLoader(),
              new Class<?>[] {DataSource.class},
              (proxy, method, arguments) -> {
                if (cutOff) {
                  failures.incrementAndGet();
                  throw new SQLException("cut off on purpose");
                }
                try {
                  return method.invoke(journal, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }

    akka.cluster.Member cluster() {
      return Cluster.get(system).selfMember();
    }

    boolean sees(int number) {
      return StreamSupport.stream(Cluster.get(system).state().getMembers().spliterator(), false)
              .filter(member -> member.status() == MemberStatus.up())
              .count()
          == number;
    }

    @Override
    public void close() {
      if (guard != null) {
        guard.close();
      }
      system.terminate();
      Awaitility.await()
          .atMost(Patience.LIMIT)
          .until(() -> system.getWhenTerminated().toCompletableFuture().isDone());
    }
  }
}
