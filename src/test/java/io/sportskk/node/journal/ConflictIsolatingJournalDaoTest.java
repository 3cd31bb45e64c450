package io.sportskk.node.journal;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Extension;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.javadsl.Adapter;
import akka.persistence.AtomicWrite;
import akka.persistence.PersistentRepr;
import akka.persistence.PersistentRepr$;
import akka.persistence.jdbc.config.JournalConfig;
import akka.persistence.jdbc.db.SlickDatabase;
import akka.persistence.jdbc.db.SlickExtension;
import akka.persistence.jdbc.db.SlickExtensionImpl;
import akka.persistence.jdbc.journal.dao.JournalDao;
import akka.persistence.journal.Tagged;
import akka.serialization.SerializationExtension;
import akka.stream.Materializer;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

class ConflictIsolatingJournalDaoTest {

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
                    """)
                .withFallback(databases.config())
                .withFallback(ConfigFactory.defaultApplication())
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve());
    ActorSystem system = Adapter.toClassic(kit.system());
    Config config = system.settings().config().getConfig("jdbc-journal");
    Extension slick = SlickExtension.get(system);
    SlickDatabase database = ((SlickExtensionImpl) slick).database(config);
    journal = dao(system, config, database, Patience.LIMIT);
    late = dao(system, config, database, Duration.ZERO);
  }

  private static JournalDao dao(
      ActorSystem system, Config config, SlickDatabase database, Duration againWithin) {
    return new ConflictIsolatingJournalDao(
        database.database(),
        database.profile(),
        new JournalConfig(config),
        SerializationExtension.get(system),
        system.dispatcher(),
        Materializer.createMaterializer(system),
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
      strangers.forEach(ConflictIsolatingJournalDaoTest::awaitDone);
      rivals.forEach(ConflictIsolatingJournalDaoTest::awaitDone);
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
      writes.forEach(ConflictIsolatingJournalDaoTest::awaitDone);
    }
    assertThat(writes).allMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(writes.get(2))
        .failsWithin(Patience.LIMIT)
        .withThrowableThat()
        .withStackTraceContaining("no time is left");
    assertThat(stored()).containsExactly("before 1");
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
    List<PersistentRepr> all =
        IntStream.range(0, events.length)
            .mapToObj(
                i ->
                    PersistentRepr$.MODULE$.apply(
                        new Tagged(events[i], java.util.Set.of("tag")),
                        i + 1L,
                        entity,
                        "",
                        false,
                        ActorRef.noSender(),
                        "writer"))
            .toList();
    return FutureConverters.asJava(
            journal.asyncWriteMessages(
                CollectionConverters.asScala(
                        List.of(new AtomicWrite(CollectionConverters.asScala(all).toSeq())))
                    .toSeq()))
        .toCompletableFuture();
  }

  private static void awaitDone(CompletableFuture<?> write) {
    write
        .handle((done, failure) -> true)
        .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  /** Each event that has its tag. */
  private List<String> stored() throws SQLException {
    List<String> stored = new ArrayList<>();
    try (Connection connection = databases.journal().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT persistence_id || ' ' || sequence_number FROM event_journal"
                    + " JOIN event_tag ON event_id = ordering")) {
      while (rows.next()) {
        stored.add(rows.getString(1));
      }
    }
    Collections.sort(stored);
    return stored;
  }
}
