package io.sportskk.match;

import static io.sportskk.kernel.SqlValues.text;
import static io.sportskk.kernel.SqlValues.timestamp;

import io.sportskk.kernel.PageCursor;
import io.sportskk.match.MatchEvent.SalesStopped;
import io.sportskk.pool.PoolRules;
import io.sportskk.pool.Tax;
import io.sportskk.pool.Unbacked;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The table of all matches. Each way of writing it may be repeated. */
final class MatchCatalogueRepository {

  private static final String ADD =
      """
      INSERT INTO match_catalogue (match_id, name, team_codes, team_names, opens_at, closes_at,
        takeout_basis_points, unbacked, tax, carry_from)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (match_id) DO NOTHING""";

  private static final String CLOSE =
      "UPDATE match_catalogue SET closed_by = ?, closed_at = ? WHERE match_id = ?";

  private static final String STOP = "UPDATE match_catalogue SET stopped_at = ? WHERE match_id = ?";

  private static final String MATCH =
      """
      SELECT match_id, name, team_codes, team_names, opens_at, closes_at, closed_by, closed_at,
        stopped_at, takeout_basis_points, unbacked, tax, carry_from, changed
      FROM match_catalogue""";

  private static final String PAGE = MATCH + " %s ORDER BY closes_at DESC, match_id DESC LIMIT ?";
  private static final String NOT_LONG_OVER = MATCH + " WHERE closes_at > ?";
  private static final String CHANGED = MATCH + " WHERE changed > ? ORDER BY changed";
  private static final String VERSION = "SELECT version FROM match_catalogue_version";

  /**
   * @param version the number of the last change; what is read later has a higher one
   */
  record Changes(List<Match> matches, long version) {}

  /** Whether it is closed is not looked at. */
  void add(Connection connection, Match match) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ADD)) {
      statement.setString(1, text(match.matchId()));
      statement.setString(2, text(match.name()));
      statement.setArray(3, texts(connection, match.teams(), Match.Team::code));
      statement.setArray(4, texts(connection, match.teams(), Match.Team::name));
      statement.setObject(5, timestamp(match.opensAt()));
      statement.setObject(6, timestamp(match.closesAt()));
      statement.setInt(7, match.rules().takeoutBasisPoints());
      statement.setString(8, match.rules().unbacked().name());
      statement.setString(9, match.rules().tax().name());
      statement.setString(10, text(match.pool().carryFrom()));
      statement.executeUpdate();
    }
  }

  void close(Connection connection, String matchId, Match.Closed closed) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CLOSE)) {
      statement.setString(1, text(closed.by()));
      statement.setObject(2, timestamp(closed.at()));
      statement.setString(3, text(matchId));
      statement.executeUpdate();
    }
  }

  void stop(Connection connection, SalesStopped stopped) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(STOP)) {
      statement.setObject(1, timestamp(stopped.at()));
      statement.setString(2, text(stopped.matchId()));
      statement.executeUpdate();
    }
  }

  /** All matches that close after this time. */
  Changes closingAfter(Connection connection, Instant time, int timeoutSeconds)
      throws SQLException {
    // First the version: what changes in between is read once more, and not missed.
    long version = version(connection, timeoutSeconds);
    try (PreparedStatement statement = connection.prepareStatement(NOT_LONG_OVER)) {
      statement.setQueryTimeout(timeoutSeconds);
      statement.setObject(1, timestamp(time));
      return new Changes(matches(statement), version);
    }
  }

  private static long version(Connection connection, int timeoutSeconds) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(VERSION)) {
      statement.setQueryTimeout(timeoutSeconds);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }

  /** What has changed since, in the order in which it has. */
  Changes changedSince(Connection connection, long version, int timeoutSeconds)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CHANGED)) {
      statement.setQueryTimeout(timeoutSeconds);
      statement.setLong(1, version);
      try (ResultSet result = statement.executeQuery()) {
        List<Match> matches = new ArrayList<>();
        long last = version;
        while (result.next()) {
          matches.add(match(result));
          last = result.getLong("changed");
        }
        return new Changes(matches, last);
      }
    }
  }

  /**
   * At most {@code rows} matches, the one that closes last first.
   *
   * @param after where the page before ended, null for the first page
   */
  List<Match> page(Connection connection, PageCursor after, int rows, int timeoutSeconds)
      throws SQLException {
    String sql = PAGE.formatted(after == null ? "" : "WHERE (closes_at, match_id) < (?, ?)");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setQueryTimeout(timeoutSeconds);
      int index = 1;
      if (after != null) {
        statement.setObject(index++, timestamp(after.time()));
        statement.setString(index++, after.id());
      }
      statement.setInt(index, rows);
      return matches(statement);
    }
  }

  private static List<Match> matches(PreparedStatement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery()) {
      List<Match> matches = new ArrayList<>();
      while (result.next()) {
        matches.add(match(result));
      }
      return matches;
    }
  }

  private static Match match(ResultSet result) throws SQLException {
    String[] codes = (String[]) result.getArray("team_codes").getArray();
    String[] names = (String[]) result.getArray("team_names").getArray();
    List<Match.Team> teams = new ArrayList<>();
    for (int i = 0; i < codes.length; i++) {
      teams.add(new Match.Team(codes[i], names[i]));
    }
    Instant closedAt = instant(result, "closed_at");
    return new Match(
        result.getString("match_id"),
        result.getString("name"),
        List.copyOf(teams),
        instant(result, "opens_at"),
        instant(result, "closes_at"),
        closedAt == null
            ? null
            : new Match.Closed(
                result.getString("closed_by"), closedAt, instant(result, "stopped_at")),
        pool(result));
  }

  private static Match.Pool pool(ResultSet result) throws SQLException {
    int takeout = result.getInt("takeout_basis_points");
    if (result.wasNull()) {
      return Match.Pool.EARLIER;
    }
    return new Match.Pool(
        new PoolRules(
            takeout,
            Unbacked.valueOf(result.getString("unbacked")),
            Tax.valueOf(result.getString("tax"))),
        result.getString("carry_from"));
  }

  private static Instant instant(ResultSet result, String column) throws SQLException {
    OffsetDateTime time = result.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static Array texts(
      Connection connection, List<Match.Team> teams, Function<Match.Team, String> part)
      throws SQLException {
    return connection.createArrayOf(
        "text", teams.stream().map(team -> text(part.apply(team))).toArray());
  }
}
