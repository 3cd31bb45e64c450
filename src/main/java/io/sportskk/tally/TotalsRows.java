package io.sportskk.tally;

import io.sportskk.kernel.Money;
import io.sportskk.tally.MatchTotals.TeamTotal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of {@code tally}, one for each team, as the totals of matches. */
final class TotalsRows {

  /** What a query selects. */
  static final String COLUMNS =
      """
      match_id, team, stake, tickets, cancelled, version, updated_at,
        (SELECT versions_from FROM tally_versions) AS versions_from,
        (SELECT sealed_at FROM tally_seal WHERE sealed_match = match_id) AS sealed_at""";

  private TotalsRows() {}

  /** Expects the rows of a match one after another. */
  static List<MatchTotals> read(PreparedStatement statement) throws SQLException {
    Map<String, MatchTotals> matches = new LinkedHashMap<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        String matchId = row.getString("match_id");
        MatchTotals before = matches.get(matchId);
        matches.put(matchId, plus(before, matchId, row));
      }
    }
    return List.copyOf(matches.values());
  }

  /** The version of a match counts its teams' changes, so that it grows with each of them. */
  private static MatchTotals plus(MatchTotals before, String matchId, ResultSet row)
      throws SQLException {
    List<TeamTotal> teams = before == null ? new ArrayList<>() : new ArrayList<>(before.teams());
    teams.add(
        new TeamTotal(
            row.getString("team"),
            Money.won(row.getLong("stake")),
            row.getLong("tickets"),
            row.getLong("cancelled")));
    Instant at = row.getObject("updated_at", OffsetDateTime.class).toInstant();
    long version = row.getLong("version");
    OffsetDateTime sealedAt = row.getObject("sealed_at", OffsetDateTime.class);
    return before == null
        ? new MatchTotals(
            matchId,
            List.copyOf(teams),
            row.getLong("versions_from") + version,
            at,
            sealedAt == null ? null : sealedAt.toInstant())
        : new MatchTotals(
            matchId,
            List.copyOf(teams),
            before.version() + version,
            at.isAfter(before.updatedAt()) ? at : before.updatedAt(),
            before.sealedAt());
  }
}
