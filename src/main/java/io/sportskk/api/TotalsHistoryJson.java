package io.sportskk.api;

import io.sportskk.tally.TotalsHistory;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the totals of a match moved.
 *
 * @param points oldest first
 */
record TotalsHistoryJson(String matchId, List<PointJson> points) {

  /**
   * @param teams the same ones at each point
   */
  record PointJson(Instant at, List<TeamJson> teams) {}

  /**
   * @param stake in KRW
   */
  record TeamJson(String code, long stake) {}

  static TotalsHistoryJson of(TotalsHistory history) {
    List<String> teams = history.teams();
    return new TotalsHistoryJson(
        history.matchId(),
        history.points().stream()
            .map(
                point ->
                    new PointJson(
                        point.at(),
                        IntStream.range(0, teams.size())
                            .mapToObj(i -> new TeamJson(teams.get(i), point.stakes().get(i).won()))
                            .toList()))
            .toList());
  }
}
