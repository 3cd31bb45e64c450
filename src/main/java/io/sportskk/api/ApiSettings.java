package io.sportskk.api;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.sportskk.api.stream.Sse;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * The settings of the HTTP side.
 *
 * @param port 0 for any free port
 * @param stakes the stake rules, for error messages only: tickets apply them
 * @param demo whether tokens are handed out to anyone
 */
public record ApiSettings(
    String host,
    int port,
    Timeouts timeouts,
    Auth auth,
    Stakes stakes,
    boolean demo,
    Duration demoTokenLifetime,
    Sse sse) {

  /**
   * @param purchase how long the answer to a purchase may take
   * @param ask how long any other answer of another part may take
   * @param body how long a client may take to send a request's body
   * @param shutdown how long requests that are under way may take when the node stops
   */
  /**
   * @param askAgain after which an entity that has not answered is asked again
   */
  public record Timeouts(
      Duration purchase, Duration ask, Duration askAgain, Duration body, Duration shutdown) {}

  /**
   * How tokens are verified: with the secret, or with the keys found at the URL; the other is null.
   *
   * @param issuer null if it is not checked
   * @param audience null if it is not checked
   * @param keysTimeToLive how long keys found at the URL are used before they are fetched again
   */
  public record Auth(
      Secret hs256Secret,
      URI jwksUrl,
      String issuer,
      String audience,
      Duration clockSkew,
      Duration keysTimeToLive) {}

  /** A secret that no log line shows. */
  public record Secret(String value) {
    byte[] bytes() {
      return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return "(secret)";
    }
  }

  /** The stake rules, in KRW. */
  public record Stakes(long least, long most, long unit) {}

  /**
   * The event streams.
   *
   * @param heartbeat how long a stream is silent at most
   * @param retry how long a client waits before it connects again
   * @param buffer how many changes of a ticket may wait for a slow reader
   * @param replay how many changes the administrator's stream can replay, and may be behind
   * @param refresh how often all totals are asked for, in case a change was lost on its way
   * @param most how many streams a node may have
   */
  public record Sse(
      Duration heartbeat, Duration retry, int buffer, int replay, Duration refresh, int most) {}

  private static final int LEAST_SECRET_BYTES = 32;

  /**
   * @throws ConfigException if a setting is missing or makes no sense; the message names its key
   */
  public static ApiSettings from(Config root) {
    Config config = root.getConfig("sportskk");
    return new ApiSettings(
        config.getString("http.host"),
        config.getInt("http.port"),
        timeouts(config),
        auth(config),
        new Stakes(
            config.getLong("ticket.stake.least"),
            config.getLong("ticket.stake.most"),
            config.getLong("ticket.stake.unit")),
        config.getBoolean("demo.enabled"),
        config.getDuration("demo.token-lifetime"),
        sse(root, config));
  }

  private static Sse sse(Config root, Config config) {
    for (String key : List.of("sse.buffer", "sse.replay", "sse.most")) {
      if (config.getInt(key) < 1) {
        throw bad(config, key, "it must be at least 1");
      }
    }
    for (String key : List.of("sse.heartbeat", "sse.refresh")) {
      if (config.getDuration(key).isZero() || config.getDuration(key).isNegative()) {
        throw bad(config, key, "it must be longer than nothing");
      }
    }
    Duration idle = root.getDuration("akka.http.server.idle-timeout");
    if (config.getDuration("sse.heartbeat").compareTo(idle) >= 0) {
      throw bad(
          config,
          "sse.heartbeat",
          "it must be shorter than akka.http.server.idle-timeout (" + idle.toMillis() + " ms)");
    }
    int connections = root.getInt("akka.http.server.max-connections");
    if (config.getInt("sse.most") >= connections) {
      throw bad(
          config,
          "sse.most",
          "it must be less than akka.http.server.max-connections (" + connections + ")");
    }
    return new Sse(
        config.getDuration("sse.heartbeat"),
        config.getDuration("sse.retry"),
        config.getInt("sse.buffer"),
        config.getInt("sse.replay"),
        config.getDuration("sse.refresh"),
        config.getInt("sse.most"));
  }

  private static Timeouts timeouts(Config config) {
    return new Timeouts(
        config.getDuration("api.purchase-timeout"),
        config.getDuration("api.ask-timeout"),
        config.getDuration("api.ask-again"),
        config.getDuration("api.body-timeout"),
        config.getDuration("api.shutdown-timeout"));
  }

  private static Auth auth(Config config) {
    String secret = config.getString("auth.hs256-secret");
    String url = config.getString("auth.jwks-url");
    if (secret.isEmpty() == url.isEmpty()) {
      throw bad(
          config,
          "auth.hs256-secret",
          "exactly one of sportskk.auth.hs256-secret and sportskk.auth.jwks-url must be set");
    }
    if (!secret.isEmpty() && secret.getBytes(StandardCharsets.UTF_8).length < LEAST_SECRET_BYTES) {
      throw bad(
          config,
          "auth.hs256-secret",
          "the secret must have at least " + LEAST_SECRET_BYTES + " bytes (256 bits)");
    }
    return new Auth(
        secret.isEmpty() ? null : new Secret(secret),
        url.isEmpty() ? null : httpUrl(config, url),
        emptyToNull(config.getString("auth.issuer")),
        emptyToNull(config.getString("auth.audience")),
        config.getDuration("auth.clock-skew"),
        config.getDuration("auth.keys-time-to-live"));
  }

  private static URI httpUrl(Config config, String text) {
    try {
      URI url = new URI(text);
      if (url.getHost() != null
          && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
        return url;
      }
    } catch (URISyntaxException e) {
      throw new ConfigException.BadValue(
          config.getValue("auth.jwks-url").origin(), "sportskk.auth.jwks-url", e.getMessage(), e);
    }
    throw bad(config, "auth.jwks-url", "it must be an http or https URL");
  }

  private static String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static ConfigException bad(Config config, String key, String why) {
    return new ConfigException.BadValue(config.getValue(key).origin(), "sportskk." + key, why);
  }
}
