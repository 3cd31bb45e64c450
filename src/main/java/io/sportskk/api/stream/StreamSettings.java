package io.sportskk.api.stream;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.util.List;

/**
 * The event streams.
 *
 * @param heartbeat how long a stream is silent at most
 * @param retry how long a client waits before it connects again, at least
 * @param retryJitter by which factor that is lengthened at random, at most
 * @param buffer how many changes of a ticket may wait for a slow reader
 * @param replay how many changes the administrator's stream can replay, and may be behind
 * @param refresh how often changed totals are asked for, in case one was lost on its way
 * @param maxStreams how many streams a node may have
 * @param maxOpening how many tickets a node may ask at once for their streams
 */
public record StreamSettings(
    Duration heartbeat,
    Duration retry,
    double retryJitter,
    int buffer,
    int replay,
    Duration refresh,
    int maxStreams,
    int maxOpening) {

  /**
   * @throws ConfigException if a setting is missing or makes no sense; the message names its key
   */
  public static StreamSettings from(Config root) {
    Config config = root.getConfig("sportskk");
    for (String key : List.of("sse.buffer", "sse.replay", "sse.max-streams", "sse.max-opening")) {
      if (config.getInt(key) < 1) {
        throw bad(config, key, "it must be at least 1");
      }
    }
    for (String key : List.of("sse.heartbeat", "sse.refresh")) {
      if (config.getDuration(key).isZero() || config.getDuration(key).isNegative()) {
        throw bad(config, key, "it must be longer than nothing");
      }
    }
    if (!(config.getDouble("sse.retry-jitter") >= 0)) {
      throw bad(config, "sse.retry-jitter", "it must not be negative");
    }
    Duration idle = root.getDuration("akka.http.server.idle-timeout");
    if (config.getDuration("sse.heartbeat").compareTo(idle) >= 0) {
      throw bad(
          config,
          "sse.heartbeat",
          "it must be shorter than akka.http.server.idle-timeout (" + idle.toMillis() + " ms)");
    }
    int connections = root.getInt("akka.http.server.max-connections");
    if (config.getInt("sse.max-streams") >= connections) {
      throw bad(
          config,
          "sse.max-streams",
          "it must be less than akka.http.server.max-connections (" + connections + ")");
    }
    return new StreamSettings(
        config.getDuration("sse.heartbeat"),
        config.getDuration("sse.retry"),
        config.getDouble("sse.retry-jitter"),
        config.getInt("sse.buffer"),
        config.getInt("sse.replay"),
        config.getDuration("sse.refresh"),
        config.getInt("sse.max-streams"),
        config.getInt("sse.max-opening"));
  }

  /**
   * How long one client waits before it connects again.
   *
   * @param random from 0 to 1
   */
  Duration retry(double random) {
    return retry.plusNanos((long) (retry.toNanos() * retryJitter * random));
  }

  private static ConfigException bad(Config config, String key, String why) {
    return new ConfigException.BadValue(config.getValue(key).origin(), "sportskk." + key, why);
  }
}
