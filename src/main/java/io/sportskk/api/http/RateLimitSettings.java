package io.sportskk.api.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;

/**
 * How much of this node each of its callers may have.
 *
 * @param buyer of one buyer, by the token
 * @param address of one address
 * @param trustedProxies how many proxies stand before this node, each of which adds to {@code
 *     X-Forwarded-For} whom it was asked by
 * @param remembered how many buyers, and how many addresses, are counted at most
 */
public record RateLimitSettings(
    boolean enabled, Limit buyer, Limit address, int trustedProxies, int remembered) {

  private static final String PATH = "sportskk.http.rate-limit.";

  /**
   * @param requests how many may come at once
   * @param per in which time, in whole seconds, as many may come again, little by little
   */
  public record Limit(int requests, Duration per) {}

  /**
   * @param root the whole configuration
   * @throws ConfigException if a setting is missing or makes no sense; the message names its key
   */
  public static RateLimitSettings from(Config root) {
    return new RateLimitSettings(
        root.getBoolean(PATH + "enabled"),
        limit(root, "buyer"),
        limit(root, "address"),
        atLeast(0, root, "trusted-proxies"),
        atLeast(1, root, "remembered"));
  }

  public RateLimitSettings off() {
    return new RateLimitSettings(false, buyer, address, trustedProxies, remembered);
  }

  private static Limit limit(Config root, String whose) {
    String key = whose + ".per";
    Duration per = root.getDuration(PATH + key);
    if (per.isZero() || per.isNegative() || !per.equals(Duration.ofSeconds(per.toSeconds()))) {
      throw bad(root, key, "it must be whole seconds, at least one"); // as the headers tell it
    }
    return new Limit(atLeast(1, root, whose + ".requests"), per);
  }

  private static int atLeast(int least, Config root, String key) {
    int number = root.getInt(PATH + key);
    if (number < least) {
      throw bad(root, key, "it must be at least " + least);
    }
    return number;
  }

  private static ConfigException bad(Config root, String key, String why) {
    return new ConfigException.BadValue(root.getValue(PATH + key).origin(), PATH + key, why);
  }
}
