package io.sportskk.tally;

import static io.sportskk.tally.TallyFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.sportskk.kernel.Money;
import io.sportskk.tally.TallyRepository.Entry;
import io.sportskk.tally.TotalsHistory.Point;
import io.sportskk.testing.TestDatabases;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How totals move, as it is written down and read. */
class TallyPointsTest {

  private final TestDatabases databases = TestDatabases.create();
  private final HikariDataSource pool = TallyFixture.pool(databases);
  private final TallyRepository repository = new TallyRepository(pool, Duration.ofSeconds(10));
  private final TallyPoints points = new TallyPoints(10);
  private Connection connection;
  private int tickets;

  @BeforeEach
  void connect() throws SQLException {
    connection = pool.getConnection();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    pool.close();
    databases.close();
  }

  @Test
  void aMatchThatNobodyBoughtForHasNoPoints() throws SQLException {
    assertThat(points.write(connection, minute(1))).isZero();
    assertThat(history("m")).isEqualTo(new TotalsHistory("m", List.of(), List.of()));
  }

  @Test
  void eachPointHasTheStakesOfAllTeams() throws SQLException {
    count("m", "KT", 1000);
    points.write(connection, minute(1));
    count("m", "LG", 500);
    points.write(connection, minute(2));
    count("m", "KT", 200);
    points.write(connection, minute(3));

    assertThat(history("m"))
        .isEqualTo(
            new TotalsHistory(
                "m",
                List.of("KT", "LG"),
                List.of(
                    point(minute(1), 1000, 0),
                    point(minute(2), 1000, 500),
                    point(minute(3), 1200, 500))));
  }

  @Test
  void onlyWhatHasChangedIsWritten() throws SQLException {
    count("m", "KT", 1000);
    count("m", "LG", 500);
    count("other", "KT", 100);
    assertThat(points.write(connection, minute(1))).isEqualTo(3);
    assertThat(points.write(connection, minute(1))).as("it is there").isZero();
    assertThat(points.write(connection, minute(2))).as("nothing has changed").isZero();

    count("m", "LG", 100);
    assertThat(points.write(connection, minute(3))).isEqualTo(1);
    assertThat(history("other").points()).containsExactly(point(minute(1), 100));
  }

  @Test
  void whatIsTakenOutGoesDownAgain() throws SQLException {
    String ticket = count("m", "KT", 1000);
    points.write(connection, minute(1));
    write("m", entry(ticket, "KT", 1000, false));
    points.write(connection, minute(2));
    assertThat(history("m").points()).containsExactly(point(minute(1), 1000), point(minute(2), 0));
  }

  @Test
  void whatNeverCountedIsNoPoint() throws SQLException {
    write("m", entry("never", "KT", 1000, false));
    assertThat(points.write(connection, minute(1))).isZero();
    assertThat(repository.totals("m").teams()).hasSize(1);
  }

  /** As when the database could not be reached for some minutes. */
  @Test
  void whatWasNotWrittenIsWithWhatIsWrittenNext() throws SQLException {
    count("m", "KT", 1000);
    points.write(connection, minute(30));
    assertThat(history("m").points()).containsExactly(point(minute(30), 1000));
  }

  /** By then its totals were in this database already, without any point. */
  @Test
  void aMatchOfTheReleaseBeforeBeginsWithAllItsTeams() throws SQLException {
    count("m", "KT", 1000);
    Instant later = NOW.plus(Duration.ofDays(3));
    assertThat(points.write(connection, later)).as("it has not changed").isZero();

    write("m", List.of(entry("new", "LG", 500, true)), later);
    points.write(connection, later);
    assertThat(history("m").points()).containsExactly(point(later, 1000, 500));
  }

  @Test
  void aNodeWhoseClockIsBehindGoesOnFromTheLastPoint() throws SQLException {
    count("m", "KT", 1000);
    points.write(connection, minute(2));
    count("m", "KT", 100);
    points.write(connection, minute(1));
    assertThat(history("m").points()).containsExactly(point(minute(2), 1100));
  }

