package io.sportskk.ledger;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How the ledger works.
 *
 * @param groupSize how many events are booked in one transaction at most
 * @param groupWithin how long to wait for so many
 * @param queryTimeout how long a query may take before it is answered that the ledger is
 *     unavailable
 */
public record LedgerSettings(int groupSize, Duration groupWithin, Duration queryTimeout) {

  public LedgerSettings {
    if (groupSize < 1) {
      throw new IllegalArgumentException(
          "sportskk.projection.group-size is at least 1, not " + groupSize);
    }
    if (queryTimeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "sportskk.ledger.query-timeout is at least 1 ms, not " + queryTimeout);
    }
  }

  /**
   * @throws com.typesafe.config.ConfigException if a setting is missing or malformed; it names the
   *     key
   */
  public static LedgerSettings from(Config root) {
    return new LedgerSettings(
        root.getInt("sportskk.projection.group-size"),
        root.getDuration("sportskk.projection.group-within"),
        root.getDuration("sportskk.ledger.query-timeout"));
  }
}
