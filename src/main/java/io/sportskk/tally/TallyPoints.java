package io.sportskk.tally;

import io.sportskk.kernel.FittingPage;
import io.sportskk.kernel.Money;
import io.sportskk.tally.TotalsHistory.Point;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes down how totals move, and reads it. */
final class TallyPoints {

  /** The most points of a history. */
  static final int MOST = 300;

  /** Whoever could not write for longer leaves out what has not changed since. */
  private static final Duration LOOK_BACK = Duration.ofDays(1);

  /*
   * All teams of a match that has changed are looked at, so that what its points say belongs
   * together. It locks no row of tally. Nodes that write at the same time wait for each other's
   * points, in the same order; and as none goes by what it has written itself, what one of them has
   * seen too early is mended at the next turn. A node whose clock is behind goes on from the last
   * point.
   */
  private static final String WRITE =
      """
      WITH recent AS MATERIALIZED (
        SELECT match_id, team, stake FROM tally
        WHERE match_id IN (SELECT match_id FROM tally WHERE updated_at > ?))
      INSERT INTO tally_point AS known (match_id, team, at, stake)
      SELECT recent.match_id, recent.team, greatest(?, last.at), recent.stake
      FROM recent
      LEFT JOIN LATERAL (
        SELECT at, stake FROM tally_point
        WHERE match_id = recent.match_id AND team = recent.team
        ORDER BY at DESC LIMIT 1) AS last ON TRUE
      WHERE recent.stake <> coalesce(last.stake, 0)
      ORDER BY recent.match_id, recent.team
      ON CONFLICT (match_id, team, at) DO UPDATE SET stake = excluded.stake
        WHERE known.stake <> excluded.stake
      """;

  /*
   * The turns of a match are numbered, and put into as many buckets as there may be points: the
   * first one alone, the others alike. A bucket has one turn if there are not too many. It is told
   * as of its last turn, by the last change of each team.
   */
  private static final String READ =
      """
      WITH change AS (
        SELECT team, at, stake, dense_rank() OVER (ORDER BY at) AS turn
        FROM tally_point
        WHERE match_id = ?
      ), bucketed AS (
        SELECT team, at, stake,
          ceil((turn - 1) * (most - 1.0) / greatest(max(turn) OVER () - 1, 1)) AS bucket
        FROM change, (
          SELECT least(?, ? / (40 + 10 * count(*))) AS most FROM tally WHERE match_id = ?) AS limits
      )
      SELECT DISTINCT ON (bucket, team)
        max(at) OVER (PARTITION BY bucket) AS turn, team, stake
      FROM bucketed
      ORDER BY bucket, team, at DESC
      """;

  private record Change(Instant turn, String team, Money stake) {}

  private final int timeoutSeconds;

  TallyPoints(int timeoutSeconds) {
    this.timeoutSeconds = timeoutSeconds;
  }

  /**
   * Writes down what has changed since the last points. Again, or on another node, it does nothing.
   *
   * @param turn the turn of a minute that it is now
   * @return how many points were written
   */
  int write(Connection connection, Instant turn) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
      statement.setQueryTimeout(timeoutSeconds);
      statement.setObject(1, turn.minus(LOOK_BACK).atOffset(ZoneOffset.UTC));
      statement.setObject(2, turn.atOffset(ZoneOffset.UTC));
      return statement.executeUpdate();
    }
  }

  /** At most {@link #MOST} points; fewer if the match has too many teams for one message. */
  TotalsHistory read(Connection connection, String matchId) throws SQLException {
    List<Change> changes = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(READ)) {
      statement.setQueryTimeout(timeoutSeconds);
      statement.setString(1, matchId);
      statement.setInt(2, MOST);
      statement.setInt(3, FittingPage.MOST_BYTES);
      statement.setString(4, matchId);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          changes.add(
              new Change(
                  row.getObject("turn", OffsetDateTime.class).toInstant(),
                  row.getString("team"),
                  Money.won(row.getLong("stake"))));
        }
      }
    }
    return history(matchId, changes);
  }

  /** What has not changed by a turn is carried forward. */
  private static TotalsHistory history(String matchId, List<Change> changes) {
    SortedMap<String, Money> stakes = new TreeMap<>();
    changes.forEach(change -> stakes.put(change.team(), Money.ZERO));
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      stakes.put(change.team(), change.stake());
      if (i + 1 == changes.size() || !changes.get(i + 1).turn().equals(change.turn())) {
        points.add(new Point(change.turn(), List.copyOf(stakes.values())));
      }
    }
    return new TotalsHistory(matchId, List.copyOf(stakes.keySet()), List.copyOf(points));
  }
}
