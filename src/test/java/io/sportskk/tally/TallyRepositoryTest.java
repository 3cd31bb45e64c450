package io.sportskk.tally;

import static io.sportskk.tally.TallyFixture.NOW;
import static io.sportskk.tally.TallyFixture.team;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.sportskk.kernel.DatabaseKind;
import io.sportskk.kernel.Money;
import io.sportskk.node.database.Migrations;
import io.sportskk.tally.TallyRepository.Entry;
import io.sportskk.testing.HeldTables;
import io.sportskk.testing.TestDatabases;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TallyRepositoryTest {

  private static final List<String> STORM = List.of("storm-a", "storm-b", "storm-c");

  private static TestDatabases databases;
  private static HikariDataSource pool;
  private static TallyRepository repository;

  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    pool = TallyFixture.pool(databases);
    repository = new TallyRepository(pool, Duration.ofSeconds(10));
  }

  @AfterAll
  static void stop() {
    pool.close();
    databases.close();
  }

  @Test
  void aMatchThatNeverHadATicketHasNoTeams() throws SQLException {
    assertThat(repository.totals("none"))
        .isEqualTo(new MatchTotals("none", List.of(), 0, null, null));
  }

  @Test
  void manyTicketsAreSummedByTeam() throws SQLException {
    MatchTotals totals =
        TallyFixture.write(
            repository,
            "sums",
            List.of(count("s1", "KT", 100), count("s2", "LG", 200), count("s3", "KT", 300)),
            NOW);
    assertThat(totals)
        .isEqualTo(
            new MatchTotals(
                "sums",
                List.of(team("KT", 400, 2, 0), team("LG", 200, 1, 0)),
                versionsFrom() + 2,
                NOW,
                null));
    assertThat(repository.totals("sums")).isEqualTo(totals);
  }

  @Test
  void aTicketCountsOnceHoweverOftenItIsAsked() throws SQLException {
    TallyFixture.write(
        repository, "once", List.of(count("o1", "KT", 100), count("o1", "KT", 100)), NOW);
    MatchTotals totals =
        TallyFixture.write(repository, "once", List.of(count("o1", "KT", 100)), NOW);
    assertThat(totals.teams()).containsExactly(team("KT", 100, 1, 0));
    assertThat(totals.version()).isEqualTo(versionsFrom() + 1);
  }

  @Test
  void aTicketIsTakenOutOnce() throws SQLException {
    TallyFixture.write(
        repository, "out", List.of(count("u1", "KT", 100), count("u2", "KT", 500)), NOW);
    TallyFixture.write(repository, "out", List.of(uncount("u1", "KT", 100)), NOW);
    MatchTotals totals =
        TallyFixture.write(repository, "out", List.of(uncount("u1", "KT", 100)), NOW);
    assertThat(totals.teams()).containsExactly(team("KT", 500, 1, 1));
    assertThat(totals.version()).isEqualTo(versionsFrom() + 2);
  }

  @Test
  void aTicketTakenOutBeforeItIsCountedNeverCounts() throws SQLException {
    TallyFixture.write(repository, "early", List.of(uncount("e1", "KT", 100)), NOW);
    MatchTotals totals =
        TallyFixture.write(repository, "early", List.of(count("e1", "KT", 100)), NOW);
    assertThat(totals.teams()).containsExactly(team("KT", 0, 0, 1));
  }

  @Test
  void countedAndTakenOutAtOnceIsTheSameInEitherOrder() throws SQLException {
    MatchTotals one =
        TallyFixture.write(
            repository, "a", List.of(count("a1", "KT", 100), uncount("a1", "KT", 100)), NOW);
    MatchTotals other =
        TallyFixture.write(
            repository, "b", List.of(uncount("b1", "KT", 100), count("b1", "KT", 100)), NOW);
    assertThat(one.teams()).containsExactly(team("KT", 0, 0, 1));
    assertThat(other.teams()).isEqualTo(one.teams());
  }

  @Test
  void whatIsTakenOutIsWhatWasCounted() throws SQLException {
    TallyFixture.write(repository, "lie", List.of(count("l1", "KT", 100)), NOW);
    MatchTotals totals =
        TallyFixture.write(repository, "lie", List.of(uncount("l1", "LG", 900)), NOW);
    assertThat(totals.teams()).containsExactly(team("KT", 0, 0, 1));
  }

  @Test
  void aTicketOfAnotherMatchIsLeftAlone() throws SQLException {
    TallyFixture.write(repository, "mine", List.of(count("m1", "KT", 100)), NOW);
    assertThat(
            TallyFixture.write(repository, "other", List.of(uncount("m1", "KT", 100)), NOW).teams())
        .isEmpty();
    assertThat(repository.totals("mine").teams()).containsExactly(team("KT", 100, 1, 0));
  }

  @Test
  void allOrNothing() throws SQLException {
    Entry impossible = count("n2", "a code that is much too long", 100);
    assertThatThrownBy(
            () ->
                TallyFixture.write(
                    repository, "no", List.of(count("n1", "KT", 100), impossible), NOW))
        .isInstanceOf(SQLException.class);
    assertThat(repository.totals("no").teams()).isEmpty();
    assertThat(TallyFixture.write(repository, "no", List.of(count("n1", "KT", 100)), NOW).teams())
        .containsExactly(team("KT", 100, 1, 0));
  }

  @Test
  void aStatementThatTakesTooLongIsGivenUp() throws SQLException {
    TallyRepository impatient = new TallyRepository(pool, Duration.ofSeconds(1));
    HeldTables held = TallyFixture.held(pool);
    try {
      assertThatThrownBy(
              () -> TallyFixture.write(impatient, "late", List.of(count("t1", "KT", 100)), NOW))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("cancel");
    } finally {
      held.release();
    }
  }

  /** Else who has heard of the totals before would take the new ones for old. */
  @Test
  void versionsOfATallyThatIsMadeAnewBeginAfterThoseOfTheLostOne() throws SQLException {
    MatchTotals lost =
        TallyFixture.write(repository, "lost", List.of(count("lo1", "KT", 100)), NOW);
    try (TestDatabases other = TestDatabases.create()) {
      try (Connection connection = other.tally().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
      }
      Migrations.migrate(Migrations.Part.TALLY, DatabaseKind.POSTGRESQL, other.tally());
      TallyRepository anew = new TallyRepository(other.tally(), Duration.ofSeconds(10));
      assertThat(anew.totals("lost")).isEqualTo(new MatchTotals("lost", List.of(), 0, null, null));
      assertThat(TallyFixture.write(anew, "lost", List.of(count("lo1", "KT", 100)), NOW).version())
          .isGreaterThan(lost.version());
    }
  }

  /** Single writer is the rule, but while shards move there may be two for a moment. */
  @Test
  void writersThatOverlapDoNoHarmAndNeverBlockEachOther() throws Exception {
    int tickets = 60;
    ExecutorService writers = Executors.newFixedThreadPool(6);
    try {
      List<Future<Void>> done = new ArrayList<>();
      for (int writer = 0; writer < 6; writer++) {
        Random random = new Random(writer);
        done.add(
            writers.submit(
                () -> {
                  for (int round = 0; round < 25; round++) {
                    writeAll(match -> randomEntries(random, match, tickets));
                  }
                  // In the end everyone has asked everything, in an order of his own.
                  writeAll(match -> everything(random, match, tickets));
                  return null;
                }));
      }
      for (Future<Void> each : done) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError("a writer failed", e.getCause());
    } finally {
      writers.shutdownNow();
    }
    for (String match : STORM) {
      assertThat(repository.totals(match).teams())
          .isEqualTo(TallyFixture.sumsOfEntries(pool, match))
          .containsExactly(team("KT", 1000, 10, 20), team("LG", 1000, 10, 20));
    }
  }

  @Test
  void eachMatchOfAStatementHasItsOwnTotals() throws SQLException {
    TallyFixture.write(repository, "own-1", List.of(count("w0", "KT", 1000)), NOW);
    Map<String, MatchTotals> totals =
        repository.write(
            Map.of(
                "own-1", List.of(count("w1", "KT", 100), count("w2", "LG", 200)),
                "own-2", List.of(count("w3", "KT", 300)),
                "own-3", List.of(count("w0", "KT", 1))),
            NOW);
    assertThat(totals).containsOnlyKeys("own-1", "own-2", "own-3");
    assertThat(totals.get("own-1").teams())
        .containsExactly(team("KT", 1100, 2, 0), team("LG", 200, 1, 0));
    assertThat(totals.get("own-2").teams()).containsExactly(team("KT", 300, 1, 0));
    assertThat(totals.get("own-3"))
        .as("that ticket is of another")
        .isEqualTo(MatchTotals.none("own-3"));
  }

  private static void writeAll(Function<String, List<Entry>> entries) throws SQLException {
    repository.write(STORM.stream().collect(Collectors.toMap(match -> match, entries)), NOW);
  }

  private static long versionsFrom() throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT versions_from FROM tally_versions")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Every third ticket stays counted; the others are taken out. */
  private static List<Entry> everything(Random random, String match, int tickets) {
    List<Entry> entries = new ArrayList<>();
    IntStream.range(0, tickets)
        .forEach(
            ticket -> {
              entries.add(storm(match, ticket, true));
              if (ticket % 3 != 0) {
                entries.add(storm(match, ticket, false));
              }
            });
    Collections.shuffle(entries, random);
    return entries;
  }

  private static List<Entry> randomEntries(Random random, String match, int tickets) {
    return everything(random, match, tickets).subList(0, 1 + random.nextInt(20));
  }

  private static Entry storm(String match, int ticket, boolean counts) {
    return new Entry(
        match + "-" + ticket, "buyer", ticket % 2 == 0 ? "KT" : "LG", Money.won(100), NOW, counts);
  }

  private static Entry count(String ticketId, String team, long stake) {
    return new Entry(ticketId, "buyer", team, Money.won(stake), NOW, true);
  }

  private static Entry uncount(String ticketId, String team, long stake) {
    return new Entry(ticketId, "buyer", team, Money.won(stake), NOW, false);
  }
}
