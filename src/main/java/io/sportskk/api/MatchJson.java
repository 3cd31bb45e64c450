package io.sportskk.api;

import io.sportskk.match.Match;
import io.sportskk.pool.PoolRules;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A match as clients see it.
 *
 * @param rules the version of the rules of its pool
 * @param closedBy who closed sales, null while they are not closed
 * @param closedAt when sales were closed, null while they are not
 * @param stoppedAt since when no node sells tickets, null while one may
 */
record MatchJson(
    String matchId,
    String name,
    List<TeamJson> teams,
    Instant opensAt,
    Instant closesAt,
    String salesStatus,
    String rules,
    PoolJson pool,
    String closedBy,
    Instant closedAt,
    Instant stoppedAt) {

  record TeamJson(String code, String name) {}

  /**
   * @param carryFrom the match whose carry the pool takes, null for none
   */
  record PoolJson(int takeoutBasisPoints, String unbacked, String tax, String carryFrom) {
    private static PoolJson of(Match.Pool pool) {
      PoolRules rules = pool.rules();
      return new PoolJson(
          rules.takeoutBasisPoints(),
          rules.unbacked().name(),
          rules.tax().name(),
          pool.carryFrom());
    }
  }

  private static final Map<Match.SalesStatus, String> STATUS =
      Map.of(
          Match.SalesStatus.NOT_OPEN, "NotOpen",
          Match.SalesStatus.ON_SALE, "OnSale",
          Match.SalesStatus.CLOSED, "Closed");

  static MatchJson of(Match match, Instant now) {
    Match.Closed closed = match.closed();
    return new MatchJson(
        match.matchId(),
        match.name(),
        match.teams().stream().map(team -> new TeamJson(team.code(), team.name())).toList(),
        match.opensAt(),
        match.closesAt(),
        STATUS.get(match.salesStatus(now)),
        match.rules().version(),
        PoolJson.of(match.pool()),
        closed == null ? null : closed.by(),
        closed == null ? null : closed.at(),
        closed == null ? null : closed.stoppedAt());
  }
}
