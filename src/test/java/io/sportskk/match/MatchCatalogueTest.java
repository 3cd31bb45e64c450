package io.sportskk.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.receptionist.Receptionist;
import akka.cluster.sharding.ShardRegion;
import akka.cluster.sharding.typed.GetShardRegionState;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.serialization.SerializationExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.kernel.PageCursor;
import io.sportskk.match.CatalogueQuery.InvalidCursor;
import io.sportskk.match.CatalogueQuery.ListMatches;
import io.sportskk.match.CatalogueQuery.Page;
import io.sportskk.match.CatalogueQuery.Unavailable;
import io.sportskk.match.MatchEvent.MatchOpened;
import io.sportskk.match.MatchEvent.SalesClosed;
import io.sportskk.match.MatchEvent.SalesStopped;
import io.sportskk.node.database.Migrations;
import io.sportskk.pool.PoolRules;
import io.sportskk.pool.Tax;
import io.sportskk.pool.Unbacked;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MatchCatalogueTest {

  private static final Instant NOON = Instant.parse("2025-05-01T12:00:00Z");
  private static final List<Match.Team> TEAMS =
      List.of(new Match.Team("KT", "KT 위즈"), new Match.Team("LG", "LG, \"트윈스\" {\\}"));

  private static final PoolRules RULES = new PoolRules(3_000, Unbacked.REFUND, Tax.KOREA_2016);

  private static final Match.Pool POOL = new Match.Pool(RULES, "cup");

  private static TestDatabases databases;
  private static TestCluster cluster;
  private static ActorRef<CatalogueQuery> catalogue;

  private final MatchCatalogueRepository repository = new MatchCatalogueRepository();
  private final TestProbe<CatalogueQuery.Reply> probe = cluster.testKit().createTestProbe();

  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    cluster = TestCluster.start(databases);
    Matches.start(
        cluster.system(),
        new MatchSettings(
            Duration.ofMinutes(1),
            new MatchSettings.Terms(Duration.ofMillis(50), Duration.ofMillis(100)),
            RULES,
            true,
            true),
        (matchId, person) -> CompletableFuture.completedFuture(false),
        databases.journal(),
        databases.journal(),
        new SimpleMeterRegistry(),
        Clock.systemUTC());
    TestProbe<Receptionist.Listing> listings = cluster.testKit().createTestProbe();
    cluster
        .system()
        .receptionist()
        .tell(Receptionist.subscribe(CatalogueQuery.SERVICE, listings.getRef()));
    Set<ActorRef<CatalogueQuery>> found = Set.of();
    while (found.isEmpty()) {
      found = listings.receiveMessage().getServiceInstances(CatalogueQuery.SERVICE);
    }
    catalogue = found.iterator().next();
  }

  @AfterAll
  static void stop() {
    cluster.close();
    databases.close();
  }

  @BeforeEach
  void clear() throws SQLException {
    try (Connection connection = databases.journal().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM match_catalogue");
    }
  }

  /** Gateways ask again and again: nothing is left out, and nothing told twice. */
  @Test
  void whatHasChangedIsListedInTheOrderInWhichItHas() throws SQLException {
    CatalogueQuery.Changes begin = changes(null);
    assertThat(begin.items()).isEmpty();
    assertThat(begin.more()).isFalse();
    assertThat(begin.allSuspended()).isFalse();
    assertThat(changes(begin.until())).isEqualTo(begin);
    for (int number = 1; number <= 150; number++) {
      save("m-" + number, number == 1 ? 2 : 1);
    }
    save("m-1", 3);

    CatalogueQuery.Changes first = changes(begin.until());
    assertThat(first.more()).isTrue();
    CatalogueQuery.Changes second = changes(first.until());
    assertThat(second.more()).isFalse();

    List<String> ids =
        Stream.of(first, second)
            .flatMap(page -> page.items().stream())
            .map(Match::matchId)
            .toList();
    assertThat(first.items()).hasSizeLessThanOrEqualTo(100);
    assertThat(ids).hasSize(150).doesNotHaveDuplicates().startsWith("m-2", "m-3").endsWith("m-1");
    assertThat(changes(second.until()).items()).isEmpty();
  }

  /** As when the database was restored: nobody waits for its changes to come so far again. */
  @Test
  void whoKnowsOfLaterChangesThanThereAreBeginsAnew() throws SQLException {
    long until = changes(null).until();
    assertThat(changes(until + 1_000_000).until()).isEqualTo(until);
    save("m-1", 1);
    assertThat(changes(until).items()).hasSize(1);
  }

  @Test
  void thatAllSalesAreSuspendedIsToldWithTheChanges() throws SQLException {
    long until = changes(null).until();
    try (Connection connection = databases.journal().getConnection()) {
      AllSalesRepository all = new AllSalesRepository();
      all.take(connection, true, "admin-1", "a fire alarm", "c", 5);
      try {
        assertThat(changes(until).allSuspended()).isTrue();
      } finally {
        all.take(connection, false, "admin-1", null, "c", 5);
      }
    }
    assertThat(changes(until).allSuspended()).isFalse();
  }

  private CatalogueQuery.Changes changes(Long since) {
    catalogue.tell(new CatalogueQuery.ListChanges(since, probe.getRef()));
    return probe.expectMessageClass(CatalogueQuery.Changes.class);
  }

  private void save(String matchId, long sequenceNr) throws SQLException {
    Match match =
        new Match(matchId, "Derby", TEAMS, NOON, NOON.plusSeconds(60), null, POOL, Course.NONE);
    try (Connection connection = databases.journal().getConnection()) {
      repository.save(connection, match, sequenceNr);
    }
  }

  @Test
  void aMatchIsListedOnceItIsOpenedAndAsClosedOnceItIsClosed() {
    EntityRef<MatchCommand> match = match("derby");
    Instant opensAt = Instant.now().plusSeconds(60);
    Instant closesAt = opensAt.plusSeconds(3600);
    TestProbe<MatchCommand.OpenReply> cup = cluster.testKit().createTestProbe();
    match("cup")
        .tell(
            new MatchCommand.Open(
                "Cup", TEAMS, null, opensAt, null, null, "admin-1", "c", cup.getRef()));
    cup.expectMessageClass(MatchCommand.Opened.class);
    TestProbe<MatchCommand.OpenReply> opened = cluster.testKit().createTestProbe();
    match.tell(
        new MatchCommand.Open(
            "Derby",
            TEAMS,
            opensAt,
            closesAt,
            Unbacked.CARRY,
            "cup",
            "admin-1",
            "correlation-1",
            opened.getRef()));
    opened.expectMessageClass(MatchCommand.Opened.class);
    Match expected =
        new Match(
            "derby",
            "Derby",
            TEAMS,
            micros(opensAt),
            micros(closesAt),
            null,
            new Match.Pool(MatchRules.pool(RULES, Unbacked.CARRY), "cup"),
            Course.NONE);
    await().untilAsserted(() -> assertThat(page(10, null).items()).contains(expected));

    TestProbe<MatchCommand.CloseReply> closed = cluster.testKit().createTestProbe();
    match.tell(new MatchCommand.Close("admin-2", "correlation-2", closed.getRef()));
    Match.Closed closing =
        closed.expectMessageClass(MatchCommand.SalesClosed.class).match().closed();
    await()
        .untilAsserted(
            () ->
                assertThat(page(10, null).items().get(0).closed())
                    .isEqualTo(
                        new Match.Closed(
                            "admin-2", micros(closing.at()), micros(closing.stoppedAt()))));
  }

  @Test
  void whoeverAsksForMatchesThatAreNotThereLeavesNothingInMemory() {
    TestProbe<MatchCommand.GetMatchReply> asker = cluster.testKit().createTestProbe();
    TestProbe<MatchCommand.SaleReply> buyer = cluster.testKit().createTestProbe();
    TestProbe<MatchCommand.CloseReply> admin = cluster.testKit().createTestProbe();
    for (int i = 0; i < 20; i++) {
      match("nobody-knows-" + i).tell(new MatchCommand.GetMatch(asker.getRef()));
      asker.expectMessage(new MatchCommand.NoSuchMatch());
    }
    match("nobody-sells").tell(new MatchCommand.CheckSale("KT", buyer.getRef()));
    buyer.expectMessage(new MatchCommand.NoSuchMatch());
    match("nobody-opened").tell(new MatchCommand.Close("admin-1", "c", admin.getRef()));
    admin.expectMessage(new MatchCommand.NoSuchMatch());

    await().untilAsserted(() -> assertThat(inMemory()).noneMatch(id -> id.startsWith("nobody-")));
  }

  @Test
  void aMatchIsOpenedWhileOthersAskForItInVain() {
    EntityRef<MatchCommand> match = match("asked-for");
    TestProbe<MatchCommand.GetMatchReply> askers = cluster.testKit().createTestProbe();
    TestProbe<MatchCommand.OpenReply> opened = cluster.testKit().createTestProbe();
    Instant closesAt = Instant.now().plusSeconds(3600);
    for (int i = 0; i < 50; i++) {
      match.tell(new MatchCommand.GetMatch(askers.getRef()));
      if (i == 25) {
        match.tell(
            new MatchCommand.Open(
                "Derby",
                TEAMS,
                null,
                closesAt,
                null,
                null,
                "admin-1",
                "correlation-1",
                opened.getRef()));
      }
    }
    opened.expectMessageClass(MatchCommand.Opened.class);
    assertThat(askers.receiveSeveralMessages(50)).hasSize(50);
    match.tell(new MatchCommand.GetMatch(askers.getRef()));
    askers.expectMessageClass(MatchCommand.Found.class);
  }

  private static EntityRef<MatchCommand> match(String matchId) {
    return ClusterSharding.get(cluster.system()).entityRefFor(Matches.KEY, matchId);
  }

  private static Set<String> inMemory() {
    TestProbe<ShardRegion.CurrentShardRegionState> shards = cluster.testKit().createTestProbe();
    ClusterSharding.get(cluster.system())
        .shardState()
        .tell(new GetShardRegionState(Matches.KEY, shards.getRef()));
    return shards.receiveMessage().getShards().stream()
        .flatMap(shard -> shard.getEntityIds().stream())
        .collect(Collectors.toSet());
  }

  @Test
  void eventsThatAreHandledAgainChangeNothing() throws SQLException {
    try (Connection connection = databases.journal().getConnection()) {
      repository.add(connection, opened("m1", NOON), 1);
      repository.add(connection, new SalesClosed("m1", "admin-2", "correlation", NOON), 2);
      repository.add(connection, new SalesStopped("m1", "correlation", NOON.plusSeconds(3)), 3);
      List<Match> listed = page(10, null).items();
      assertThat(listed).hasSize(1);
      repository.add(connection, opened("m1", NOON), 1);
      assertThat(page(10, null).items()).isEqualTo(listed);
      repository.add(connection, new SalesClosed("m1", "admin-2", "correlation", NOON), 2);
      assertThat(page(10, null).items()).isEqualTo(listed);
      repository.add(connection, new SalesStopped("m1", "correlation", NOON.plusSeconds(3)), 3);
      assertThat(page(10, null).items()).isEqualTo(listed);
    }
  }

  @Test
  void pagesHoldEveryMatchOnceTheOneThatClosesLastFirst() throws SQLException {
    List<String> expected = new ArrayList<>();
    try (Connection connection = databases.journal().getConnection()) {
      for (int i = 0; i < 12; i++) {
        // Three at a time close at the same time.
        repository.add(connection, opened("m" + (char) ('a' + i), NOON.plusSeconds(i / 3)), 1);
        expected.add(0, "m" + (char) ('a' + i));
      }
      for (int limit : IntStream.rangeClosed(1, 13).toArray()) {
        List<String> paged = new ArrayList<>();
        Page page = page(limit, null);
        paged.addAll(ids(page));
        while (page.nextCursor() != null) {
          // A match that closes later comes before the first page.
          repository.add(connection, opened("later-" + limit, NOON.plusSeconds(1000 + limit)), 1);
          page = page(limit, page.nextCursor());
          assertThat(page.items()).isNotEmpty().hasSizeLessThanOrEqualTo(limit);
          paged.addAll(ids(page));
        }
        paged.removeIf(id -> id.startsWith("later"));
        assertThat(paged).as("pages of %s", limit).isEqualTo(expected);
      }
    }
  }

  /** Other nodes would never get what is larger. */
  @Test
  void aPageFitsIntoOneMessageHoweverManyTeamsMatchesHave() throws SQLException {
    String name = "팀".repeat(100);
    List<Match.Team> teams =
        IntStream.range(0, 64)
            .mapToObj(team -> new Match.Team("A-CODE-AS-LONG" + team, name))
            .toList();
    try (Connection connection = databases.journal().getConnection()) {
      for (int i = 100; i < 200; i++) {
        repository.save(
            connection,
            new Match(
                "m" + i,
                name,
                teams,
                NOON,
                NOON.minusSeconds(i),
                null,
                Match.Pool.EARLIER,
                Course.NONE),
            1);
      }
    }
    long mostBytes =
        cluster
            .system()
            .settings()
            .config()
            .getBytes("akka.remote.artery.advanced.maximum-frame-size");
    List<String> listed = new ArrayList<>();
    String cursor = null;
    do {
      Page page = page(100, cursor);
      assertThat(serialized(page)).isLessThan((int) mostBytes * 3 / 4);
      listed.addAll(ids(page));
      cursor = page.nextCursor();
    } while (cursor != null);
    assertThat(listed).isEqualTo(IntStream.range(100, 200).mapToObj(match -> "m" + match).toList());
  }

  @Test
  void aCursorThatIsNoneIsRefused() {
    catalogue.tell(new ListMatches(10, "garbage", null, probe.getRef()));
    probe.expectMessageClass(InvalidCursor.class);
    assertThat(page(10, new PageCursor(NOON, "m").encode()).items()).isEmpty();
  }

  @Test
  void whatTheDatabaseCannotStoreDoesNotStopTheProjection() throws SQLException {
    try (Connection connection = databases.journal().getConnection()) {
      repository.save(
          connection,
          new Match(
              "m", "a\0b", TEAMS, Instant.MIN, Instant.MAX, null, Match.Pool.EARLIER, Course.NONE),
          1);
      assertThat(page(10, null).items()).hasSize(1);
    }
  }

  @Test
  void aDatabaseThatIsDownIsUnavailableUntilItIsBack() {
    databases.stop(Migrations.Part.JOURNAL);
    catalogue.tell(new ListMatches(10, null, null, probe.getRef()));
    probe.expectMessageClass(Unavailable.class);
    databases.start(Migrations.Part.JOURNAL);
    await().untilAsserted(() -> assertThat(page(10, null).items()).isEmpty());
  }

  /** {@code R5} Whoever comes first, and whoever comes again: a later state is never lost. */
  @Test
  void aMatchIsListedAsItStoodLastWhoeverWritesIt() throws SQLException {
    List<MatchEvent> events = wholeLife("m1");
    List<Match> states = new ArrayList<>();
    events.forEach(
        event -> states.add(event.after(states.isEmpty() ? null : states.get(states.size() - 1))));
    try (Connection connection = databases.journal().getConnection()) {
      for (int first = 1; first <= events.size(); first++) {
        clear();
        for (int i = 1; i < first; i++) {
          repository.add(connection, events.get(i - 1), i);
        }
        repository.save(connection, states.get(first - 1), first); // the match itself
        for (int i = 1; i <= events.size(); i++) {
          repository.add(connection, events.get(i - 1), i); // its projection
          assertThat(page(100, null).items())
              .as("event %s, written ahead to %s", i, first)
              .contains(states.get(Math.max(i, first) - 1));
          repository.save(connection, states.get(0), 1); // late
        }
      }
    }
  }

  private static List<MatchEvent> wholeLife(String matchId) {
    return List.of(
        opened(matchId, NOON),
        new MatchEvent.SalesSuspended(matchId, "admin-2", "rain", "c", NOON.minusSeconds(9)),
        new MatchEvent.SalesResumed(matchId, "admin-2", "c", NOON.minusSeconds(8)),
        new MatchEvent.SalesSuspended(matchId, "admin-2", null, "c", NOON.minusSeconds(7)),
        new SalesClosed(matchId, "admin-2", "c", NOON.minusSeconds(6)),
        new SalesStopped(matchId, "c", NOON.minusSeconds(5)),
        new MatchEvent.VoidProposed(
            matchId, VoidCause.OTHER, "why", "admin-2", "c", NOON.minusSeconds(4)),
        new MatchEvent.ResultEntered(
            matchId, List.of("KT"), NOON, "hearsay", "admin-3", "c", NOON.minusSeconds(4)),
        new MatchEvent.ResultWithdrawn(matchId, "admin-4", "a slip", "c", NOON.minusSeconds(4)),
        new MatchEvent.ResultEntered(
            matchId,
            List.of("KT", "LG"),
            NOON.minusSeconds(7),
            "the league",
            "admin-3",
            "c",
            NOON.minusSeconds(3)),
        new MatchEvent.ResultConfirmed(matchId, "admin-4", "c", NOON.minusSeconds(2)),
        new MatchEvent.MatchSettled(matchId, "c", NOON.minusSeconds(1)));
  }

  @Test
  void matchesAreFoundByTheirStatus() throws SQLException {
    Instant now = Instant.now();
    Course suspended =
        new Course(new Course.Suspended("a", null, NOON), null, null, null, null, null);
    Course.Result entered = new Course.Result(List.of("KT"), "tv", null, "a", NOON, null, null);
    Course.Result official = new Course.Result(List.of("KT"), "tv", null, "a", NOON, "b", NOON);
    Course.Voiding wanted = new Course.Voiding(VoidCause.OTHER, "why", "a", NOON, null, null);
    Course.Voiding voided = new Course.Voiding(VoidCause.OTHER, "why", "a", NOON, "b", NOON);
    Match.Closed closed = new Match.Closed("a", NOON, NOON);
    try (Connection connection = databases.journal().getConnection()) {
      save(connection, "scheduled", now.plusSeconds(100), null, Course.NONE);
      save(connection, "open", NOON, null, Course.NONE);
      save(connection, "suspended", now.plusSeconds(100), null, suspended);
      save(connection, "closed", NOON, closed, suspended);
      save(connection, "wanted", NOON, closed, new Course(null, null, null, wanted, null, null));
      save(
          connection,
          "provisional",
          NOON,
          closed,
          new Course(null, entered, null, null, null, null));
      save(
          connection, "official", NOON, closed, new Course(null, official, null, null, null, null));
      save(connection, "settled", NOON, closed, new Course(null, official, null, null, NOON, null));
      save(connection, "void", NOON, closed, new Course(null, null, null, voided, null, null));
      save(
          connection,
          "void-settled",
          NOON,
          closed,
          new Course(null, null, null, voided, NOON, null));
      repository.add(connection, opened("over", NOON), 1);
    }
    for (MatchStatus status : MatchStatus.values()) {
      List<Match> found = page(10, null, status).items();
      assertThat(found).as(status.name()).isNotEmpty();
      assertThat(found).allMatch(match -> match.status(now) == status);
    }
    assertThat(ids(page(10, null, MatchStatus.CLOSED)))
        .containsExactlyInAnyOrder("closed", "wanted", "over");
    assertThat(ids(page(10, null, MatchStatus.VOID)))
        .containsExactlyInAnyOrder("void", "void-settled");
    Page first = page(1, null, MatchStatus.VOID);
    assertThat(ids(page(1, first.nextCursor(), MatchStatus.VOID)))
        .hasSize(1)
        .isNotEqualTo(ids(first));
  }

  /** However many others wait for a result. */
  @Test
  void whatCanBePaidIsSettledFirst() throws SQLException {
    Course.Result official = new Course.Result(List.of("KT"), "tv", null, "a", NOON, "b", NOON);
    Course.Voiding voided = new Course.Voiding(VoidCause.OTHER, "why", "a", NOON, "b", NOON);
    try (Connection connection = databases.journal().getConnection()) {
      save(
          connection,
          "official",
          NOON,
          stopped(1),
          new Course(null, official, null, null, null, null));
      save(connection, "void", NOON, stopped(2), new Course(null, null, null, voided, null, null));
      save(connection, "over", NOON, stopped(3), Course.NONE);
      save(
          connection,
          "settled",
          NOON,
          stopped(4),
          new Course(null, official, null, null, NOON, null));
      save(connection, "on-sale", NOON, null, Course.NONE);

      assertThat(UnsettledMatches.find(connection, NOON, 10, 5))
          .containsExactly("void", "official", "over");
      assertThat(UnsettledMatches.find(connection, NOON, 2, 5)).containsExactly("void", "official");
      assertThat(UnsettledMatches.find(connection, NOON.plusSeconds(3), 10, 5))
          .containsExactly("void", "official");
      assertThat(plan(connection)).contains("match_catalogue_unsettled_idx");
    }
  }

  private static Match.Closed stopped(long seconds) {
    return new Match.Closed("a", NOON, NOON.plusSeconds(seconds));
  }

  /** As if the table were large. */
  private static String plan(Connection connection) throws SQLException {
    StringBuilder plan = new StringBuilder();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET enable_seqscan = off");
      try (ResultSet rows =
          statement.executeQuery(
              "EXPLAIN "
                  + UnsettledMatches.FIND.replaceFirst("\\?", "now()").replace("?", "1000"))) {
        while (rows.next()) {
          plan.append(rows.getString(1));
        }
      }
      statement.execute("RESET enable_seqscan");
    }
    return plan.toString();
  }

  private void save(
      Connection connection, String matchId, Instant opensAt, Match.Closed closed, Course course)
      throws SQLException {
    Instant closesAt = Instant.now().plusSeconds(1000);
    repository.save(
        connection,
        new Match(matchId, "A match", TEAMS, opensAt, closesAt, closed, POOL, course),
        1);
  }

  private Page page(int limit, String cursor) {
    return page(limit, cursor, null);
  }

  private Page page(int limit, String cursor, MatchStatus status) {
    catalogue.tell(new ListMatches(limit, cursor, status, probe.getRef()));
    return probe.expectMessageClass(Page.class);
  }

  private static int serialized(Page page) {
    return SerializationExtension.get(Adapter.toClassic(cluster.system()))
        .serialize(page)
        .get()
        .length;
  }

  private static List<String> ids(Page page) {
    return page.items().stream().map(Match::matchId).toList();
  }

  private static MatchOpened opened(String matchId, Instant closesAt) {
    return new MatchOpened(
        matchId, "A match", TEAMS, NOON, closesAt, "admin-1", RULES, null, "correlation", NOON);
  }

  private static Instant micros(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }
}
