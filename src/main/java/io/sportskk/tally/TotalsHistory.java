package io.sportskk.tally;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Money;
import java.time.Instant;
import java.util.List;

/**
 * How the totals of a match moved.
 *
 * @param teams on which there ever was a stake, by code
 * @param points oldest first; none before somebody has bought
 */
public record TotalsHistory(String matchId, List<String> teams, List<Point> points)
    implements CborSerializable {

  /**
   * @param at a turn of the minute by which something had changed
   * @param stakes what was staked then on each of the teams, in their order
   */
  public record Point(Instant at, List<Money> stakes) implements CborSerializable {}
}
