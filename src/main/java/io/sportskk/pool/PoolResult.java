package io.sportskk.pool;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Money;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a pool pays, with all that it was computed from ({@code K1}, {@code K7}). To the won,
 *
 * <pre>
 * gross + carryIn = net + topUp + takeout
 *     net + topUp = payouts + breakage + carryOut
 * </pre>
 *
 * @param stakes by team
 * @param winners as they were named; none if the match is void
 * @param net what there is to share out: the stakes without the takeout before the top-up, and the
 *     carry-in
 * @param takeout what the operator keeps, after the top-up
 * @param topUp what had to be added so that every winner is paid at least his stake, out of the
 *     takeout ({@code K3})
 * @param payouts of all tickets together, tax included
 * @param breakage what is left as dividends are rounded down ({@code K2})
 * @param carryOut what goes to another match ({@code K4})
 * @param dividends by team, of those teams whose tickets are paid. Of a pool that is given back,
 *     what comes back of each won.
 */
public record PoolResult(
    PoolRules rules,
    Kind kind,
    Map<String, Money> stakes,
    Money carryIn,
    Set<String> winners,
    Money net,
    Money takeout,
    Money topUp,
    Money payouts,
    Money breakage,
    Money carryOut,
    Map<String, Dividend> dividends)
    implements CborSerializable {

  /** How the pool ends. */
  public enum Kind {
    /** Tickets on winners are paid, all others have lost. */
    PAID,
    /** Nobody staked on a winner: every stake goes back in full. */
    REFUNDED,
    /** Nobody staked on a winner: every ticket has its part of the net pool. */
    NET_REFUNDED,
    /** Nobody staked on a winner: the net pool goes to another match. */
    CARRIED,
    /** The match does not count: every stake goes back in full. */
    VOID
  }

  // In the order of the teams' codes: the same result is always the same bytes.
  public PoolResult {
    stakes = Collections.unmodifiableMap(new TreeMap<>(stakes));
    winners = Collections.unmodifiableSet(new TreeSet<>(winners));
    dividends = Collections.unmodifiableMap(new TreeMap<>(dividends));
  }

  /** All that is staked. */
  public Money gross() {
    return Pool.sum(stakes.values());
  }

  /**
   * What a ticket is paid before tax, its stake included: nothing if it has lost.
   *
   * @throws IllegalArgumentException if so much is not staked on the team in this pool, so that the
   *     ticket can't have been counted
   */
  public Money payout(String team, Money stake) {
    if (stake.isMoreThan(stakes.getOrDefault(team, Money.ZERO))) {
      throw new IllegalArgumentException(
          "a ticket of " + stake + " on " + team + " is not in a pool of " + stakes);
    }
    return dividend(team).on(stake);
  }

  /**
   * What is kept back of a ticket's payout as tax.
   *
   * @throws IllegalArgumentException as {@link #payout}
   */
  public Money tax(String team, Money stake) {
    return rules.tax().on(stake, payout(team, stake), dividend(team));
  }

  private Dividend dividend(String team) {
    return dividends.getOrDefault(team, Dividend.tenths(0));
  }
}
