package io.sportskk.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableSecret;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.JWSVerifierFactory;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.sportskk.api.http.Problem;
import io.sportskk.api.http.ProblemException;
import io.sportskk.api.http.ProblemType;
import io.sportskk.api.http.TextRule;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Verifies tokens. The accepted algorithms follow from the kind of key alone, never from the token:
 * a token can't choose to be unsigned, nor to be checked with a public key as if it were a secret.
 *
 * <p>A token comes with each request. That its signature is right is remembered for as long as the
 * issuer's keys stay the same; its claims are judged each time.
 */
public final class Tokens {

  /** How long the issuer may take for its keys. */
  private static final Duration FETCH_LIMIT = Duration.ofSeconds(3);

  /** In characters. A token that is longer counts as several, as its sender may make it so. */
  private static final int USUAL_LENGTH = 1_500;

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

  /**
   * A token whose signature is right.
   *
   * @param keyId null if it names none
   * @param keys by which it is right; null if there is a secret
   */
  private record Signed(String keyId, JWKSet keys, JWTClaimsSet claims, Principal principal) {}

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final DefaultJWTClaimsVerifier<SecurityContext> claims;

  /** Null if there is a secret. */
  private final IssuerKeys keys;

  /** By the whole text of the token. */
  private final Cache<String, Signed> remembered;

  /** Begins to fetch the keys, if there is no secret. */
  public Tokens(AuthSettings settings, Clock clock) {
    this(settings, clock, System::nanoTime, new DefaultJWSVerifierFactory());
  }

  /**
   * @param clock by which claims are judged
   * @param nanos by which keys age
   * @param signatures makes what verifies signatures
   */
  Tokens(AuthSettings settings, Clock clock, LongSupplier nanos, JWSVerifierFactory signatures) {
    if (settings.hs256Secret() != null) {
      keys = null;
      processor.setJWSKeySelector(
          new JWSVerificationKeySelector<>(
              BY_SECRET, new ImmutableSecret<>(settings.hs256Secret().bytes())));
    } else {
      KeyFetch fetch = new KeyFetch(settings.jwksUrl(), FETCH_LIMIT);
      keys = new IssuerKeys(fetch::fetch, settings.keysTimeToLive(), settings.keysKeptFor(), nanos);
      CompletableFuture<Void> unused = keys.ready(null);
      processor.setJWSKeySelector(new JWSVerificationKeySelector<>(BY_PUBLIC_KEY, keys));
    }
    // "at+jwt" is the type of OAuth 2.0 access tokens (RFC 9068).
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSVerifierFactory(signatures);
    claims = claims(settings, clock);
    processor.setJWTClaimsSetVerifier(claims);
    remembered =
        Caffeine.newBuilder()
            .maximumWeight(settings.rememberedTokens())
            .weigher((String token, Signed of) -> 1 + token.length() / USUAL_LENGTH)
            .build();
  }

  /**
   * Who the token speaks for. Nothing is waited for unless a key is missing.
   *
   * @return fails with a {@link ProblemException} if the token is not valid, or if there are no
   *     keys to be had
   */
  CompletionStage<Principal> verify(String token) {
    Signed before = remembered.getIfPresent(token);
    if (before == null) {
      JWT parsed = parsed(token);
      return ready(keyId(parsed)).thenApply(ready -> verified(token, parsed));
    }
    return ready(before.keyId())
        .thenApply(
            ready ->
                Objects.equals(before.keys(), currentKeys())
                    ? stillValid(before)
                    : verified(token, parsed(token)));
  }

  private CompletableFuture<Void> ready(String keyId) {
    return keys == null ? CompletableFuture.completedFuture(null) : keys.ready(keyId);
  }

  private JWKSet currentKeys() {
    return keys == null ? null : keys.current();
  }

  private static String keyId(JWT token) {
    return token.getHeader() instanceof JWSHeader header ? header.getKeyID() : null;
  }

  /** How many tokens are remembered now. */
  long remembered() {
    remembered.cleanUp();
    return remembered.estimatedSize();
  }

  private static JWT parsed(String token) {
    try {
      return JWTParser.parse(token);
    } catch (ParseException e) {
      throw unreadable();
    }
  }

  private Principal stillValid(Signed token) {
    try {
      claims.verify(token.claims(), null);
      return token.principal();
    } catch (BadJOSEException e) {
      throw invalid(reason(e)).exception();
    }
  }

  private Principal verified(String token, JWT parsed) {
    // If they change while it is verified, it can't be told by which it was.
    JWKSet by = currentKeys();
    try {
      JWTClaimsSet of = processor.process(parsed, null);
      Principal principal = principal(of);
      if (Objects.equals(by, currentKeys())) {
        remembered.put(token, new Signed(keyId(parsed), by, of, principal));
      }
      return principal;
    } catch (ParseException e) {
      throw unreadable();
    } catch (BadJOSEException e) {
      throw invalid(reason(e)).exception();
    } catch (JOSEException e) {
      throw invalid("its signature can't be verified").exception();
    }
  }

  private static Principal principal(JWTClaimsSet claims) throws ParseException {
    String subject = claims.getSubject();
    if (subject == null || !TextRule.BUYER_ID.accepts(subject)) {
      throw invalid("its subject must be " + TextRule.BUYER_ID.wanted()).exception();
    }
    return new Principal(subject, roles(claims), claims.getExpirationTime().toInstant());
  }

  private static ProblemException unreadable() {
    return invalid("it is not a JSON Web Token with the expected claims").exception();
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
}
