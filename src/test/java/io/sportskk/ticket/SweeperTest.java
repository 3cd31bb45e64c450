package io.sportskk.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.testing.ManualClock;
import io.sportskk.testing.TestDatabases;
import io.sportskk.ticket.ResumeReply.NothingLeft;
import io.sportskk.ticket.SweepersLook.Queue;
import io.sportskk.ticket.TicketSettings.SweeperSettings;
import io.sportskk.ticket.UnfinishedTickets.Entry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SweeperTest {

  private static final Instant START = Instant.parse("2026-11-22T09:00:00Z");
  private static final Instant NOW = START.plusSeconds(60);
  private static final Duration WAKE_AFTER = Duration.ofSeconds(5);
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final int BATCH = 6;

  private final UnfinishedTickets unfinished = new UnfinishedTickets(WAKE_AFTER);
  private TestDatabases databases;

  @BeforeEach
  void open() {
    databases = TestDatabases.create();
  }

  @AfterEach
  void close() {
    databases.close();
  }

  @Test
  void moneyIsTakenBeforeWhatOnlyMissesItsTallyAndDeadlinesBeforeAll() throws SQLException {
    list(
        Map.of(
            "overdue", new Entry("m", START.plusSeconds(50), true, START.plusSeconds(58), true),
            "money-1", money(1),
            "money-2", money(2),
            "untallied-1", untallied(0),
            "untallied-2", untallied(0),
            "untallied-3", untallied(0),
            "untallied-4", untallied(0)));

    SweepersLook.Found found = look(new Queue(BATCH, false), new Queue(BATCH, false), List.of());

    assertThat(found.money()).containsExactlyInAnyOrder("overdue", "money-1", "money-2");
    assertThat(found.untallied()).as("no more than a batch in all").hasSize(BATCH - 3);
  }

  @Test
  void aQueueThatDoesNotGetThroughTakesNoneOfTheOthersPlaces() throws SQLException {
    list(
        Map.of(
            "money-1",
            money(1),
            "money-2",
            money(2),
            "untallied-1",
            untallied(0),
            "untallied-2",
            untallied(1)));

    SweepersLook.Found found = look(new Queue(1, false), new Queue(BATCH, false), List.of());

    assertThat(found.money()).containsExactly("money-1");
    assertThat(found.untallied()).containsExactlyInAnyOrder("untallied-1", "untallied-2");
  }

  @Test
  void onlyAQueueThatGetsThroughIsWokenBeforeItsTime() throws SQLException {
    list(Map.of("money", money(0), "untallied", untallied(0)));
    Instant earlier = NOW.minus(WAKE_AFTER);
    look(earlier, new Queue(BATCH, false), new Queue(BATCH, false), List.of());

    SweepersLook.Found found = look(new Queue(BATCH, false), new Queue(BATCH, true), List.of());

    assertThat(found.money()).isEmpty();
    assertThat(found.untallied()).containsExactly("untallied");
  }

  @Test
  void whatIsFinishedIsTakenOffAndNoLongerUnfinished() throws SQLException {
    list(Map.of("done", money(0), "other", money(0)));
    look(START.plusSeconds(10), new Queue(BATCH, false), new Queue(BATCH, false), List.of());

    SweepersLook.Found found =
        look(
            new Queue(BATCH, false),
            new Queue(BATCH, false),
            List.of(new NothingLeft("done", START.plusSeconds(10))));

    assertThat(found.unfinished()).containsExactly("other");
    assertThat(found.money()).containsExactly("other");
  }

  /** Else who was taken, and not woken, would have to wait for his next time. */
  @Test
  void aLookThatFailsHasTakenNobody() throws SQLException {
    list(Map.of("money", money(0), "untallied", untallied(0)));
    SweepersLook failing =
        new SweepersLook(
            unfinished,
            NOW,
            BATCH,
            List.of(),
            Set.of(),
            new Queue(BATCH, false),
            new Queue(BATCH, true));
    try (Connection connection = databases.journal().getConnection();
        Statement statement = connection.createStatement()) {
      // What is taken early is taken last.
      statement.execute(
          """
          CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'no'; END $$;
          CREATE TRIGGER refuse BEFORE UPDATE ON unfinished_ticket
            FOR EACH ROW WHEN (NOT OLD.money) EXECUTE FUNCTION refuse()""");
      assertThatThrownBy(
              () -> {
                try (Connection own = databases.journal().getConnection()) {
                  failing.look(own);
                }
              })
          .hasMessageContaining("no");
      statement.execute("DROP TRIGGER refuse ON unfinished_ticket");
    }

    SweepersLook.Found found = look(new Queue(BATCH, false), new Queue(BATCH, false), List.of());
    assertThat(found.money()).containsExactly("money");
    assertThat(found.untallied()).containsExactly("untallied");
  }

  @Test
  void theSweeperGoesOnWhenItHadNoThread() throws SQLException {
    list(Map.of("t1", money(0), "t2", untallied(0)));
    Map<String, TicketCommand.Resume> woken = new ConcurrentHashMap<>();
    AtomicBoolean full = new AtomicBoolean(true);
    AtomicBoolean refused = new AtomicBoolean();
    Executor threads =
        work -> {
          if (full.get()) {
            refused.set(true);
            throw new RejectedExecutionException("full");
          }
          work.run();
        };
    ActorTestKit kit =
        ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.defaultReference()));
    try {
      ManualTime time = ManualTime.get(kit.system());
      Counter resumed = new SimpleMeterRegistry().counter("resumed");
      kit.spawn(
          Sweeper.create(
              new SweeperSettings(WAKE_AFTER, INTERVAL, BATCH),
              unfinished,
              databases.journal(),
              resumed,
              new ManualClock(NOW),
              threads,
              woken::put));
      awaitWhileTimePasses(time, refused::get);
      full.set(false);
      awaitWhileTimePasses(time, () -> woken.size() == 2);
      assertThat(resumed.count()).isEqualTo(2);

      TicketCommand.Resume resume = woken.get("t1");
      resume.replyTo().tell(new NothingLeft("t1", NOW));
      awaitWhileTimePasses(time, () -> listed().equals(Set.of("t2")));
    } finally {
      kit.shutdownTestKit();
    }
  }

  private interface Condition {
    boolean holds() throws SQLException;
  }

  private static void awaitWhileTimePasses(ManualTime time, Condition condition) {
    Awaitility.await()
        .until(
            () -> {
              time.timePasses(INTERVAL);
              return condition.holds();
            });
  }

  private SweepersLook.Found look(Queue money, Queue untallied, List<NothingLeft> finished)
      throws SQLException {
    return look(NOW, money, untallied, finished);
  }

  private SweepersLook.Found look(
      Instant now, Queue money, Queue untallied, List<NothingLeft> finished) throws SQLException {
    try (Connection connection = databases.journal().getConnection()) {
      return new SweepersLook(unfinished, now, BATCH, finished, listed(), money, untallied)
          .look(connection);
    }
  }

  private void list(Map<String, Entry> tickets) throws SQLException {
    try (Connection connection = databases.journal().getConnection()) {
      unfinished.add(connection, new HashMap<>(tickets));
    }
  }

  private Set<String> listed() throws SQLException {
    try (Connection connection = databases.journal().getConnection();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT ticket_id FROM unfinished_ticket")) {
      Set<String> listed = new java.util.HashSet<>();
      while (rows.next()) {
        listed.add(rows.getString(1));
      }
      return listed;
    }
  }

  private static Entry money(int second) {
    return new Entry("m", START.plusSeconds(second), true, null, true);
  }

  private static Entry untallied(int second) {
    return new Entry("m", START.plusSeconds(second), false, null, true);
  }
}
