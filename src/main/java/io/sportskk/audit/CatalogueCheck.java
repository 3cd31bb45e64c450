package io.sportskk.audit;

import static io.sportskk.kernel.SqlValues.text;
import static io.sportskk.kernel.SqlValues.timestamp;

import io.sportskk.kernel.SliceOffsets;
import io.sportskk.kernel.Slices;
import io.sportskk.match.Match;
import io.sportskk.match.MatchEvent.MatchOpened;
import io.sportskk.match.Matches;
import io.sportskk.pool.PoolRules;
import io.sportskk.pool.Tax;
import io.sportskk.pool.Unbacked;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Whether the catalogue has each match as its events say. It is in the journal's database and read
 * as of the same moment; its projection stores a row and its own offset together. So what is up to
 * the offset must be there.
 */
final class CatalogueCheck {

  /**
   * @param closedAt null while sales are not closed
   * @param stoppedAt null while a node may sell
   */
  private record Row(
      String name,
      List<String> codes,
      List<String> names,
      Instant opensAt,
      Instant closesAt,
      String closedBy,
      Instant closedAt,
      Instant stoppedAt,
      PoolRules rules,
      String carryFrom) {}

  private final MatchReader matches;
  private final Findings findings;
  private final SliceOffsets offsets;

  /**
   * @param offsets of the catalogue's projection
   */
  CatalogueCheck(MatchReader matches, SliceOffsets offsets, Findings findings) {
    this.matches = matches;
    this.findings = findings;
    this.offsets = offsets;
  }

  void check(Snapshot journal) throws SQLException {
    Map<String, Row> rows = new HashMap<>();
    journal.each(
        "SELECT match_id, name, team_codes, team_names, opens_at, closes_at, closed_by, closed_at,"
            + " stopped_at, takeout_basis_points, unbacked, tax, carry_from FROM match_catalogue",
        row -> rows.put(row.getString(1), row(row)));
    matches.matches().values().forEach(match -> check(match, rows.remove(match.matchId())));
    rows.keySet().stream()
        .filter(matchId -> !matches.isBroken(matchId))
        .forEach(
            matchId ->
                findings.add(FindingKind.CATALOGUE_WITHOUT_MATCH, matchId, "It has no events."));
  }

  private void check(ReplayedMatch match, Row row) {
    long offset = offset(match);
    if (match.lastBy() > offset) {
      findings.inFlight(
          InFlight.CATALOGUE_BEHIND,
          match.matchId(),
          match.openedBy() > offset ? match.opened().at() : match.since());
    }
    if (match.openedBy() > offset) {
      return;
    }
    if (row == null) {
      findings.add(FindingKind.CATALOGUE_MISSING, match.matchId(), "It is not in the catalogue.");
      return;
    }
    // A match writes its close itself, which may be before its projection does.
    Row should = should(match, row.closedBy() != null || match.closedBy() <= offset);
    if (!row.equals(should)) {
      findings.add(
          FindingKind.CATALOGUE_WRONG,
          match.matchId(),
          "The catalogue says " + row + "; its events, " + should + ".");
    }
  }

  /** Events of this match up to this number in the journal are in the catalogue. */
  private long offset(ReplayedMatch match) {
    return offsets.of(Slices.of(Matches.KEY.name() + "|" + match.matchId()));
  }

  /**
   * @param listed whether a close must be in it
   */
  private Row should(ReplayedMatch match, boolean listed) {
    MatchOpened opened = match.opened();
    boolean closed = match.closed() != null && listed;
    boolean stopped = match.stopped() != null && match.stoppedBy() <= offset(match);
    return new Row(
        text(opened.name()),
        texts(opened, Match.Team::code),
        texts(opened, Match.Team::name),
        timestamp(opened.opensAt()).toInstant(),
        timestamp(opened.closesAt()).toInstant(),
        closed ? text(match.closed().by()) : null,
        closed ? timestamp(match.closed().at()).toInstant() : null,
        stopped ? timestamp(match.stopped().at()).toInstant() : null,
        opened.rules(),
        text(opened.carryFrom()));
  }

  private static List<String> texts(MatchOpened opened, Function<Match.Team, String> part) {
    return opened.teams().stream().map(team -> text(part.apply(team))).toList();
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getString(2),
        Arrays.asList((String[]) row.getArray(3).getArray()),
        Arrays.asList((String[]) row.getArray(4).getArray()),
        instant(row, 5),
        instant(row, 6),
        row.getString(7),
        instant(row, 8),
        instant(row, 9),
        rules(row),
        row.getString(13));
  }

  /** An earlier release has stored none. */
  private static PoolRules rules(ResultSet row) throws SQLException {
    int takeout = row.getInt(10);
    return row.wasNull()
        ? PoolRules.EARLIER
        : new PoolRules(
            takeout, Unbacked.valueOf(row.getString(11)), Tax.valueOf(row.getString(12)));
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
