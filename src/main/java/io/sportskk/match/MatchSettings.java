package io.sportskk.match;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * @param passivateAfter how long a match that nobody asks stays in memory
 */
public record MatchSettings(Duration passivateAfter) {

  /**
   * @throws com.typesafe.config.ConfigException if a setting is missing or wrong; it names the
   *     setting
   */
  public static MatchSettings from(Config root) {
    return new MatchSettings(root.getDuration("sportskk.match.passivate-after"));
  }
}
