package io.sportskk.node.database;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;

/**
 * Limits that an operator can set are checked against those of the pools: who waits must wait long
 * enough to hear what has become of it.
 */
final class LimitsInOrder {

  private LimitsInOrder() {}

  /**
   * @throws ConfigException with the name of a setting that is too long or too short
   */
  static void check(Config config) {
    for (String plugin : new String[] {"jdbc-journal", "jdbc-snapshot-store"}) {
      atLeast(
          config,
          plugin + ".circuit-breaker.call-timeout",
          config
              .getDuration("sportskk.database.connection-timeout")
              .plus(DatabasePool.VALIDATION)
              .plus(DatabasePool.JOURNAL.limits().socket()),
          "sportskk.database.connection-timeout and what the journal's database may be silent");
    }
    atMost(config, "sportskk.tally.statement-timeout", DatabasePool.TALLY);
    atMost(config, "sportskk.view.query-timeout", DatabasePool.VIEW);
  }

  private static void atLeast(Config config, String key, Duration least, String why) {
    Duration value = config.getDuration(key);
    if (value.compareTo(least) < 0) {
      throw bad(
          config, key, "it is " + seconds(least) + " or more (" + why + "), not " + seconds(value));
    }
  }

  private static void atMost(Config config, String key, DatabasePool pool) {
    Duration most = pool.limits().statement();
    Duration value = config.getDuration(key);
    if (value.compareTo(most) > 0) {
      throw bad(
          config,
          key,
          "it is "
              + seconds(most)
              + " at most (the limit of all statements there), not "
              + seconds(value));
    }
  }

  private static String seconds(Duration limit) {
    return limit.toMillis() / 1000.0 + " s";
  }

  private static ConfigException bad(Config config, String key, String what) {
    return new ConfigException.BadValue(config.getValue(key).origin(), key, what);
  }
}
