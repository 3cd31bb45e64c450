package io.sportskk.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.node.database.DatabaseSettings;
import io.sportskk.node.database.JournalPools;
import io.sportskk.node.database.Migrations;
import io.sportskk.testing.FreePorts;
import io.sportskk.testing.HeldTables;
import io.sportskk.testing.Office;
import io.sportskk.testing.Patience;
import io.sportskk.testing.PlainHttp;
import io.sportskk.testing.Resources;
import io.sportskk.testing.TcpProxy;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever way a database is away that a node needs, {@code /ready} says which one it is. */
class ReadyTest {

  /** How a database is away, and how it comes back. */
  private enum Way {
    ACCEPTS_NO_CONNECTIONS {
      @Override
      void away(Migrations.Part part, TcpProxy line) {
        databases.stop(part);
      }

      @Override
      void back(Migrations.Part part, TcpProxy line) {
        databases.start(part);
      }
    },
    REFUSES_CONNECTIONS {
      @Override
      void away(Migrations.Part part, TcpProxy line) {
        line.refuse();
      }

      @Override
      void back(Migrations.Part part, TcpProxy line) {
        line.open();
      }
    },
    IS_SILENT {
      @Override
      void away(Migrations.Part part, TcpProxy line) {
        line.silence();
      }

      @Override
      void back(Migrations.Part part, TcpProxy line) {
        line.open();
      }
    };

    abstract void away(Migrations.Part part, TcpProxy line);

    abstract void back(Migrations.Part part, TcpProxy line);
  }

  /** More than the threads of Akka's own dispatcher for calls that block. */
  private static final int MANY = 40;

