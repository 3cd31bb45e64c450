package io.sportskk.api.auth;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * How tokens are verified: with the secret, or with the keys found at the URL; the other is null.
 *
 * @param issuer null if it is not checked
 * @param audience null if it is not checked
 * @param keysTimeToLive how long keys found at the URL are used before they are fetched again
 */
public record AuthSettings(
    Secret hs256Secret,
    URI jwksUrl,
    String issuer,
    String audience,
    Duration clockSkew,
    Duration keysTimeToLive) {

  /** A secret that no log line shows. */
  public record Secret(String value) {
    public byte[] bytes() {
      return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return "(secret)";
    }
  }

  private static final int MIN_SECRET_BYTES = 32;

  /**
   * @param config what is below {@code sportskk}
   * @throws ConfigException if a setting is missing or makes no sense; the message names its key
   */
  public static AuthSettings from(Config config) {
    String secret = config.getString("auth.hs256-secret");
    String url = config.getString("auth.jwks-url");
    if (secret.isEmpty() == url.isEmpty()) {
      throw bad(
          config,
          "auth.hs256-secret",
          "exactly one of sportskk.auth.hs256-secret and sportskk.auth.jwks-url must be set");
    }
    if (!secret.isEmpty() && secret.getBytes(StandardCharsets.UTF_8).length < MIN_SECRET_BYTES) {
      throw bad(
          config,
          "auth.hs256-secret",
          "the secret must have at least " + MIN_SECRET_BYTES + " bytes (256 bits)");
    }
    return new AuthSettings(
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
