package io.sportskk.api;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.sportskk.api.auth.AuthSettings;
import io.sportskk.api.http.RateLimitSettings;
import io.sportskk.api.page.SignIn;
import io.sportskk.api.stream.StreamSettings;
import io.sportskk.kernel.Money;
import io.sportskk.payment.PaymentSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/**
 * The settings of the HTTP side.
 *
 * @param port 0 for any free port
 * @param stakes the stake rules, to be told only: tickets and wallets apply them
 * @param twoPersons whether he who enters something of how a match ends can't confirm it: to be
 *     told only, matches see to it
 * @param demo whether tokens are handed out to anyone
 * @param signIn how whoever opens a page signs in
 */
public record ApiSettings(
    String host,
    int port,
    Timeouts timeouts,
    AuthSettings auth,
    Stakes stakes,
    boolean twoPersons,
    boolean demo,
    Duration demoTokenLifetime,
    SignIn signIn,
    StreamSettings streams,
    RateLimitSettings rateLimits) {

  /**
   * How long what may take.
   *
   * @param purchase how long the answer to a purchase or a cancellation may take
   * @param ask how long any other answer of another part may take
   * @param askAgain after which an entity that has not answered is asked again
   * @param body how long a client may take to send a request's body
   * @param shutdown how long requests that are under way may take when the node stops
   */
  public record Timeouts(
      Duration purchase, Duration ask, Duration askAgain, Duration body, Duration shutdown) {}

  /**
   * The stake rules, in KRW.
   *
   * @param step every stake is a multiple of this
   * @param onMatch what one buyer may stake on one match at most
   * @param supervised from which stake on a supervisor has to approve it; null if he never has to
   */
  public record Stakes(long min, long max, long step, long onMatch, Long supervised) {}

  /**
   * @throws ConfigException if a setting is missing or makes no sense; the message names its key
   */
  public static ApiSettings from(Config root) {
    Config config = root.getConfig("sportskk");
    return new ApiSettings(
        config.getString("http.host"),
        config.getInt("http.port"),
        timeouts(config),
        AuthSettings.from(config),
        new Stakes(
            config.getLong("ticket.stake.min"),
            config.getLong("ticket.stake.max"),
            config.getLong("ticket.stake.step"),
            config.getLong("payment.match-limit"),
            PaymentSettings.supervisedStake(root).map(Money::won).orElse(null)),
        config.getBoolean("match.two-persons"),
        config.getBoolean("demo.enabled"),
        config.getDuration("demo.token-lifetime"),
        signIn(config),
        StreamSettings.from(root),
        RateLimitSettings.from(root));
  }

  /** For a port of the node's own: it takes tokens by this secret, and limits nobody. */
  ApiSettings apart(AuthSettings.Secret secret) {
    return new ApiSettings(
        host,
        port,
        timeouts,
        auth.bySecret(secret),
        stakes,
        twoPersons,
        false,
        demoTokenLifetime,
        SignIn.none(),
        streams,
        rateLimits.off());
  }

  private static SignIn signIn(Config config) {
    String clientId = config.getString("pages.oidc.client-id");
    if (config.getBoolean("demo.enabled") && !config.getString("auth.hs256-secret").isEmpty()) {
      return SignIn.demo();
    }
    if (clientId.isEmpty()) {
      return SignIn.none();
    }
    String issuer = config.getString("auth.issuer");
    try {
      return SignIn.oidc(
          new URI(issuer),
          clientId,
          config.getString("pages.oidc.scope"),
          config.getStringList("pages.oidc.other-origins"));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new ConfigException.BadValue(
          config.getValue("auth.issuer").origin(),
          "sportskk.auth.issuer",
          "pages sign in at an OpenID provider (sportskk.pages.oidc.client-id is set), so it must be"
              + " an http or https URL: "
              + e.getMessage(),
          e);
    }
  }

  private static Timeouts timeouts(Config config) {
    return new Timeouts(
        config.getDuration("api.purchase-timeout"),
        config.getDuration("api.ask-timeout"),
        config.getDuration("api.ask-again"),
        config.getDuration("api.body-timeout"),
        config.getDuration("api.shutdown-timeout"));
  }
}
