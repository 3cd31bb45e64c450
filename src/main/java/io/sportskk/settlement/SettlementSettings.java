package io.sportskk.settlement;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;

/**
 * @param page how many tickets are settled between two of its events
 * @param parallelism how many tickets of one match are being settled at the same time: what a
 *     settlement takes from those who buy meanwhile
 * @param notBefore how long after sales have stopped dividends are fixed at the earliest
 * @param askTimeout how long a ticket may take to be settled, and any other part to answer
 * @param lookAgain how long before something is tried again that was not possible
 * @param passivateAfter how long a settlement that has nothing to do stays in memory
 */
public record SettlementSettings(
    int page,
    int parallelism,
    Duration notBefore,
    Duration askTimeout,
    Duration lookAgain,
    Duration passivateAfter) {

  /**
   * @throws com.typesafe.config.ConfigException if a setting is missing or wrong; it names the
   *     setting
   */
  public static SettlementSettings from(Config root) {
    Config settlement = root.getConfig("sportskk.settlement");
    return new SettlementSettings(
        positive(settlement, "page"),
        positive(settlement, "parallelism"),
        settlement.getDuration("not-before"),
        settlement.getDuration("ask-timeout"),
        settlement.getDuration("look-again"),
        settlement.getDuration("passivate-after"));
  }

  private static int positive(Config config, String key) {
    int value = config.getInt(key);
    if (value < 1) {
      throw new ConfigException.BadValue(
          config.getValue(key).origin(), "sportskk.settlement." + key, "must be at least 1");
    }
    return value;
  }
}
