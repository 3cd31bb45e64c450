package io.sportskk.api;

import io.sportskk.match.Course;
import io.sportskk.match.Match;
import io.sportskk.pool.PoolResult;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How a match has ended, and what it pays ({@code R5}).
 *
 * @param winners empty while no result is entered, and if the match is void
 * @param kind of what is paid, null before dividends are fixed
 * @param dividends by team, of those whose tickets are paid; null before they are fixed
 */
record OutcomeJson(
    String matchId,
    String status,
    List<String> winners,
    PoolResult.Kind kind,
    Map<String, BigDecimal> dividends) {

  /**
   * @param newest what the settlement has fixed last, null before: dividends of a result that has
   *     been corrected since are not those of the winners
   */
  static OutcomeJson of(Match match, DividendsFixed newest, Instant now) {
    Course.Result result = match.course().result();
    DividendsFixed fixed =
        newest == null || newest.round() != match.course().round() ? null : newest;
    return new OutcomeJson(
        match.matchId(),
        MatchJson.label(match.status(now)),
        result == null ? List.of() : result.winners(),
        fixed == null ? null : fixed.result().kind(),
        fixed == null ? null : PoolResultJson.of(fixed.result()).dividends());
  }
}
