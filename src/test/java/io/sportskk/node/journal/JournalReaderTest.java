package io.sportskk.node.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import akka.persistence.Persistence;
import akka.persistence.query.EventEnvelope;
import akka.persistence.query.Offset;
import akka.persistence.query.PersistenceQuery;
import akka.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import akka.persistence.query.typed.javadsl.EventsBySliceQuery;
import akka.stream.javadsl.Sink;
import io.sportskk.kernel.SliceEvents;
import io.sportskk.kernel.SliceRange;
import io.sportskk.kernel.Slices;
import io.sportskk.node.management.NodeMetrics;
import io.sportskk.testing.Patience;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way by which all projections read the journal, while transactions commit as they like. */
class JournalReaderTest {

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
    read();
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
    read();
    await().until(() -> gap() > 2);
    assertThat(read).isEmpty();

    late.commit();
    await().untilAsserted(() -> assertThat(read).containsExactly("first", "late", "second"));
  }

  @Test
  void aTransactionThatIsRolledBackStopsNobody() throws SQLException {
    read();
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
    read();
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
    read();
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

  /** More than are kept in memory, more than are read at once, and more that comes meanwhile. */
  @Test
  void whoeverIsFarBehindReadsThemAllInTheirOrder() throws SQLException {
    committed(IntStream.range(0, 6_500).mapToObj(n -> "old-" + n).toArray(String[]::new));
    read();
    committed("new");
    await().untilAsserted(() -> assertThat(read).hasSize(6_501));
    assertThat(read)
        .containsExactlyElementsOf(
            Stream.concat(IntStream.range(0, 6_500).mapToObj(n -> "old-" + n), Stream.of("new"))
                .toList());
  }

  @Test
  void eachSliceIsReadByOneOnlyFromWhereItIsTold() throws SQLException {
    String[] before = IntStream.range(0, 50).mapToObj(n -> "before-" + n).toArray(String[]::new);
    committed(before);
    start();
    Map<SliceRange, List<String>> readBy = new HashMap<>();
    for (SliceRange range : new Slices("Some", 3).ranges()) {
      readBy.put(range, new CopyOnWriteArrayList<>());
      read(range, Offset.sequence(10), readBy.get(range));
    }
    String[] after = IntStream.range(0, 50).mapToObj(n -> "after-" + n).toArray(String[]::new);
    committed(after);
    for (Map.Entry<SliceRange, List<String>> one : readBy.entrySet()) {
      List<String> its =
          Stream.concat(Stream.of(before).skip(10), Stream.of(after))
              .filter(event -> one.getKey().contains(Slices.of("Some|" + event)))
              .toList();
      await().untilAsserted(() -> assertThat(one.getValue()).isEqualTo(its));
    }
  }

  /** Of the slices that Akka itself would have. */
  @Test
  void slicesAreThoseOfAkka() {
    start();
    EventsBySliceQuery journal =
        PersistenceQuery.get(cluster.system())
            .getReadJournalFor(EventsBySliceQuery.class, SliceEvents.READ_JOURNAL);
    Persistence akka = Persistence.get(cluster.system());
    for (int n = 0; n < 1_000; n++) {
      String id = "Ticket|" + UUID.randomUUID();
      assertThat(journal.sliceForPersistenceId(id)).isEqualTo(akka.sliceForPersistenceId(id));
    }
    assertThat(new Slices("Some", 4).ranges())
        .extracting(SliceRange::first, SliceRange::last)
        .containsExactlyElementsOf(
            akka.getSliceRanges(4).stream()
                .map(range -> tuple(range.first(), range.second()))
                .toList());
  }

  @Test
  void theEventsOfOneEntityAreReadUpToANumber() throws SQLException {
    start();
    Connection transaction = transaction();
    for (int n = 1; n <= 2_500; n++) {
      write(transaction, "one", n);
    }
    transaction.commit();
    CurrentEventsByPersistenceIdQuery journal =
        PersistenceQuery.get(cluster.system())
            .getReadJournalFor(CurrentEventsByPersistenceIdQuery.class, SliceEvents.READ_JOURNAL);
    List<Long> numbers =
        journal
            .currentEventsByPersistenceId("Some|one", 2, 2_400)
            .map(EventEnvelope::sequenceNr)
            .runWith(Sink.seq(), cluster.system())
            .toCompletableFuture()
            .join();
    assertThat(numbers)
        .containsExactlyElementsOf(LongStream.rangeClosed(2, 2_400).boxed().toList());
  }

  /** As it is usually asked; the last page is a full one, and some events are deleted. */
  @Test
  void theEventsOfOneEntityAreReadToTheirEnd() throws SQLException {
    start();
    Connection transaction = transaction();
    for (int n = 1; n <= 2_010; n++) {
      write(transaction, "one", n);
    }
    transaction.commit();
    try (Statement statement = transaction.createStatement()) {
      statement.execute("UPDATE event_journal SET deleted = true WHERE sequence_number <= 10");
    }
    transaction.commit();
    List<Long> numbers =
        PersistenceQuery.get(cluster.system())
            .getReadJournalFor(CurrentEventsByPersistenceIdQuery.class, SliceEvents.READ_JOURNAL)
            .currentEventsByPersistenceId("Some|one", 1, Long.MAX_VALUE)
            .map(EventEnvelope::sequenceNr)
            .runWith(Sink.seq(), cluster.system())
            .toCompletableFuture()
            .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
            .join();
    assertThat(numbers)
        .containsExactlyElementsOf(LongStream.rangeClosed(11, 2_010).boxed().toList());
  }

  /** Matches change once in a while, tickets all the time. */
  @Test
  void whatIsRareIsReadAmongAllThatIsNot() throws SQLException {
    List<String> rare = new CopyOnWriteArrayList<>();
    start();
    PersistenceQuery.get(cluster.system())
        .getReadJournalFor(EventsBySliceQuery.class, SliceEvents.READ_JOURNAL)
        .<String>eventsBySlices("Rare", 0, Slices.COUNT - 1, Offset.noOffset())
        .runForeach(envelope -> rare.add(envelope.event()), cluster.system());
    for (int n = 0; n < 200; n++) {
      committed("often-" + n);
    }
    Connection transaction = transaction();
    write(transaction, "Rare|", "once", 1);
    transaction.commit();
    await().untilAsserted(() -> assertThat(rare).containsExactly("once"));
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

  private void start() {
    cluster = TestCluster.start(databases);
  }

  private void read() {
    start();
    read(Slices.ALL, Offset.noOffset(), read);
  }

  private void read(SliceRange slices, Offset from, List<String> read) {
    PersistenceQuery.get(cluster.system())
        .getReadJournalFor(EventsBySliceQuery.class, SliceEvents.READ_JOURNAL)
        .<String>eventsBySlices("Some", slices.first(), slices.last(), from)
        .runForeach(envelope -> read.add(envelope.event()), cluster.system());
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
    write(transaction, event, 1);
  }

  private static void write(Connection transaction, String event, long number) throws SQLException {
    write(transaction, "Some|", event, number);
  }

  private static void write(Connection transaction, String prefix, String event, long number)
      throws SQLException {
    try (PreparedStatement insert =
        transaction.prepareStatement(
            """
            INSERT INTO event_journal (persistence_id, sequence_number, writer, write_timestamp,
              adapter_manifest, event_ser_id, event_ser_manifest, event_payload)
            VALUES (?, ?, 'test', 0, '', 20, '', convert_to(?, 'UTF8'))""")) {
      insert.setString(1, prefix + event);
      insert.setLong(2, number);
      insert.setString(3, event);
      insert.executeUpdate();
    }
  }
}
