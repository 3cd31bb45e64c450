package io.sportskk.audit;

import io.sportskk.audit.EventStream.SequencedEvent;
import io.sportskk.kernel.SqlValues;
import io.sportskk.match.Match;
import io.sportskk.match.MatchEvent;
import io.sportskk.match.MatchEvent.CorrectionProposed;
import io.sportskk.match.MatchEvent.CorrectionWithdrawn;
import io.sportskk.match.MatchEvent.MatchOpened;
import io.sportskk.match.MatchEvent.MatchSettled;
import io.sportskk.match.MatchEvent.MatchVoided;
import io.sportskk.match.MatchEvent.ResultConfirmed;
import io.sportskk.match.MatchEvent.ResultCorrected;
import io.sportskk.match.MatchEvent.ResultEntered;
import io.sportskk.match.MatchEvent.ResultWithdrawn;
import io.sportskk.match.MatchEvent.SalesClosed;
import io.sportskk.match.MatchEvent.SalesResumed;
import io.sportskk.match.MatchEvent.SalesStopped;
import io.sportskk.match.MatchEvent.SalesSuspended;
import io.sportskk.match.MatchEvent.VoidProposed;
import io.sportskk.match.VoidCause;
import io.sportskk.pool.PoolRules;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A match as the catalogue has it, or as it should: each column by its name. Those that say nothing
 * are left out.
 */
record ListedMatch(Map<String, Object> columns) {

  private static final List<String> TEXTS =
      List.of(
          "name",
          "closed_by",
          "unbacked",
          "tax",
          "carry_from",
          "suspended_by",
          "suspended_reason",
          "result_source",
          "entered_by",
          "confirmed_by",
          "withdrawn_by",
          "withdrawn_reason",
          "void_cause",
          "void_note",
          "void_by",
          "void_confirmed_by",
          "correction_reason",
          "proposed_source",
          "proposed_reason",
          "proposed_by");

  private static final List<String> TIMES =
      List.of(
          "opens_at",
          "closes_at",
          "closed_at",
          "stopped_at",
          "suspended_at",
          "started_at",
          "entered_at",
          "confirmed_at",
          "withdrawn_at",
          "void_at",
          "voided_at",
          "settled_at",
          "proposed_at");

  private static final List<String> LISTS =
      List.of("team_codes", "team_names", "winners", "proposed_winners");

  /** As it is in a row of the table. */
  static ListedMatch of(ResultSet row) throws SQLException {
    ListedMatch match = new ListedMatch(new TreeMap<>());
    for (String column : TEXTS) {
      match.put(column, row.getString(column));
    }
    for (String column : TIMES) {
      OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
      match.put(column, time == null ? null : time.toInstant());
    }
    for (String column : LISTS) {
      boolean none = row.getArray(column) == null;
      match.put(column, none ? null : List.of((String[]) row.getArray(column).getArray()));
    }
    int corrections = row.getInt("corrections");
    match.put("corrections", corrections == 0 ? null : corrections);
    int takeout = row.getInt("takeout_basis_points");
    if (row.wasNull()) {
      match.put(PoolRules.EARLIER); // an earlier release has stored none
    } else {
      match.put("takeout_basis_points", takeout);
    }
    return match;
  }

  /** As it should be after the first events. */
  static ListedMatch of(List<SequencedEvent<MatchEvent>> events) {
    ListedMatch match = new ListedMatch(new TreeMap<>());
    events.forEach(event -> match.add(event.event()));
    return match;
  }

  /** What an earlier release has not written down: after how many events the match is like this. */
  long eventsOfEarlierRelease() {
    if (columns.containsKey("stopped_at")) {
      return 3;
    }
    return columns.containsKey("closed_at") ? 2 : 1;
  }

