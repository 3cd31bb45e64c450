package io.sportskk.match;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.sportskk.pool.PoolRules;
import java.time.Duration;

/**
 * @param passivateAfter how long a match that nobody asks stays in memory
 * @param terms how long a node may sell by its copy of the terms
 * @param rules of the pools of matches that are opened from now on
 * @param twoPersons whether he who enters a result can't confirm it
 * @param keepRefusals whether refused steps are stored, which nodes of the release before can't
 *     read
 */
public record MatchSettings(
    Duration passivateAfter,
    Terms terms,
    PoolRules rules,
    boolean twoPersons,
    boolean keepRefusals) {

  /**
   * @param refresh how often a node reads which terms have changed
   * @param lease for how long after it began to read them it may sell by them
   */
  public record Terms(Duration refresh, Duration lease) {

    /**
     * For how long a lease is waited for. Clocks that run at different speeds, as they are being
     * put right, are not that different.
     */
    public static Duration atMost(Duration lease) {
      return lease.plus(lease.dividedBy(10));
    }
  }

  private static final String REFRESH = "sportskk.match.terms.refresh";
  private static final String LEASE = "sportskk.match.terms.lease";

  /**
   * @throws com.typesafe.config.ConfigException if a setting is missing or wrong; it names the
   *     setting
   */
  public static MatchSettings from(Config root) {
    Terms terms = new Terms(root.getDuration(REFRESH), root.getDuration(LEASE));
    if (terms.refresh().isZero() || terms.refresh().isNegative()) {
      throw new ConfigException.BadValue(root.origin(), REFRESH, "must be more than zero");
    }
    if (terms.lease().compareTo(terms.refresh().multipliedBy(2)) < 0) {
      throw new ConfigException.BadValue(
          root.origin(), LEASE, "must be at least twice as long as " + REFRESH);
    }
    return new MatchSettings(
        root.getDuration("sportskk.match.passivate-after"),
        terms,
        PoolRules.from(root),
        root.getBoolean("sportskk.match.two-persons"),
        root.getBoolean("sportskk.ticket.keep-refusals")); // one switch for both
  }
}
