package io.sportskk.tally;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Money;
import java.time.Instant;
import java.util.List;

/**
 * What is staked on a match.
 *
 * @param teams the teams that have had a ticket, by code
 * @param version grows with every change of this match's totals, also if they are counted anew in
 *     another database; 0 if there never was one
 * @param updatedAt when the totals last changed, null if never
 * @param sealedAt since when they are final, null while they are not
 */
public record MatchTotals(
    String matchId, List<TeamTotal> teams, long version, Instant updatedAt, Instant sealedAt)
    implements CborSerializable {

  /** Of a match that has never had a ticket. */
  static MatchTotals none(String matchId) {
    return new MatchTotals(matchId, List.of(), 0, null, null);
  }

  MatchTotals sealed(Instant at) {
    return new MatchTotals(matchId, teams, version, updatedAt, at);
  }

  /**
   * @param stake sum of the stakes of the tickets that count
   * @param tickets how many tickets count
   * @param cancelled how many tickets were taken out: all that ended as cancelled, counted or not
   */
  public record TeamTotal(String team, Money stake, long tickets, long cancelled)
      implements CborSerializable {}
}