  private void add(MatchEvent event) {
    if (event instanceof MatchOpened opened) {
      text("name", opened.name());
      put("team_codes", texts(opened, Match.Team::code));
      put("team_names", texts(opened, Match.Team::name));
      time("opens_at", opened.opensAt());
      time("closes_at", opened.closesAt());
      put(opened.rules());
      text("carry_from", opened.carryFrom());
    } else if (event instanceof SalesSuspended suspended) {
      text("suspended_by", suspended.by());
      text("suspended_reason", suspended.reason());
      time("suspended_at", suspended.at());
    } else if (event instanceof SalesResumed) {
      columns.keySet().removeIf(column -> column.startsWith("suspended_"));
    } else if (event instanceof SalesClosed closed) {
      text("closed_by", closed.by());
      time("closed_at", closed.at());
    } else if (event instanceof SalesStopped stopped) {
      time("stopped_at", stopped.at());
    } else if (event instanceof ResultEntered entered) {
      columns.keySet().removeIf(column -> column.startsWith("void_"));
      put("winners", entered.winners());
      text("result_source", entered.source());
      time("started_at", entered.startedAt());
      text("entered_by", entered.by());
      time("entered_at", entered.at());
    } else if (event instanceof ResultConfirmed confirmed) {
      text("confirmed_by", confirmed.by());
      time("confirmed_at", confirmed.at());
    } else if (event instanceof ResultWithdrawn withdrawn) {
      List.of("winners", "result_source", "started_at", "entered_by", "entered_at")
          .forEach(columns::remove);
      text("withdrawn_by", withdrawn.by());
      text("withdrawn_reason", withdrawn.reason());
      time("withdrawn_at", withdrawn.at());
    } else if (event instanceof VoidProposed proposed) {
      voiding(proposed.cause(), proposed.note(), proposed.by(), proposed.at());
    } else if (event instanceof MatchVoided voided) {
      voiding(voided.cause(), voided.note(), voided.by(), voided.wantedAt());
      text("void_confirmed_by", voided.confirmedBy());
      time("voided_at", voided.at());
    } else if (event instanceof CorrectionProposed proposed) {
      put("proposed_winners", proposed.winners());
      text("proposed_source", proposed.source());
      text("proposed_reason", proposed.reason());
      text("proposed_by", proposed.by());
      time("proposed_at", proposed.at());
    } else if (event instanceof CorrectionWithdrawn withdrawn) {
      columns.keySet().removeIf(column -> column.startsWith("proposed_"));
      text("withdrawn_by", withdrawn.by());
      text("withdrawn_reason", withdrawn.reason());
      time("withdrawn_at", withdrawn.at());
    } else if (event instanceof ResultCorrected corrected) {
      correct(corrected);
    } else if (event instanceof MatchSettled settled) {
      time("settled_at", settled.at());
    }
  }

  /** What was proposed takes the place of the result. */
  private void correct(ResultCorrected corrected) {
    put("winners", columns.get("proposed_winners"));
    put("result_source", columns.get("proposed_source"));
    put("correction_reason", columns.get("proposed_reason"));
    put("entered_by", columns.get("proposed_by"));
    put("entered_at", columns.get("proposed_at"));
    text("confirmed_by", corrected.by());
    time("confirmed_at", corrected.at());
    put("corrections", (int) columns.getOrDefault("corrections", 0) + 1);
    columns.keySet().removeIf(column -> column.startsWith("proposed_"));
    columns.remove("settled_at");
  }

  private void voiding(VoidCause cause, String note, String by, Instant at) {
    text("void_cause", cause.name());
    text("void_note", note);
    text("void_by", by);
    time("void_at", at);
  }

  private void put(PoolRules rules) {
    put("takeout_basis_points", rules.takeoutBasisPoints());
    put("unbacked", rules.unbacked().name());
    put("tax", rules.tax().name());
  }

  private void text(String column, String value) {
    put(column, SqlValues.text(value));
  }

  private void time(String column, Instant value) {
    put(column, value == null ? null : SqlValues.timestamp(value).toInstant());
  }

  private void put(String column, Object value) {
    if (value == null) {
      columns.remove(column);
    } else {
      columns.put(column, value);
    }
  }

  private static List<String> texts(MatchOpened opened, Function<Match.Team, String> part) {
    return opened.teams().stream().map(team -> SqlValues.text(part.apply(team))).toList();
  }

  /** What is different in the other one. */
  String differences(ListedMatch other) {
    Map<String, Object> different = new TreeMap<>();
    columns.forEach(
        (column, value) -> {
          if (!Objects.equals(value, other.columns.get(column))) {
            different.put(column, value);
          }
        });
    other.columns.keySet().stream()
        .filter(column -> !columns.containsKey(column))
        .forEach(column -> different.put(column, null));
    return different.toString();
  }
}
