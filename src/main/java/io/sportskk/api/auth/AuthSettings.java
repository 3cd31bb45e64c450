package io.sportskk.api.auth;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * How tokens are verified: with the secret, or with the keys found at the URL; the other is null.
 *
 * @param issuer null if it is not checked, as only with a secret
 * @param audience null if it is not checked, as only with a secret
 * @param keysTimeToLive how long keys found at the URL are used before they are fetched again
 * @param keysKeptFor how long keys found at the URL are used if they can't be fetched again
 * @param rememberedTokens of how many tokens, if they are of a usual length, it is remembered at
 *     most that their signature is right
 */
public record AuthSettings(
    Secret hs256Secret,
    URI jwksUrl,
    String issuer,
    String audience,
    Duration clockSkew,
    Duration keysTimeToLive,
    Duration keysKeptFor,
    int rememberedTokens) {

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
    URI jwksUrl = url.isEmpty() ? null : httpUrl(config, url);
    if (jwksUrl != null) {
      // Whoever has a token of the same issuer, for whatever it is, must not get in with it.
      for (String key : List.of("auth.issuer", "auth.audience")) {
        if (config.getString(key).isEmpty()) {
          throw bad(config, key, "it must be set if sportskk.auth.jwks-url is");
        }
      }
    }
    Duration timeToLive = config.getDuration("auth.keys-time-to-live");
    if (timeToLive.isZero() || timeToLive.isNegative()) {
      throw bad(config, "auth.keys-time-to-live", "it must be longer than nothing");
    }
    Duration keptFor = config.getDuration("auth.keys-kept-for");
    if (keptFor.compareTo(timeToLive) < 0) {
      throw bad(
          config,
          "auth.keys-kept-for",
          "it must not be shorter than sportskk.auth.keys-time-to-live");
    }
    int rememberedTokens = config.getInt("auth.remembered-tokens");
    if (rememberedTokens < 0) {
      throw bad(config, "auth.remembered-tokens", "it must not be negative; 0: none");
    }
    return new AuthSettings(
        secret.isEmpty() ? null : new Secret(secret),
        jwksUrl,
        emptyToNull(config.getString("auth.issuer")),
        emptyToNull(config.getString("auth.audience")),
        config.getDuration("auth.clock-skew"),
        timeToLive,
        keptFor,
        rememberedTokens);
  }

  /** The same but for what tokens are signed with. */
  public AuthSettings bySecret(Secret secret) {
    return new AuthSettings(
        secret, null, issuer, audience, clockSkew, keysTimeToLive, keysKeptFor, rememberedTokens);
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
