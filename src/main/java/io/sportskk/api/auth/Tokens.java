package io.sportskk.api.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.source.ImmutableSecret;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.sportskk.api.http.ErrorHandling;
import io.sportskk.api.http.Problem;
import io.sportskk.api.http.ProblemException;
import io.sportskk.api.http.ProblemType;
import io.sportskk.api.http.TextRule;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Verifies tokens. The accepted algorithms follow from the kind of key alone, never from the token:
 * a token can't choose to be unsigned, nor to be checked with a public key as if it were a secret.
 */
public final class Tokens {

  private static final int FETCH_TIMEOUT_MILLIS = 2_000;
  private static final int MOST_KEY_SET_BYTES = 256 * 1024;
  private static final long REFRESH_TIMEOUT_MILLIS = 5_000;
  private static final long KEEP_KEYS_IN_OUTAGE_MILLIS = 60 * 60 * 1_000;

  private static final Set<JWSAlgorithm> BY_SECRET = Set.of(JWSAlgorithm.HS256);
  private static final Set<JWSAlgorithm> BY_PUBLIC_KEY =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  public Tokens(AuthSettings settings, Clock clock) {
    boolean secret = settings.hs256Secret() != null;
    JWKSource<SecurityContext> keys =
        secret ? new ImmutableSecret<>(settings.hs256Secret().bytes()) : publicKeys(settings);
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(secret ? BY_SECRET : BY_PUBLIC_KEY, keys));
    // "at+jwt" is the type of OAuth 2.0 access tokens (RFC 9068).
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWTClaimsSetVerifier(claims(settings, clock));
  }

  /**
   * Who the token speaks for. May block while keys are fetched.
   *
   * @throws ProblemException if the token is not valid, or the keys can't be had
   */
  Principal verify(String token) {
    try {
      JWTClaimsSet claims = processor.process(token, null);
      String subject = claims.getSubject();
      if (subject == null || !TextRule.BUYER_ID.accepts(subject)) {
        throw invalid("its subject must be " + TextRule.BUYER_ID.wanted()).exception();
      }
      return new Principal(subject, roles(claims), claims.getExpirationTime().toInstant());
    } catch (ParseException e) {
      throw invalid("it is not a JSON Web Token with the expected claims").exception();
    } catch (BadJOSEException e) {
      throw invalid(reason(e)).exception();
    } catch (KeySourceException e) {
      throw ErrorHandling.unavailable("The keys that tokens are verified with can't be had.")
          .exception();
    } catch (JOSEException e) {
      throw invalid("its signature can't be verified").exception();
    }
  }

  static Problem invalid(String why) {
    return ProblemType.INVALID_TOKEN
        .because("The token is refused: " + why + ".")
        .withHeader("WWW-Authenticate", "Bearer realm=\"sportskk\", error=\"invalid_token\"");
  }

  private static Set<Principal.Role> roles(JWTClaimsSet claims) throws ParseException {
    List<String> labels = claims.getStringListClaim("roles");
    return labels == null
        ? Set.of()
        : Arrays.stream(Principal.Role.values())
            .filter(role -> labels.contains(role.label()))
            .collect(Collectors.toSet());
  }

  /** The library's message is about claims and keys; it quotes no token. */
  private static String reason(BadJOSEException refused) {
    String message = refused.getMessage();
    return message == null || message.isBlank()
        ? "it is not valid"
        : Character.toLowerCase(message.charAt(0)) + message.substring(1);
  }

  private static DefaultJWTClaimsVerifier<SecurityContext> claims(
      AuthSettings settings, Clock clock) {
    JWTClaimsSet exact =
        settings.issuer() == null
            ? null
            : new JWTClaimsSet.Builder().issuer(settings.issuer()).build();
    DefaultJWTClaimsVerifier<SecurityContext> verifier =
        new DefaultJWTClaimsVerifier<>(settings.audience(), exact, Set.of("exp", "sub")) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    verifier.setMaxClockSkew(Math.toIntExact(settings.clockSkew().toSeconds()));
    return verifier;
  }

  private static JWKSource<SecurityContext> publicKeys(AuthSettings settings) {
    try {
      return noKeyIfRefreshedJustNow(
          JWKSourceBuilder.<SecurityContext>create(
                  settings.jwksUrl().toURL(),
                  new DefaultResourceRetriever(
                      FETCH_TIMEOUT_MILLIS, FETCH_TIMEOUT_MILLIS, MOST_KEY_SET_BYTES))
              .cache(settings.keysTimeToLive().toMillis(), REFRESH_TIMEOUT_MILLIS)
              .refreshAheadCache(false)
              .retrying(true)
              .outageTolerant(KEEP_KEYS_IN_OUTAGE_MILLIS)
              .build());
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("sportskk.auth.jwks-url is not a URL", e);
    }
  }

  /**
   * A token that names an unknown key makes the keys be fetched again, but not over and over. If
   * that is too soon, the key is as unknown as it was just now: the token is at fault, not the
   * source of keys.
   */
  private static JWKSource<SecurityContext> noKeyIfRefreshedJustNow(
      JWKSource<SecurityContext> source) {
    AtomicBoolean fetched = new AtomicBoolean();
    return (selector, context) -> {
      try {
        List<JWK> keys = source.get(selector, context);
        fetched.set(true);
        return keys;
      } catch (RateLimitReachedException e) {
        if (fetched.get()) {
          return List.of();
        }
        throw e;
      }
    };
  }
}