  /** Their statements wait for each other's rows, but never in a circle. */
  @Test
  void nodesThatWriteAtTheSameTimeWriteTheSame() throws Exception {
    ExecutorService nodes = Executors.newFixedThreadPool(4);
    try {
      for (int round = 1; round <= 20; round++) {
        for (String match : List.of("a", "b", "c")) {
          count(match, "KT", 100L * round);
          count(match, "LG", 200L * round);
        }
        Instant turn = minute(round);
        List<Future<Integer>> written = new ArrayList<>();
        for (int node = 0; node < 4; node++) {
          written.add(
              nodes.submit(
                  () -> {
                    try (Connection own = pool.getConnection()) {
                      return points.write(own, turn);
                    }
                  }));
        }
        for (Future<Integer> each : written) {
          each.get();
        }
      }
    } finally {
      nodes.shutdownNow();
    }
    for (String match : List.of("a", "b", "c")) {
      assertThat(history(match).points())
          .isEqualTo(
              LongStream.rangeClosed(1, 20)
                  .mapToObj(
                      round ->
                          point(
                              minute(round),
                              100 * round * (round + 1) / 2,
                              200 * round * (round + 1) / 2))
                  .toList());
    }
  }

  /** It has read a stake before another node did, and writes it after that one. */
  @Test
  void whatANodeHasSeenTooEarlyIsMendedAtTheNextTurn() throws SQLException {
    count("m", "KT", 1000);
    points.write(connection, minute(1));
    execute("UPDATE tally_point SET stake = 900");
    points.write(connection, minute(2));
    assertThat(history("m").points())
        .containsExactly(point(minute(1), 900), point(minute(2), 1000));
  }

  @Test
  void asManyPointsAsThereMayBeAreAllTold() throws SQLException {
    turns("m", 300);
    assertThat(history("m").points())
        .isEqualTo(LongStream.rangeClosed(1, 300).mapToObj(TallyPointsTest::turn).toList());
  }

  @Test
  void ofMoreSomeAreLeftOutButTheFirstAndTheLastAreNot() throws SQLException {
    for (int turns : List.of(301, 599, 600, 4321)) {
      String match = "m-" + turns;
      turns(match, turns);
      List<Point> told = history(match).points();
      assertThat(told).as("of %s", turns).hasSize(300);
      assertThat(told.get(0)).isEqualTo(turn(1));
      assertThat(told.get(299)).isEqualTo(turn(turns));
      assertThat(told)
          .allSatisfy(
              each -> {
                long number = Duration.between(NOW, each.at()).toMinutes();
                assertThat(each).as("it is true").isEqualTo(turn(number));
              })
          .isSortedAccordingTo((one, other) -> one.at().compareTo(other.at()));
    }
  }

  /** KT changes at each turn, LG at each tenth one. */
  private void turns(String match, int turns) throws SQLException {
    write(match, entry(match + "-1", "KT", 1, true));
    write(match, entry(match + "-2", "LG", 1, true));
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO tally_point (match_id, team, at, stake)
            SELECT ?, team, ?::timestamptz + turn * interval '1 minute', turn
            FROM generate_series(1, ?) AS turn, unnest('{KT,LG}'::text[]) AS team
            WHERE team = 'KT' OR turn % 10 = 0""")) {
      statement.setString(1, match);
      statement.setString(2, NOW.toString());
      statement.setInt(3, turns);
      statement.executeUpdate();
    }
  }

  private static Point turn(long number) {
    return point(minute(number), number, number / 10 * 10);
  }

  private static Instant minute(long number) {
    return NOW.plus(Duration.ofMinutes(number));
  }

  private static Point point(Instant at, long... stakes) {
    return new Point(at, LongStream.of(stakes).mapToObj(Money::won).toList());
  }

  private TotalsHistory history(String matchId) throws SQLException {
    return points.read(connection, matchId);
  }

  private String count(String matchId, String team, long stake) throws SQLException {
    String ticket = "t" + ++tickets;
    write(matchId, entry(ticket, team, stake, true));
    return ticket;
  }

  private void write(String matchId, Entry entry) throws SQLException {
    write(matchId, List.of(entry), NOW);
  }

  private void write(String matchId, List<Entry> entries, Instant now) throws SQLException {
    TallyFixture.write(repository, matchId, entries, now);
  }

  private static Entry entry(String ticketId, String team, long stake, boolean counts) {
    return new Entry(ticketId, "buyer", team, Money.won(stake), NOW, counts);
  }

  private void execute(String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }
}
