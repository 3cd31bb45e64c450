package io.sportskk.match;

import io.sportskk.kernel.SqlValues;
import io.sportskk.pool.PoolRules;
import io.sportskk.pool.Tax;
import io.sportskk.pool.Unbacked;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** A match as it is in the catalogue's table. */
final class MatchRow {

  /** In the order in which they are written. */
  static final List<String> COLUMNS =
      List.of(
          "match_id",
          "sequence_nr",
          "name",
          "team_codes",
          "team_names",
          "opens_at",
          "closes_at",
          "closed_by",
          "closed_at",
          "stopped_at",
          "takeout_basis_points",
          "unbacked",
          "tax",
          "carry_from",
          "suspended_by",
          "suspended_reason",
          "suspended_at",
          "winners",
          "result_source",
          "started_at",
          "entered_by",
          "entered_at",
          "confirmed_by",
          "confirmed_at",
          "withdrawn_by",
          "withdrawn_reason",
          "withdrawn_at",
          "void_cause",
          "void_note",
          "void_by",
          "void_at",
          "void_confirmed_by",
          "voided_at",
          "settled_at",
          "corrections",
          "correction_reason",
          "proposed_winners",
          "proposed_source",
          "proposed_reason",
          "proposed_by",
          "proposed_at");

  private MatchRow() {}

  static Match read(ResultSet row) throws SQLException {
    return new Match(
        row.getString("match_id"),
        row.getString("name"),
        teams(row),
        instant(row, "opens_at"),
        instant(row, "closes_at"),
        closed(row),
        pool(row),
        new Course(
            suspended(row),
            result(row),
            withdrawn(row),
            voiding(row),
            instant(row, "settled_at"),
            corrections(row)));
  }

  private static List<Match.Team> teams(ResultSet row) throws SQLException {
    List<String> codes = texts(row, "team_codes");
    List<String> names = texts(row, "team_names");
    List<Match.Team> teams = new ArrayList<>();
    for (int i = 0; i < codes.size(); i++) {
      teams.add(new Match.Team(codes.get(i), names.get(i)));
    }
    return List.copyOf(teams);
  }

  private static Match.Closed closed(ResultSet row) throws SQLException {
    Instant at = instant(row, "closed_at");
    return at == null
        ? null
        : new Match.Closed(row.getString("closed_by"), at, instant(row, "stopped_at"));
  }

  private static Match.Pool pool(ResultSet row) throws SQLException {
    int takeout = row.getInt("takeout_basis_points");
    if (row.wasNull()) {
      return Match.Pool.EARLIER;
    }
    return new Match.Pool(
        new PoolRules(
            takeout,
            Unbacked.valueOf(row.getString("unbacked")),
            Tax.valueOf(row.getString("tax"))),
        row.getString("carry_from"));
  }

  private static Course.Suspended suspended(ResultSet row) throws SQLException {
    Instant at = instant(row, "suspended_at");
    return at == null
        ? null
        : new Course.Suspended(
            row.getString("suspended_by"), row.getString("suspended_reason"), at);
  }

  private static Course.Result result(ResultSet row) throws SQLException {
    Instant at = instant(row, "entered_at");
    return at == null
        ? null
        : new Course.Result(
            texts(row, "winners"),
            row.getString("result_source"),
            instant(row, "started_at"),
            row.getString("entered_by"),
            at,
            row.getString("confirmed_by"),
            instant(row, "confirmed_at"));
  }

  private static Course.Withdrawn withdrawn(ResultSet row) throws SQLException {
    Instant at = instant(row, "withdrawn_at");
    return at == null
        ? null
        : new Course.Withdrawn(
            row.getString("withdrawn_by"), row.getString("withdrawn_reason"), at);
  }

  private static Course.Voiding voiding(ResultSet row) throws SQLException {
    Instant at = instant(row, "void_at");
    return at == null
        ? null
        : new Course.Voiding(
            VoidCause.valueOf(row.getString("void_cause")),
            row.getString("void_note"),
            row.getString("void_by"),
            at,
            row.getString("void_confirmed_by"),
            instant(row, "voided_at"));
  }

