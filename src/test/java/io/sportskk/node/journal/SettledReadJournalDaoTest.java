package io.sportskk.node.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.persistence.jdbc.query.javadsl.JdbcReadJournal;
import akka.persistence.query.Offset;
import akka.persistence.query.PersistenceQuery;
import com.typesafe.config.ConfigFactory;
import io.sportskk.node.management.NodeMetrics;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way by which all projections read the journal, while transactions commit as they like. */
class SettledReadJournalDaoTest {

  /** Times 50 ms, after which the plugin by itself would give a missing number up. */
  private static final int AT_ONCE = 10;

  private static final int NEVER = 1_000_000;

  private final List<String> read = new CopyOnWriteArrayList<>();
  private final List<Connection> connections = new ArrayList<>();
  private TestDatabases databases;
  private TestCluster cluster;

  @BeforeEach
  void createDatabases() {
    databases = TestDatabases.create();
  }

  @AfterEach
  void stop() throws SQLException {
    for (Connection connection : connections) {
      connection.close();
    }
    if (cluster != null) {
      cluster.close();
    }
    databases.close();
  }

  @Test
  void aTransactionThatCommitsLateIsWaitedFor() throws SQLException {
    read(AT_ONCE);
    committed("first");
    await().untilAsserted(() -> assertThat(read).containsExactly("first"));

    Connection late = transaction();
    write(late, "late 1");
    committed("second", "third");
    write(late, "late 2");
    committed("fourth");
    await().until(() -> gap() > 2);
    assertThat(read).containsExactly("first");

    late.commit();
    await()
        .untilAsserted(
            () ->
                assertThat(read)
                    .containsExactly("first", "late 1", "second", "third", "late 2", "fourth"));
    await().until(() -> gap() == 0);
  }

  @Test
  void soIsOneThatWasUnderWayBeforeTheReaderStarted() throws SQLException {
    committed("first");
    Connection late = transaction();
    write(late, "late");
    committed("second");
    read(AT_ONCE);
    await().until(() -> gap() > 2);
    assertThat(read).containsExactly("first");

    late.commit();
    await().untilAsserted(() -> assertThat(read).containsExactly("first", "late", "second"));
  }

  @Test
  void aTransactionThatIsRolledBackStopsNobody() throws SQLException {
    read(NEVER);
    Connection failed = transaction();
    write(failed, "failed");
    committed("first");
    await().until(() -> gap() > 0.5);
    assertThat(read).isEmpty();

    // Whoever begins now has nothing to do with the gap: it is not waited for.
    Connection later = transaction();
    write(later, "later");
    failed.rollback();
    await().untilAsserted(() -> assertThat(read).containsExactly("first"));

    later.commit();
    await().untilAsserted(() -> assertThat(read).containsExactly("first", "later"));
  }

  /** More at once than are read at once, as after a restore. */
  @Test
  void numbersThatWereNeverUsedStopNobody() throws SQLException {
    read(NEVER);
    committed("first");
    try (Connection connection = databases.journal().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT setval('event_journal_ordering_seq', 25000)");
    }
    committed("second", "third");
    await().untilAsserted(() -> assertThat(read).containsExactly("first", "second", "third"));
  }

  /** Some are committed just when it is asked who may still bring what is missing. */
  @Test
  void noneIsMissedWhileManyWriteSideBySide() throws Exception {
    read(NEVER);
    int writers = 4;
    int transactions = 300;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    Set<String> written = ConcurrentHashMap.newKeySet();
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        String writer = "writer-" + i + "-";
        work.add(
            () -> {
              try (Connection connection = databases.journal().getConnection()) {
                connection.setAutoCommit(false);
                for (int n = 0; n < transactions; n++) {
                  for (String event : List.of(writer + n + "-a", writer + n + "-b")) {
                    write(connection, event);
                    written.add(event);
                  }
                  connection.commit();
                }
                return null;
              }
            });
      }
      for (Future<Void> one : threads.invokeAll(work)) {
        one.get();
      }
    } finally {
      threads.shutdown();
    }
    await().untilAsserted(() -> assertThat(Set.copyOf(read)).isEqualTo(written));
    assertThat(read).doesNotHaveDuplicates();
  }

  /** If it handed out several at once, a number could be drawn after a higher one was seen. */
  @Test
  void numbersAreDrawnOneByOne() throws SQLException {
    try (Connection connection = databases.journal().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT seqcache FROM pg_sequence"
                    + " WHERE seqrelid = 'event_journal_ordering_seq'::regclass")) {
      row.next();
      assertThat(row.getLong(1)).isEqualTo(1);
    }
  }

  private void read(int maxTries) {
    cluster =
        TestCluster.start(
            databases,
            ConfigFactory.parseString(
                "jdbc-read-journal.journal-sequence-retrieval.max-tries = " + maxTries));
    PersistenceQuery.get(cluster.system())
        .getReadJournalFor(JdbcReadJournal.class, JdbcReadJournal.Identifier())
        .eventsByTag("tag", Offset.noOffset())
        .runForeach(envelope -> read.add((String) envelope.event()), cluster.system());
  }

  private double gap() {
    return NodeMetrics.get(cluster.system()).registry().get("sportskk.journal.gap").gauge().value();
  }

  private Connection transaction() throws SQLException {
    Connection connection = databases.journal().getConnection();
    connections.add(connection);
    connection.setAutoCommit(false);
    return connection;
  }

  private void committed(String... events) throws SQLException {
    Connection transaction = transaction();
    for (String event : events) {
      write(transaction, event);
    }
    transaction.commit();
  }

  /** An event that is a string, of an entity of its own. */
  private static void write(Connection transaction, String event) throws SQLException {
    try (PreparedStatement insert =
        transaction.prepareStatement(
            """
            WITH event AS (
              INSERT INTO event_journal (persistence_id, sequence_number, writer, write_timestamp,
                adapter_manifest, event_ser_id, event_ser_manifest, event_payload)
              VALUES (?, 1, 'test', 0, '', 20, '', convert_to(?, 'UTF8'))
              RETURNING ordering)
            INSERT INTO event_tag SELECT ordering, 'tag' FROM event""")) {
      insert.setString(1, event);
      insert.setString(2, event);
      insert.executeUpdate();
    }
  }
}
