package io.sportskk.node.journal;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorRef;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.persistence.AtomicWrite;
import akka.persistence.PersistentRepr;
import akka.persistence.PersistentRepr$;
import akka.persistence.jdbc.config.JournalConfig;
import akka.persistence.jdbc.journal.dao.JournalDao;
import akka.persistence.journal.Tagged;
import akka.serialization.SerializationExtension;
import akka.stream.javadsl.Sink;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sportskk.node.management.NodeMetrics;
import io.sportskk.testing.HeldTables;
import io.sportskk.testing.Patience;
import io.sportskk.testing.TestDatabases;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

class EventJournalDaoTest {

  private static final int MAX_WAITING = 100;

  private TestDatabases databases;
  private ActorTestKit kit;
  private JournalDao journal;
  private JournalDao late;

  @BeforeEach
  void start() {
    databases = TestDatabases.create();
    kit =
        ActorTestKit.create(
            ConfigFactory.parseString(
                    """
                    akka.actor.provider = local
                    # What is asked while a batch is under way is in the next one, all of it.
                    jdbc-journal.parallelism = 1
                    jdbc-journal.bufferSize = 100
                    """)
                .withFallback(databases.config())
                .withFallback(ConfigFactory.defaultApplication())
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve());
    journal = dao(Patience.LIMIT, Patience.LIMIT);
    late = dao(Patience.LIMIT, Duration.ZERO);
  }

  private JournalDao dao(Duration firstWithin, Duration againWithin) {
    Config config = kit.system().settings().config().getConfig("jdbc-journal");
    return new EventJournalDao(
        kit.system(),
        new JournalConfig(config).daoConfig(),
        SerializationExtension.get(kit.system()),
        firstWithin,
        againWithin);
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    databases.close();
  }

  @Test
  void ofTwoWritersOfOneEntityOneFailsAndNobodyElse() throws Exception {
    List<CompletableFuture<?>> rivals = new ArrayList<>();
    List<CompletableFuture<?>> strangers = new ArrayList<>();
    try (HeldTables held = new HeldTables(databases.journal(), "event_journal")) {
      strangers.add(write("before", "event"));
      for (int i = 0; i < 20; i++) {
        strangers.add(write("stranger-" + i, "event", "next event"));
      }
      rivals.add(write("contended", "one"));
      rivals.add(write("contended", "other"));
      for (int i = 20; i < 40; i++) {
        strangers.add(write("stranger-" + i, "event"));
      }
      assertThat(strangers).noneMatch(CompletableFuture::isDone);
      held.release();
      strangers.forEach(EventJournalDaoTest::awaitDone);
      rivals.forEach(EventJournalDaoTest::awaitDone);
    }
    assertThat(strangers).noneMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(rivals.stream().filter(CompletableFuture::isCompletedExceptionally)).hasSize(1);
    assertThat(conflicts()).isEqualTo(1);

    List<String> expected = new ArrayList<>(List.of("before 1", "contended 1"));
    IntStream.range(0, 40).forEach(i -> expected.add("stranger-" + i + " 1"));
    IntStream.range(0, 20).forEach(i -> expected.add("stranger-" + i + " 2"));
    Collections.sort(expected);
    assertThat(stored()).isEqualTo(expected);
  }

  @Test
  void whatFailsForAnotherReasonIsNotWrittenAgain() {
    CompletableFuture<?> tooLong = write("x".repeat(300), "event");
    awaitDone(tooLong);
    assertThat(tooLong).isCompletedExceptionally();
    assertThat(conflicts()).isZero();
  }

  /** The entity has given up, or will have when it is stored. */
  @Test
  void whatIsTooLateIsNotWrittenAgain() throws Exception {
    List<CompletableFuture<?>> writes = new ArrayList<>();
    CompletableFuture<?> before;
    try (HeldTables held = new HeldTables(databases.journal(), "event_journal")) {
      before = write(late, "before", "event");
      for (String entity : List.of("contended", "contended", "stranger")) {
        writes.add(write(late, entity, "event"));
      }
      held.release();
      awaitDone(before);
      writes.forEach(EventJournalDaoTest::awaitDone);
    }
    assertThat(writes).allMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(writes.get(2))
        .failsWithin(Patience.LIMIT)
        .withThrowableThat()
        .withStackTraceContaining("no time is left");
    assertThat(stored()).containsExactly("before 1");
  }

