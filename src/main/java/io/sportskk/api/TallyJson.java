package io.sportskk.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sportskk.kernel.Money;
import io.sportskk.pool.Dividend;
import io.sportskk.tally.MatchTotals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The totals of a match as clients see them, and what its pool would pay if it stayed as it is.
 *
 * @param teams the teams that have had a ticket
 * @param stake in KRW, of all teams
 * @param tickets how many tickets count, of all teams
 * @param pool null while the rules of the match are not known here
 * @param updatedAt null if there never was a ticket
 * @param isFinal whether nothing is counted any more, so that dividends are no estimate
 */
@JsonPropertyOrder({
  "matchId",
  "teams",
  "stake",
  "tickets",
  "pool",
  "version",
  "updatedAt",
  "final"
})
record TallyJson(
    String matchId,
    List<TeamJson> teams,
    long stake,
    long tickets,
    PoolJson pool,
    long version,
    Instant updatedAt,
    @JsonProperty("final") boolean isFinal) {

  /**
   * @param stake in KRW
   * @param dividend what each won on this team would be paid if it won alone, with one decimal;
   *     null while nothing is staked on it, or the rules of the match are not known here
   */
  record TeamJson(String team, long stake, long tickets, long cancelled, BigDecimal dividend) {}

  /**
   * Amounts in KRW.
   *
   * @param carryIn null while it is not known what the other match leaves
   * @param net what would be shared out: what is left of the gross after the takeout, and the
   *     carry-in as far as it is known
   */
  record PoolJson(long gross, Long carryIn, long net, int takeoutBasisPoints, String rulesVersion) {

    private static PoolJson of(Money gross, Optional<Money> carryIn, MatchPool pool) {
      return new PoolJson(
          gross.won(),
          carryIn.map(Money::won).orElse(null),
          pool.rules().afterTakeout(gross).plus(carryIn.orElse(Money.ZERO)).won(),
          pool.rules().takeoutBasisPoints(),
          pool.version());
    }
  }

  /**
   * @param pool empty if it is not known
   * @param left what another match leaves to this one, empty if that is not known
   */
  static TallyJson of(MatchTotals totals, Optional<MatchPool> pool, Optional<Money> left) {
    Map<String, Money> stakes = new TreeMap<>();
    totals.teams().forEach(team -> stakes.put(team.team(), team.stake()));
    Optional<Money> carryIn =
        pool.filter(it -> it.carryFrom() == null).map(it -> Money.ZERO).or(() -> left);
    Map<String, Dividend> dividends =
        pool.<Map<String, Dividend>>map(
                it -> it.rules().projected(stakes, carryIn.orElse(Money.ZERO)))
            .orElseGet(Map::of);
    List<TeamJson> teams =
        totals.teams().stream()
            .map(
                team ->
                    new TeamJson(
                        team.team(),
                        team.stake().won(),
                        team.tickets(),
                        team.cancelled(),
                        dividends.containsKey(team.team())
                            ? dividends.get(team.team()).toDecimal()
                            : null))
            .toList();
    Money gross = stakes.values().stream().reduce(Money.ZERO, Money::plus);
    return new TallyJson(
        totals.matchId(),
        teams,
        gross.won(),
        teams.stream().mapToLong(TeamJson::tickets).sum(),
        pool.map(it -> PoolJson.of(gross, carryIn, it)).orElse(null),
        totals.version(),
        totals.updatedAt(),
        totals.sealedAt() != null);
  }
}