  private static TestDatabases databases;
  private static TcpProxy journal;
  private static TcpProxy tally;
  private static TestNode others;
  private static TestNode node;

  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    journal = TcpProxy.to(databases.port());
    tally = TcpProxy.to(databases.port());
    others = TestNode.start(databases);
    node =
        TestNode.on(databases)
            .joining(others)
            .with("sportskk.roles = [tally]")
            .with(databases.through(journal, Migrations.Part.JOURNAL))
            .with(databases.through(tally, Migrations.Part.TALLY))
            .start();
  }

  @AfterAll
  static void stop() {
    Resources.close(node, others, tally, journal, databases);
  }

  @ParameterizedTest
  @EnumSource
  void aNodeThatOnlyTalliesNeedsTheTallyAndSaysSo(Way way) {
    isNotReadyWithout(Migrations.Part.TALLY, tally, way);
  }

  @ParameterizedTest
  @EnumSource
  void itNeedsTheJournalAndSaysSo(Way way) {
    isNotReadyWithout(Migrations.Part.JOURNAL, journal, way);
  }

  @Test
  void ifMoreThanOneIsAwayAllAreNamed() {
    awaitReady(node);
    databases.stop(Migrations.Part.TALLY);
    journal.silence();
    try {
      awaitNotReady("the tally database does not answer", "the journal database does not answer");
    } finally {
      journal.open();
      databases.start(Migrations.Part.TALLY);
    }
    awaitReady(node);
  }

  /** Another pool of the same database may have connections that are good still. */
  @Test
  void aNodeThatWritesIsNotReadyWhileNothingItWritesWithAnswers() throws Exception {
    awaitReady(others);
    DataSource writing = JournalPools.get(others.system()).writing();
    Deque<Connection> hung = new ArrayDeque<>();
    try {
      int size = others.system().settings().config().getInt("sportskk.database.journal.pool-size");
      hold(writing, size, hung);
      awaitReady(others); // as if there was much to do
      hold(writing, size + 1, hung);
      HttpResponse<String> answer = ready(others);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("the journal database does not answer");
    } finally {
      for (Connection connection : hung) {
        connection.close();
      }
    }
    awaitReady(others);
  }

  private static void hold(DataSource pool, int connections, Deque<Connection> held) {
    Awaitility.await()
        .ignoreExceptionsInstanceOf(SQLException.class) // an entity may hold one
        .until(
            () -> {
              held.add(pool.getConnection());
              return held.size() == connections;
            });
  }

  /** Nobody waits behind those who wait for a database that is silent. */
  @Test
  void howeverManyAskOnlyTheRightDatabaseIsNamed() {
    awaitReady(node);
    ExecutorService askers = Executors.newFixedThreadPool(MANY);
    tally.silence();
    try {
      List<CompletableFuture<HttpResponse<String>>> asked =
          IntStream.range(0, MANY)
              .mapToObj(n -> CompletableFuture.supplyAsync(() -> ready(node), askers))
              .toList();
      for (CompletableFuture<HttpResponse<String>> answer : asked) {
        assertThat(answer.join().statusCode()).isEqualTo(503);
        assertThat(answer.join().body())
            .contains("the tally database does not answer")
            .doesNotContain("journal");
      }
    } finally {
      tally.open();
      askers.shutdownNow();
    }
    awaitReady(node);
  }

  /** It has threads and connections of its own. */
  @Test
  void itAnswersBesideManyConnectionsThatListMatches() throws Exception {
    awaitReady(others);
    int connections = 200;
    ExecutorService clients = Executors.newFixedThreadPool(connections);
    AtomicBoolean open = new AtomicBoolean(true);
    AtomicInteger listed = new AtomicInteger();
    try (HeldTables held = new HeldTables(databases.journal(), "match_catalogue")) {
      List<CompletableFuture<Void>> lists =
          IntStream.range(0, connections)
              .mapToObj(
                  n ->
                      CompletableFuture.runAsync(
                          () -> {
                            while (open.get()) {
                              others.client().get("/matches");
                              listed.incrementAndGet();
                            }
                          },
                          clients))
              .toList();
      awaitReady(others); // though all of them wait for the catalogue
      held.release();
      Awaitility.await()
          .until(
              () -> {
                assertThat(lists).noneMatch(CompletableFuture::isCompletedExceptionally);
                return listed.get() > 5 * connections;
              });
      awaitReady(others);
      open.set(false);
      CompletableFuture.allOf(lists.toArray(CompletableFuture[]::new))
          .get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
    } finally {
      open.set(false);
      clients.shutdownNow();
    }
  }

  /** The journal is away in one way after the other, and each time the start goes on waiting. */
  @Test
  void aNodeThatStartsWaitsForTheJournalAndSaysSo() throws Exception {
    int port = FreePorts.next();
    URI ready = URI.create("http://127.0.0.1:" + port + "/ready");
    try (TestDatabases own = TestDatabases.create();
        TcpProxy line = TcpProxy.to(own.port())) {
      line.silence();
      CompletableFuture<TestNode> started =
          CompletableFuture.supplyAsync(
              () ->
                  TestNode.on(own)
                      .with(own.through(line, Migrations.Part.JOURNAL))
                      .with("akka.management.http.port = " + port)
                      .start(),
              task -> new Thread(task, "start").start());
      awaitStarting(ready, "timed out");
      line.refuse();
      awaitStarting(ready, "refused");
      own.stop(Migrations.Part.JOURNAL);
      line.open();
      awaitStarting(ready, "not currently accepting connections");
      assertThat(started).isNotDone();
      own.start(Migrations.Part.JOURNAL);
      try (TestNode node = started.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        assertThat(node.management("/ready").body()).isEqualTo("yes\n");
        Office office = new Office(node);
        office.openMatch();
        office.buyApproved("buyer-1", "KT", 1000);
      }
    }
  }

  /** A migration may take its time, or wait for whoever uses the tables. */
  @Test
  void aNodeThatStartsSaysWhichDatabaseItMigrates() throws Exception {
    int port = FreePorts.next();
    URI ready = URI.create("http://127.0.0.1:" + port + "/ready");
    try (TestDatabases own = TestDatabases.create();
        HeldTables held = new HeldTables(own.tally(), "flyway_schema_history")) {
      CompletableFuture<TestNode> started =
          CompletableFuture.supplyAsync(
              () -> TestNode.on(own).with("akka.management.http.port = " + port).start(),
              task -> new Thread(task, "start").start());
      Awaitility.await()
          .ignoreExceptionsInstanceOf(UncheckedIOException.class) // it does not listen yet
          .until(
              () -> PlainHttp.get(ready).body(),
              body -> body.contains("the tally database at jdbc:postgresql:"));
      held.release();
      try (TestNode node = started.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        assertThat(node.management("/ready").body()).isEqualTo("yes\n");
      }
    }
  }

  private static void awaitStarting(URI ready, String reason) {
    Awaitility.await(reason)
        .ignoreExceptionsInstanceOf(UncheckedIOException.class) // it does not listen yet
        .untilAsserted(
            () -> {
              HttpResponse<String> answer = PlainHttp.get(ready);
              assertThat(answer.statusCode()).isEqualTo(503);
              assertThat(answer.body())
                  .contains(
                      "the journal database at jdbc:postgresql:",
                      reason,
                      "sportskk.database.journal.url");
            });
  }

  private static void isNotReadyWithout(Migrations.Part part, TcpProxy line, Way way) {
    awaitReady(node);
    way.away(part, line);
    try {
      awaitNotReady("the " + DatabaseSettings.label(part) + " database does not answer");
    } finally {
      way.back(part, line);
    }
    awaitReady(node);
  }

  /**
   * From the first answer on that is not yes, each is the right one: with connections that the pool
   * still has, with those that it has found broken, and with none.
   */
  private static void awaitNotReady(String... reasons) {
    HttpResponse<String> answer =
        Awaitility.await().until(() -> ready(node), ready -> ready.statusCode() != 200);
    for (int i = 0; i < 3; i++) {
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains(reasons);
      answer = ready(node);
    }
  }

  private static void awaitReady(TestNode node) {
    Awaitility.await().untilAsserted(() -> assertThat(ready(node).body()).isEqualTo("yes\n"));
  }

  private static HttpResponse<String> ready(TestNode node) {
    return node.management("/ready");
  }
}