  @Test
  void anEntityIsLoadedInItsOrderFromAnyNumberOn() {
    awaitDone(write("other", "x"));
    awaitDone(write("entity", "a", "b", "c", "d", "e"));

    assertThat(replay("entity", 1, Long.MAX_VALUE, 2))
        .containsExactly("1 a", "2 b", "3 c", "4 d", "5 e");
    assertThat(replay("entity", 1, Long.MAX_VALUE, 5)).hasSize(5);
    assertThat(replay("entity", 0, 3, 100)).containsExactly("1 a", "2 b", "3 c");
    assertThat(replay("entity", 4, 4, 100)).containsExactly("4 d");
    assertThat(replay("entity", 6, Long.MAX_VALUE, 100)).isEmpty();
    assertThat(replay("nobody", 1, Long.MAX_VALUE, 100)).isEmpty();
  }

  @Test
  void eachOfManyIsToldItsOwnHighestNumber() throws SQLException {
    List<CompletableFuture<Object>> numbers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      awaitDone(
          write("entity-" + i, Collections.nCopies(i % 3 + 1, "event").toArray(String[]::new)));
    }
    try (HeldTables held = new HeldTables(databases.journal(), "event_journal")) {
      for (int i = 0; i < 50; i++) {
        numbers.add(highest("entity-" + i));
      }
      numbers.add(highest("nobody"));
      numbers.add(highest("entity-2"));
      held.release();
    }
    for (int i = 0; i < 50; i++) {
      assertThat(numbers.get(i)).succeedsWithin(Patience.LIMIT).isEqualTo(i % 3 + 1L);
    }
    assertThat(numbers.get(50)).succeedsWithin(Patience.LIMIT).isEqualTo(0L);
    assertThat(numbers.get(51)).succeedsWithin(Patience.LIMIT).isEqualTo(3L);
  }

  /** Many are loaded by one statement: each by as many events as it asked for. */
  @Test
  void eachOfManyIsLoadedFromItsOwnEvents() throws SQLException {
    for (int i = 0; i < 50; i++) {
      String entity = "entity-" + i;
      awaitDone(write(entity, entity + "/a", entity + "/b", entity + "/c", entity + "/d"));
    }
    List<CompletableFuture<List<String>>> loaded = new ArrayList<>();
    try (HeldTables held = new HeldTables(databases.journal(), "event_journal")) {
      for (int i = 0; i < 50; i++) {
        loaded.add(replaying("entity-" + i, 1 + i % 3, 3 + i % 2, 1 + i % 4));
      }
      loaded.add(replaying("nobody", 1, Long.MAX_VALUE, 100));
      held.release();
    }
    List<String> events = List.of("a", "b", "c", "d");
    for (int i = 0; i < 50; i++) {
      String entity = "entity-" + i;
      List<String> expected =
          IntStream.rangeClosed(1 + i % 3, 3 + i % 2)
              .mapToObj(number -> number + " " + entity + "/" + events.get(number - 1))
              .toList();
      assertThat(loaded.get(i)).succeedsWithin(Patience.LIMIT).isEqualTo(expected);
    }
    assertThat(loaded.get(50)).succeedsWithin(Patience.LIMIT).isEqualTo(List.of());
  }

  @Test
  void whatIsDeletedIsNotLoadedAndItsNumbersAreNotUsedAgain() {
    awaitDone(write("entity", "a", "b", "c"));
    awaitDone(write("other", "a"));
    delete("entity", 2);
    assertThat(replay("entity", 1, Long.MAX_VALUE, 100)).containsExactly("3 c");
    delete("entity", 3);
    assertThat(replay("entity", 1, Long.MAX_VALUE, 100)).isEmpty();
    assertThat(highest("entity")).succeedsWithin(Patience.LIMIT).isEqualTo(3L);
    assertThat(replay("other", 1, Long.MAX_VALUE, 100)).containsExactly("1 a");
  }

  @Test
  void theEventsOfAnEntityAreNumberedInTheirOrder() throws SQLException {
    awaitDone(write("entity", "a", "b", "c", "d"));
    try (Connection connection = databases.journal().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT array_agg(sequence_number ORDER BY ordering) FROM event_journal")) {
      row.next();
      assertThat((Long[]) row.getArray(1).getArray()).containsExactly(1L, 2L, 3L, 4L);
    }
  }

  @Test
  void whatCantBeSerializedIsRefusedAndTheOthersOfItsBatchAreWritten() throws SQLException {
    List<AtomicWrite> writes =
        List.of(
            atomic("entity", 1, "a"),
            atomic("entity", 2, new Object()),
            atomic("entity", 3, new Tagged("b", java.util.Set.of("tag"))));
    var results =
        FutureConverters.asJava(
                journal.asyncWriteMessages(CollectionConverters.asScala(writes).toSeq()))
            .toCompletableFuture()
            .thenApply(
                all ->
                    CollectionConverters.asJava(all).stream().map(it -> it.isSuccess()).toList());
    assertThat(results)
        .succeedsWithin(Patience.LIMIT)
        .asInstanceOf(InstanceOfAssertFactories.list(Boolean.class))
        .containsExactly(true, false, false);
    assertThat(stored()).containsExactly("entity 1");
  }

  @Test
  void moreThanCanWaitIsRefusedAtOnce() throws SQLException {
    List<CompletableFuture<?>> writes = new ArrayList<>();
    try (HeldTables held = new HeldTables(databases.journal(), "event_journal")) {
      for (int i = 0; i < 1 + MAX_WAITING; i++) { // one of them is under way
        writes.add(write("entity-" + i, "event"));
      }
      CompletableFuture<?> tooMuch = write("one more", "event");
      assertThat(tooMuch)
          .isCompletedExceptionally()
          .failsWithin(Patience.LIMIT)
          .withThrowableThat()
          .withMessageContaining(MAX_WAITING + " writes of events wait already");
      held.release();
    }
    writes.forEach(EventJournalDaoTest::awaitDone);
    assertThat(writes).noneMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(stored()).hasSize(1 + MAX_WAITING);
  }

  /** Its entity has given up, and its buyer was told that nothing is bought. */
  @Test
  void whatHasWaitedTooLongIsNotBegun() throws SQLException {
    CompletableFuture<?> write = write(dao(Duration.ZERO, Patience.LIMIT), "entity", "event");
    assertThat(write)
        .failsWithin(Patience.LIMIT)
        .withThrowableThat()
        .withMessageContaining("the journal is too slow");
    assertThat(stored()).isEmpty();
  }

  private List<String> replay(String entity, long from, long to, int batch) {
    return replaying(entity, from, to, batch)
        .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  private CompletableFuture<List<String>> replaying(String entity, long from, long to, int batch) {
    return journal
        .messagesWithBatch(entity, from, to, batch, Option.empty())
        .asJava()
        .map(event -> event.get()._1().sequenceNr() + " " + event.get()._1().payload())
        .runWith(Sink.seq(), kit.system())
        .toCompletableFuture();
  }

  private CompletableFuture<Object> highest(String entity) {
    return FutureConverters.asJava(journal.highestSequenceNr(entity, 0)).toCompletableFuture();
  }

  private void delete(String entity, long to) {
    awaitDone(FutureConverters.asJava(journal.delete(entity, to)).toCompletableFuture());
  }

  private double conflicts() {
    return NodeMetrics.get(kit.system())
        .registry()
        .get("sportskk.journal.conflicts")
        .counter()
        .count();
  }

  /** The events of one entity, from its first on. */
  private CompletableFuture<?> write(String entity, String... events) {
    return write(journal, entity, events);
  }

  private static CompletableFuture<?> write(JournalDao journal, String entity, String... events) {
    AtomicWrite write = atomic(entity, 1, (Object[]) events);
    return FutureConverters.asJava(
            journal.asyncWriteMessages(CollectionConverters.asScala(List.of(write)).toSeq()))
        .toCompletableFuture();
  }

  private static AtomicWrite atomic(String entity, long firstNumber, Object... events) {
    List<PersistentRepr> all =
        IntStream.range(0, events.length)
            .mapToObj(
                i ->
                    PersistentRepr$.MODULE$.apply(
                        events[i],
                        firstNumber + i,
                        entity,
                        "",
                        false,
                        ActorRef.noSender(),
                        "writer"))
            .toList();
    return new AtomicWrite(CollectionConverters.asScala(all).toSeq());
  }

  private static void awaitDone(CompletableFuture<?> write) {
    write
        .handle((done, failure) -> true)
        .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  private List<String> stored() throws SQLException {
    List<String> stored = new ArrayList<>();
    try (Connection connection = databases.journal().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT persistence_id || ' ' || sequence_number FROM event_journal")) {
      while (rows.next()) {
        stored.add(rows.getString(1));
      }
    }
    Collections.sort(stored);
    return stored;
  }
}
