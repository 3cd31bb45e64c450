package io.sportskk.tally;

import static io.sportskk.tally.TallyFixture.team;
import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.receptionist.Receptionist;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import io.sportskk.kernel.Money;
import io.sportskk.node.database.Migrations.Part;
import io.sportskk.tally.TotalsHistory.Point;
import io.sportskk.testing.TestDatabases;
import io.sportskk.ticket.Purchase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TallyClientTest {

  private static TestDatabases databases;
  private static TallyNode node;
  private static TallyClient client;

  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    node = new TallyNode(databases);
    client = new TallyClient(node.cluster.system(), node.settings, node.metrics);
  }

  @AfterAll
  static void stop() {
    node.close();
    databases.close();
  }

  @Test
  void countsTakesOutAndConfirms() {
    await().until(() -> count("A", "a1"));
    assertThat(count("A", "a2")).isTrue();
    assertThat(get(client.uncount(ticket("A", "a2"), "correlation"))).isTrue();
    node.awaitTotals("A", team("KT", 100, 1, 1));
  }

  @Test
  void aStoppedDatabaseOpensTheBreakerAndNothingFails() {
    await().until(() -> count("B", "b0"));
    databases.stop(Part.TALLY);
    try {
      LoggingTestKit.warn("The tally does not answer")
          .withOccurrences(1)
          .expect(
              node.cluster.system(),
              () -> {
                for (int ticket = 1; ticket < 6; ticket++) {
                  assertThat(count("B", "b" + ticket)).isFalse();
                }
                await().until(() -> breakerState() == 2);
                // Not called while it is open, so this is over at once; then it tries again, in
                // vain.
                assertThat(count("B", "b6")).isFalse();
                await()
                    .until(
                        () ->
                            !count("B", "b7")
                                && node.metrics.counter("sportskk.tally.failures").count() > 2);
                return null;
              });
    } finally {
      databases.start(Part.TALLY);
    }
    LoggingTestKit.info("The tally answers again")
        .withOccurrences(1)
        .expect(
            node.cluster.system(),
            () -> {
              await().until(() -> count("B", "b1"));
              await().until(() -> breakerState() == 0);
              return null;
            });
  }

  @Test
  void allTotalsAreToldOnRequest() {
    await().until(() -> count("C", "c1"));
    ActorRef<TallyQuery> service = service();
    TestProbe<TallyQuery.Reply> replies =
        node.cluster.testKit().createTestProbe(TallyQuery.Reply.class);

    service.tell(new TallyQuery.ListTotals(100, null, null, replies.ref()));
    assertThat(replies.expectMessageClass(TallyQuery.Page.class, LIMIT).items())
        .anySatisfy(
            totals -> {
              assertThat(totals.matchId()).isEqualTo("C");
              assertThat(totals.teams()).containsExactly(team("KT", 100, 1, 0));
            });
    service.tell(new TallyQuery.ListTotals(100, "garbage", null, replies.ref()));
    replies.expectMessageClass(TallyQuery.InvalidCursor.class, LIMIT);

    databases.stop(Part.TALLY);
    try {
      service.tell(new TallyQuery.ListTotals(100, null, null, replies.ref()));
      replies.expectMessageClass(TallyQuery.Unavailable.class, LIMIT);
    } finally {
      databases.start(Part.TALLY);
    }
  }

  @Test
  void howTotalsMovedIsToldOnRequest() {
    await().until(() -> count("H", "h1"));
    await()
        .untilAsserted(
            () -> assertThat(history("H").points()).extracting(Point::stakes).contains(won(100)));
    assertThat(count("H", "h2")).isTrue();
    await()
        .untilAsserted(
            () ->
                assertThat(history("H").points())
                    .extracting(Point::stakes)
                    .containsExactly(won(100), won(200)));
    assertThat(history("none")).isEqualTo(new TotalsHistory("none", List.of(), List.of()));

    TestProbe<TallyQuery.HistoryReply> replies =
        node.cluster.testKit().createTestProbe(TallyQuery.HistoryReply.class);
    ActorRef<TallyQuery> service = service();
    databases.stop(Part.TALLY);
    try {
      service.tell(new TallyQuery.GetHistory("of which nobody knows yet", replies.ref()));
      replies.expectMessageClass(TallyQuery.Unavailable.class, LIMIT);
    } finally {
      databases.start(Part.TALLY);
    }
  }

  /** It has the fewer points then. */
  @Test
  void aHistoryFitsIntoOneMessageHoweverManyTeamsTheMatchHas() throws SQLException {
    try (Connection connection = databases.tally().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO tally (match_id, team, stake, tickets, cancelled, version, updated_at)
          SELECT 'many-teams', 'A-CODE-AS-LON' || team, 0, 1, 0, 1, '2024-01-01'
          FROM generate_series(100, 999) AS team""");
      statement.execute(
          """
          INSERT INTO tally_point (match_id, team, at, stake)
          SELECT match_id, team, '2024-01-01'::timestamptz + turn * interval '1 minute',
            100000000000 + turn
          FROM tally, generate_series(1, 50) AS turn WHERE match_id = 'many-teams'""");
    }
    TotalsHistory history = history("many-teams");
    assertThat(history.teams()).hasSize(900);
    assertThat(history.points()).hasSizeBetween(10, 20);
    Serialization serialization =
        SerializationExtension.get(Adapter.toClassic(node.cluster.system()));
    TallyQuery.History reply = new TallyQuery.History(history);
    byte[] message = serialization.serialize(reply).get();
    assertThat(message.length).isLessThan((int) mostBytes() * 3 / 4);
    assertThat(serialization.deserialize(message, TallyQuery.History.class).get()).isEqualTo(reply);
  }

  /** Other nodes would never get what is larger. */
  @Test
  void aPageFitsIntoOneMessageHoweverManyTeamsMatchesHave() throws SQLException {
    try (Connection connection = databases.tally().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO tally (match_id, team, stake, tickets, cancelled, version, updated_at)
          SELECT 'z-match-with-an-id-of-so-many-characters-' || match, 'A-CODE-AS-LONG' || team,
            100000000000, 100000000, 100000000, 100000000, now()
          FROM generate_series(100, 299) AS match, generate_series(10, 73) AS team""");
    }
    ActorRef<TallyQuery> service = service();
    TestProbe<TallyQuery.Reply> replies =
        node.cluster.testKit().createTestProbe(TallyQuery.Reply.class);
    int listed = 0;
    String cursor = null;
    do {
      service.tell(new TallyQuery.ListTotals(100, cursor, null, replies.ref()));
      TallyQuery.Page page = replies.expectMessageClass(TallyQuery.Page.class, LIMIT);
      byte[] message =
          SerializationExtension.get(Adapter.toClassic(node.cluster.system()))
              .serialize(page)
              .get();
      assertThat(message.length).isLessThan((int) mostBytes() * 3 / 4);
      listed += (int) page.items().stream().filter(totals -> totals.teams().size() == 64).count();
      cursor = page.nextCursor();
    } while (cursor != null);
    assertThat(listed).isEqualTo(200);
  }

  private static long mostBytes() {
    return node.cluster
        .system()
        .settings()
        .config()
        .getBytes("akka.remote.artery.advanced.maximum-frame-size");
  }

  private static TotalsHistory history(String match) {
    TestProbe<TallyQuery.HistoryReply> replies =
        node.cluster.testKit().createTestProbe(TallyQuery.HistoryReply.class);
    service().tell(new TallyQuery.GetHistory(match, replies.ref()));
    return replies.expectMessageClass(TallyQuery.History.class, LIMIT).totals();
  }

  private static List<Money> won(long stake) {
    return List.of(Money.won(stake));
  }

  private static ActorRef<TallyQuery> service() {
    TestProbe<Receptionist.Listing> listings =
        node.cluster.testKit().createTestProbe(Receptionist.Listing.class);
    node.cluster
        .system()
        .receptionist()
        .tell(Receptionist.subscribe(TallyQuery.SERVICE, listings.ref()));
    Set<ActorRef<TallyQuery>> found = Set.of();
    while (found.isEmpty()) {
      found = listings.receiveMessage(LIMIT).getServiceInstances(TallyQuery.SERVICE);
    }
    return found.iterator().next();
  }

  private static boolean count(String match, String ticket) {
    return get(client.count(ticket(match, ticket), "correlation"));
  }

  private static boolean get(CompletionStage<Boolean> answer) {
    return answer.toCompletableFuture().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }

  private static double breakerState() {
    return node.metrics.get("sportskk.breaker.state").tag("breaker", "tally").gauge().value();
  }

  private static Purchase ticket(String match, String ticket) {
    return new Purchase(ticket, "buyer", match, "KT", Money.won(100), Instant.EPOCH, "correlation");
  }
}
