package io.sportskk.api;

import io.sportskk.match.Match;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A match as clients see it.
 *
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
    String closedBy,
    Instant closedAt,
    Instant stoppedAt) {

  record TeamJson(String code, String name) {}

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
        closed == null ? null : closed.by(),
        closed == null ? null : closed.at(),
        closed == null ? null : closed.stoppedAt());
  }
}
