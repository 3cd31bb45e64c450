package io.sportskk.api;

import io.sportskk.kernel.Money;
import io.sportskk.settlement.PoolQuery;
import io.sportskk.tally.SealedTally.Ticket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up the tickets of a pool as they go by: a list whose sums are not what they should be must
 * not look whole.
 */
final class StakesCheck {

  private final Map<String, Money> expected;
  private final Map<String, Money> found = new HashMap<>();

  /**
   * @param expected by team, of those that have tickets
   */
  StakesCheck(Map<String, Money> expected) {
    this.expected = expected;
  }

  /**
   * @return the page as it is
   * @throws IllegalStateException if it is the last one, and the sums are not right
   */
  List<List<Ticket>> checked(PoolQuery.Page page) {
    page.items().forEach(ticket -> found.merge(ticket.team(), ticket.stake(), Money::plus));
    if (page.next() == null && !found.equals(expected)) {
      throw new IllegalStateException(
          "the tickets add up to " + found + ", and not to " + expected);
    }
    return List.of(page.items());
  }
}
