package io.sportskk.tally;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;

/**
 * How the tally works.
 *
 * @param batch how many tickets of a match one transaction counts at most
 * @param queue how many commands may wait for a transaction of one match
 * @param publishEvery totals of a match are published at most this often
 * @param pointEvery how often it is written down how totals have moved
 * @param passivateAfter a tally that nobody asks leaves memory after this time
 * @param statementTimeout how long one statement may take, whole seconds
 * @param stopWithin how long a tally that is to stop works off what it has
 * @param callTimeout how long the synchronous request waits for its answer
 * @param groupSize how many events the projection handles at once at most
 * @param groupWithin how long the projection waits for so many
 * @param askTimeout how long the projection waits for the tallies
 * @param retryDelay how long the projection waits before it asks again those that could not answer
 */
public record TallySettings(
    int batch,
    int queue,
    Duration publishEvery,
    Duration pointEvery,
    Duration passivateAfter,
    Duration statementTimeout,
    Duration stopWithin,
    Duration callTimeout,
    int groupSize,
    Duration groupWithin,
    Duration askTimeout,
    Duration retryDelay) {

  /**
   * @param root the node's whole configuration
   * @throws ConfigException if a value is missing or makes no sense; the message has the key's name
   */
  public static TallySettings from(Config root) {
    return new TallySettings(
        count(root, "sportskk.tally.batch"),
        count(root, "sportskk.tally.queue"),
        time(root, "sportskk.tally.publish-every"),
        time(root, "sportskk.tally.point-every"),
        time(root, "sportskk.tally.passivate-after"),
        seconds(root, "sportskk.tally.statement-timeout"),
        time(root, "sportskk.tally.stop-within"),
        time(root, "akka.circuit-breaker.tally.call-timeout"),
        count(root, "sportskk.projection.group-size"),
        time(root, "sportskk.projection.group-within"),
        time(root, "sportskk.tally.ask-timeout"),
        time(root, "sportskk.tally.retry-delay"));
  }

  private static int count(Config root, String key) {
    int value = root.getInt(key);
    if (value < 1) {
      throw bad(root, key, "must be at least 1, not " + value);
    }
    return value;
  }

  private static Duration time(Config root, String key) {
    Duration value = root.getDuration(key);
    if (value.isNegative() || value.isZero()) {
      throw bad(root, key, "must be longer than nothing");
    }
    return value;
  }

  private static Duration seconds(Config root, String key) {
    Duration value = time(root, key);
    if (value.toNanosPart() != 0) {
      throw bad(root, key, "must be whole seconds, not " + value.toMillis() + " ms");
    }
    return value;
  }

  private static ConfigException bad(Config root, String key, String message) {
    return new ConfigException.BadValue(root.getValue(key).origin(), key, message);
  }
}
