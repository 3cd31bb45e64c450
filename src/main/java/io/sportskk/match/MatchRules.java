package io.sportskk.match;

import io.sportskk.match.MatchCommand.Problem;
import io.sportskk.pool.PoolRules;
import io.sportskk.pool.Unbacked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a match must be like to be opened for sale, and when its tickets are sold. */
final class MatchRules {

  private static final int NAME_MOST = 200;
  private static final int TEAMS_LEAST = 2;
  private static final int TEAMS_MOST = 64;
  private static final int TEAM_NAME_MOST = 100;
  private static final Pattern TEAM_CODE = Pattern.compile("[A-Z0-9_-]{1,16}");

  /** {@code GET /matches/events} is the stream of all totals. */
  private static final Set<String> RESERVED_IDS = Set.of("events");

  private MatchRules() {}

  /**
   * @param configured the rules of the nodes at this time
   * @param unbacked null for what is configured
   */
  static PoolRules pool(PoolRules configured, Unbacked unbacked) {
    return unbacked == null
        ? configured
        : new PoolRules(configured.takeoutBasisPoints(), unbacked, configured.tax());
  }

  /** Whether tickets for the team are sold. */
  static MatchCommand.SaleReply sale(Match match, String team, Instant now) {
    if (!match.hasTeam(team)) {
      return new MatchCommand.NoSuchTeam();
    }
    return switch (match.salesStatus(now)) {
      case NOT_OPEN -> new MatchCommand.SalesNotOpen(match.opensAt());
      case ON_SALE -> new MatchCommand.OnSale(match.closesAt(), match.rules().version());
      case SUSPENDED -> new MatchCommand.SalesOnHold();
      case CLOSED -> new MatchCommand.SalesOver();
    };
  }

  /** What is wrong, nothing if the match can be opened. Fields are named as in the HTTP API. */
  static List<Problem> problems(String matchId, MatchCommand.Open open, Instant now) {
    List<Problem> problems = new ArrayList<>();
    if (RESERVED_IDS.contains(matchId)) {
      problems.add(new Problem("/matchId", "is reserved"));
    }
    if (open.name().isBlank() || open.name().length() > NAME_MOST) {
      problems.add(new Problem("/name", "must have 1 to " + NAME_MOST + " characters"));
    }
    if (open.teams().size() < TEAMS_LEAST || open.teams().size() > TEAMS_MOST) {
      problems.add(
          new Problem("/teams", "must be " + TEAMS_LEAST + " to " + TEAMS_MOST + " teams"));
    }
    Set<String> codes = new HashSet<>();
    for (int i = 0; i < open.teams().size(); i++) {
      Match.Team team = open.teams().get(i);
      if (!TEAM_CODE.matcher(team.code()).matches()) {
        problems.add(
            new Problem(
                "/teams/" + i + "/code",
                "must be 1 to 16 of the characters A-Z, 0-9, '_' and '-'"));
      } else if (!codes.add(team.code())) {
        problems.add(new Problem("/teams/" + i + "/code", "is the code of another team too"));
      }
      if (team.name().isBlank() || team.name().length() > TEAM_NAME_MOST) {
        problems.add(
            new Problem(
                "/teams/" + i + "/name", "must have 1 to " + TEAM_NAME_MOST + " characters"));
      }
    }
    if (!open.closesAt().isAfter(now)) {
      problems.add(new Problem("/closesAt", "must be in the future"));
    }
    if (open.opensAt() != null && !open.opensAt().isBefore(open.closesAt())) {
      problems.add(new Problem("/opensAt", "must be before closesAt"));
    }
    if (matchId.equals(open.carryFrom())) {
      problems.add(new Problem("/carryFrom", "must be the id of another match"));
    }
    return problems;
  }
}