  private static Course.Corrections corrections(ResultSet row) throws SQLException {
    Instant at = instant(row, "proposed_at");
    return new Course.Corrections(
        row.getInt("corrections"),
        row.getString("correction_reason"),
        at == null
            ? null
            : new Course.Proposed(
                texts(row, "proposed_winners"),
                row.getString("proposed_source"),
                row.getString("proposed_reason"),
                row.getString("proposed_by"),
                at));
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** Sets the values of {@link #COLUMNS}. */
  static void write(
      Connection connection, PreparedStatement statement, Match match, long sequenceNr)
      throws SQLException {
    Match.Closed closed = match.closed();
    PoolRules rules = match.rules();
    Values values = new Values(connection, statement);
    values.text(match.matchId());
    values.number(sequenceNr);
    values.text(match.name());
    values.texts(match.teams().stream().map(Match.Team::code).toList());
    values.texts(match.teams().stream().map(Match.Team::name).toList());
    values.time(match.opensAt());
    values.time(match.closesAt());
    values.text(closed == null ? null : closed.by());
    values.time(closed == null ? null : closed.at());
    values.time(closed == null ? null : closed.stoppedAt());
    values.number(rules.takeoutBasisPoints());
    values.text(rules.unbacked().name());
    values.text(rules.tax().name());
    values.text(match.pool().carryFrom());
    values.suspended(match.course().suspended());
    values.result(match.course().result());
    values.withdrawn(match.course().withdrawn());
    values.voiding(match.course().voiding());
    values.time(match.course().settledAt());
    values.corrections(match.course().corrections());
  }

  /** One value after the other. */
  private static final class Values {
    private final Connection connection;
    private final PreparedStatement statement;
    private int index;

    Values(Connection connection, PreparedStatement statement) {
      this.connection = connection;
      this.statement = statement;
    }

    void text(String value) throws SQLException {
      statement.setString(++index, SqlValues.text(value));
    }

    void number(long value) throws SQLException {
      statement.setLong(++index, value);
    }

    void time(Instant value) throws SQLException {
      statement.setObject(
          ++index,
          value == null ? null : SqlValues.timestamp(value),
          Types.TIMESTAMP_WITH_TIMEZONE);
    }

    void texts(List<String> values) throws SQLException {
      statement.setArray(
          ++index,
          values == null
              ? null
              : connection.createArrayOf("text", values.stream().map(SqlValues::text).toArray()));
    }

    void suspended(Course.Suspended suspended) throws SQLException {
      text(suspended == null ? null : suspended.by());
      text(suspended == null ? null : suspended.reason());
      time(suspended == null ? null : suspended.at());
    }

    void result(Course.Result result) throws SQLException {
      boolean none = result == null;
      texts(none ? null : result.winners());
      text(none ? null : result.source());
      time(none ? null : result.startedAt());
      text(none ? null : result.enteredBy());
      time(none ? null : result.enteredAt());
      text(none ? null : result.confirmedBy());
      time(none ? null : result.confirmedAt());
    }

    void withdrawn(Course.Withdrawn withdrawn) throws SQLException {
      text(withdrawn == null ? null : withdrawn.by());
      text(withdrawn == null ? null : withdrawn.reason());
      time(withdrawn == null ? null : withdrawn.at());
    }

    void corrections(Course.Corrections corrections) throws SQLException {
      Course.Proposed proposed = corrections.proposed();
      boolean none = proposed == null;
      number(corrections.made());
      text(corrections.reason());
      texts(none ? null : proposed.winners());
      text(none ? null : proposed.source());
      text(none ? null : proposed.reason());
      text(none ? null : proposed.by());
      time(none ? null : proposed.at());
    }

    void voiding(Course.Voiding voiding) throws SQLException {
      boolean none = voiding == null;
      text(none ? null : voiding.cause().name());
      text(none ? null : voiding.note());
      text(none ? null : voiding.by());
      time(none ? null : voiding.at());
      text(none ? null : voiding.confirmedBy());
      time(none ? null : voiding.since());
    }
  }
}
