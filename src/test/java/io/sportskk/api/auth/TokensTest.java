package io.sportskk.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.sportskk.api.http.ProblemException;
import io.sportskk.testing.ManualClock;
import io.sportskk.testing.TestTokens;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What is remembered of a token that was verified, and what is not. */
class TokensTest {

  private static final Duration SKEW = Duration.ofSeconds(30);
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  private final ManualClock clock = new ManualClock(NOW);
  private int signatures;

  private final Tokens tokens = rememberingAtMost(100);

  private Tokens rememberingAtMost(int number) {
    return new Tokens(
        new AuthSettings(
            new AuthSettings.Secret(TestTokens.SECRET),
            null,
            null,
            null,
            SKEW,
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            number),
        clock,
        System::nanoTime,
        new DefaultJWSVerifierFactory() {
          @Override
          public JWSVerifier createJWSVerifier(JWSHeader header, Key key) throws JOSEException {
            signatures++;
            return super.createJWSVerifier(header, key);
          }
        });
  }

  private static String token(JWTClaimsSet.Builder claims) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            claims.subject("buyer-1").claim("roles", List.of("buyer")).build());
    token.sign(new MACSigner(TestTokens.SECRET));
    return token.serialize();
  }

  private static JWTClaimsSet.Builder until(Instant end) {
    return new JWTClaimsSet.Builder().expirationTime(Date.from(end));
  }

  private Principal verified(String token) {
    return tokens.verify(token).toCompletableFuture().join();
  }

  private String refusal(String token) {
    return catchThrowableOfType(CompletionException.class, () -> verified(token))
        .getCause()
        .getMessage();
  }

  @Test
  void theSignatureOfATokenIsVerifiedOnce() throws JOSEException {
    String token = token(until(NOW.plusSeconds(3600)));
    Principal first = verified(token);

    assertThat(verified(token)).isEqualTo(first);
    assertThat(verified(token)).isEqualTo(first);

    assertThat(signatures).isEqualTo(1);
    assertThat(first)
        .isEqualTo(new Principal("buyer-1", Set.of(Principal.Role.BUYER), NOW.plusSeconds(3600)));
  }

  @Test
  void aRememberedTokenEndsWhenItSays() throws JOSEException {
    String token = token(until(NOW.plusSeconds(60)));
    verified(token);
    clock.advance(Duration.ofSeconds(60).plus(SKEW).minusSeconds(1));
    verified(token);

    clock.advance(Duration.ofSeconds(2));

    assertThat(refusal(token)).contains("expired");
    assertThat(refusal(token)).contains("expired");
  }

  @Test
  void aRememberedTokenDoesNotBeginBeforeItSays() throws JOSEException {
    String token = token(until(NOW.plusSeconds(3600)).notBeforeTime(Date.from(NOW)));
    verified(token);

    clock.setTo(NOW.minus(SKEW).minusSeconds(1));

    assertThat(refusal(token)).contains("before");
  }

  @Test
  void theSameClaimsWithAnotherSignatureAreAnotherToken() throws JOSEException {
    String token = token(until(NOW.plusSeconds(3600)));
    verified(token);
    int end = token.lastIndexOf('.') + 1;
    char first = token.charAt(end);
    String forged = token.substring(0, end) + (first == 'A' ? 'B' : 'A') + token.substring(end + 1);

    assertThat(refusal(forged)).contains("signature");
    assertThat(refusal(forged)).contains("signature");
  }

  @Test
  void soManyAreRememberedAndOfLongOnesFewer() throws JOSEException {
    for (int i = 0; i < 300; i++) {
      verified(token(until(NOW.plusSeconds(3600 + i))));
    }
    assertThat(tokens.remembered()).isBetween(1L, 100L);

    // The same token, as its signature may end with any number of these.
    String padding = "=".repeat(6_000);
    Tokens onlyLong = rememberingAtMost(100);
    for (int i = 0; i < 300; i++) {
      onlyLong
          .verify(token(until(NOW.plusSeconds(3600))) + padding + "=".repeat(i))
          .toCompletableFuture()
          .join();
    }
    assertThat(onlyLong.remembered()).isBetween(1L, 20L);
  }

  @Test
  void noneIsRememberedIfNoneMayBe() throws JOSEException {
    Tokens none = rememberingAtMost(0);
    none.verify(token(until(NOW.plusSeconds(3600)))).toCompletableFuture().join();

    assertThat(none.remembered()).isZero();
  }

  @Test
  void whatIsNoTokenIsRefused() {
    assertThat(catchThrowableOfType(ProblemException.class, () -> verified("no token")))
        .isNotNull();
  }
}
