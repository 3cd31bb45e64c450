package io.sportskk.api;

import io.sportskk.kernel.Money;
import io.sportskk.pool.Dividend;
import io.sportskk.pool.PoolRules;
import io.sportskk.tally.TotalsHistory;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
   * @param dividend as in {@link TallyJson.TeamJson}, by these stakes and the carry-in as it is now
   */
  record TeamJson(String team, long stake, BigDecimal dividend) {}

  /**
   * @param carryIn empty while it is not known
   */
  static TotalsHistoryJson of(TotalsHistory history, PoolRules rules, Optional<Money> carryIn) {
    return new TotalsHistoryJson(
        history.matchId(),
        history.points().stream()
            .map(
                point ->
                    new PointJson(
                        point.at(), teams(history.teams(), point.stakes(), rules, carryIn)))
            .toList());
  }

  private static List<TeamJson> teams(
      List<String> teams, List<Money> stakes, PoolRules rules, Optional<Money> carryIn) {
    Map<String, Money> byTeam = new TreeMap<>();
    IntStream.range(0, teams.size()).forEach(i -> byTeam.put(teams.get(i), stakes.get(i)));
    Map<String, Dividend> dividends =
        carryIn
            .<Map<String, Dividend>>map(carry -> rules.projected(byTeam, carry))
            .orElseGet(Map::of);
    return byTeam.entrySet().stream()
        .map(
            team ->
                new TeamJson(
                    team.getKey(),
                    team.getValue().won(),
                    dividends.containsKey(team.getKey())
                        ? dividends.get(team.getKey()).toDecimal()
                        : null))
        .toList();
  }
}
