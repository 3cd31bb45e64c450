package io.sportskk.api;

import io.sportskk.tally.MatchTotals;
import java.time.Instant;
import java.util.List;

/**
 * The totals of a match as clients see them.
 *
 * @param teams the teams that have had a ticket
 * @param stake in KRW, of all teams
 * @param tickets how many tickets count, of all teams
 * @param updatedAt null if there never was a ticket
 */
record TallyJson(
    String matchId,
    List<TeamJson> teams,
    long stake,
    long tickets,
    long version,
    Instant updatedAt) {

  /**
   * @param stake in KRW
   */
  record TeamJson(String team, long stake, long tickets, long cancelled) {}

  static TallyJson of(MatchTotals totals) {
    List<TeamJson> teams =
        totals.teams().stream()
            .map(
                team ->
                    new TeamJson(team.team(), team.stake().won(), team.tickets(), team.cancelled()))
            .toList();
    return new TallyJson(
        totals.matchId(),
        teams,
        teams.stream().mapToLong(TeamJson::stake).sum(),
        teams.stream().mapToLong(TeamJson::tickets).sum(),
        totals.version(),
        totals.updatedAt());
  }
}
