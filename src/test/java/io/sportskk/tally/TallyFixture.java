package io.sportskk.tally;

import com.typesafe.config.ConfigFactory;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.sportskk.kernel.Money;
import io.sportskk.tally.MatchTotals.TeamTotal;
import io.sportskk.testing.HeldTables;
import io.sportskk.testing.TestDatabases;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** What the tests of the tally have in common. */
final class TallyFixture {

  static final Instant NOW = Instant.parse("2024-05-01T09:00:00Z");

  private TallyFixture() {}

  static TallySettings settings() {
    return TallySettings.from(ConfigFactory.parseResources("sportskk.conf").resolve());
  }

  static TallySettings withBatchAndQueue(int batch, int queue) {
    return with(batch, queue, settings().stopWithin());
  }

  /** So that it is seen to stop for the right reason. */
  static TallySettings thatNeverGivesUp() {
    return with(settings().batch(), settings().queue(), Duration.ofHours(1));
  }

  private static TallySettings with(int batch, int queue, Duration stopWithin) {
    TallySettings usual = settings();
    return new TallySettings(
        batch,
        queue,
        usual.publishEvery(),
        usual.pointEvery(),
        usual.passivateAfter(),
        Duration.ofSeconds(30),
        stopWithin,
        usual.callTimeout(),
        usual.groupSize(),
        usual.groupWithin(),
        usual.askTimeout(),
        usual.retryDelay());
  }

  /** As many connections as tests need at once, so that they need not be made for each call. */
  static HikariDataSource pool(TestDatabases databases) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(databases.tally());
    config.setMaximumPoolSize(8);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(1000);
    // A node starts also while its tally database is down.
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  /** A tally database that lets nobody write until it is released. */
  static HeldTables held(DataSource database) throws SQLException {
    return new HeldTables(database, "tally_entry", "tally");
  }

  static TeamTotal team(String team, long stake, long tickets, long cancelled) {
    return new TeamTotal(team, Money.won(stake), tickets, cancelled);
  }

  /** What the rows of {@code tally} must be, by the entries alone. */
  static List<TeamTotal> sumsOfEntries(DataSource database, String matchId) throws SQLException {
    String sql =
        """
        SELECT team,
          coalesce(sum(stake) FILTER (WHERE status = 'COUNTED'), 0) AS stake,
          count(*) FILTER (WHERE status = 'COUNTED') AS tickets,
          count(*) FILTER (WHERE status <> 'COUNTED') AS cancelled
        FROM tally_entry WHERE match_id = ? GROUP BY team ORDER BY team
        """;
    List<TeamTotal> sums = new ArrayList<>();
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, matchId);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          sums.add(
              team(
                  row.getString("team"),
                  row.getLong("stake"),
                  row.getLong("tickets"),
                  row.getLong("cancelled")));
        }
      }
    }
    return sums;
  }

  /** Of one match alone. */
  static MatchTotals write(
      TallyRepository repository,
      String matchId,
      Collection<TallyRepository.Entry> entries,
      Instant now)
      throws SQLException {
    return repository.write(Map.of(matchId, entries), now).get(matchId);
  }
}
