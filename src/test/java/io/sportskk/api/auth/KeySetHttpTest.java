package io.sportskk.api.auth;

import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.sportskk.api.ApiSettings;
import io.sportskk.api.Client;
import io.sportskk.api.TestApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens that are signed with keys whose public halves are found at a URL. */
class KeySetHttpTest {

  private static RSAKey rsa;
  private static ECKey ec;

  private final AtomicInteger fetched = new AtomicInteger();
  private final CountDownLatch away = new CountDownLatch(1);
  private volatile boolean blackHole;
  private volatile JWKSet published;
  private HttpServer issuer;
  private Client client;

  @BeforeAll
  static void makeKeys() throws JOSEException {
    rsa = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
    ec = new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
  }

  @BeforeEach
  void start() throws IOException {
    published = new JWKSet(List.of(rsa.toPublicJWK(), ec.toPublicJWK()));
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext(
        "/keys",
        exchange -> {
          fetched.incrementAndGet();
          if (blackHole) {
            awaitEnd();
          }
          byte[] keys = published.toString().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    issuer.start();
    client = clientOf("http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys");
  }

  @AfterEach
  void stop() {
    away.countDown();
    issuer.stop(0);
  }

  private void awaitEnd() {
    try {
      away.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static AuthSettings settings(String url) {
    return new AuthSettings(
        null,
        URI.create(url),
        null,
        null,
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        Duration.ofHours(1),
        100);
  }

  private static Client clientOf(String url) {
    ApiSettings plain = TestApi.settings();
    ApiSettings settings =
        new ApiSettings(
            plain.host(),
            0,
            plain.timeouts(),
            settings(url),
            plain.stakes(),
            plain.twoPersons(),
            true,
            plain.demoTokenLifetime(),
            plain.signIn(),
            plain.streams(),
            plain.rateLimits());
    return new Client(TestApi.shared().start(settings, Clock.systemUTC()).localAddress().getPort());
  }

  private static JWTClaimsSet claims() {
    return new JWTClaimsSet.Builder()
        .subject("buyer-1")
        .claim("roles", List.of("buyer"))
        .expirationTime(Date.from(Instant.now().plusSeconds(3600)))
        .build();
  }

  private static String signed(JWSAlgorithm algorithm, String keyId, JWSSigner signer)
      throws JOSEException {
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims());
    token.sign(signer);
    return token.serialize();
  }

  private Client.Answer wallet(String token) {
    return client.get("/wallet").as(token).answer();
  }

  @Test
  void tokensOfBothKindsOfKeysAreAcceptedAndKeysAreFetchedOnce() throws JOSEException {
    for (int i = 0; i < 5; i++) {
      assertThat(wallet(signed(JWSAlgorithm.RS256, "rsa-1", new RSASSASigner(rsa))).status())
          .isEqualTo(200);
      assertThat(wallet(signed(JWSAlgorithm.ES256, "ec-1", new ECDSASigner(ec))).status())
          .isEqualTo(200);
    }
    assertThat(fetched).hasValue(1);
  }

  @Test
  void aPublicKeyIsNoSecret() throws JOSEException {
    byte[] asSecret = rsa.toRSAPublicKey().getEncoded();
    wallet(signed(JWSAlgorithm.HS256, "rsa-1", new MACSigner(asSecret)))
        .problem(401, "INVALID_TOKEN");
    wallet(signed(JWSAlgorithm.HS256, null, new MACSigner(asSecret))).problem(401, "INVALID_TOKEN");
  }

  @Test
  void anUnsignedTokenIsRefused() {
    wallet(new PlainJWT(claims()).serialize()).problem(401, "INVALID_TOKEN");
  }

  @Test
  void anotherKeyOfTheSameNameIsRefused() throws JOSEException {
    RSAKey other = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
    wallet(signed(JWSAlgorithm.RS256, "rsa-1", new RSASSASigner(other)))
        .problem(401, "INVALID_TOKEN");
  }

  @Test
  void unknownKeysAreRefusedWithoutAskingForKeysAgainEachTime() throws JOSEException {
    RSAKey other = new RSAKeyGenerator(2048).generate();
    assertThat(wallet(signed(JWSAlgorithm.RS256, "rsa-1", new RSASSASigner(rsa))).status())
        .isEqualTo(200);
    for (int i = 0; i < 20; i++) {
      wallet(signed(JWSAlgorithm.RS256, "unknown-" + i, new RSASSASigner(other)))
          .problem(401, "INVALID_TOKEN");
    }
    assertThat(fetched.get()).isLessThanOrEqualTo(3);
    assertThat(wallet(signed(JWSAlgorithm.RS256, "rsa-1", new RSASSASigner(rsa))).status())
        .isEqualTo(200);
  }

  @Test
  void knownKeysAreUsedWhileTheIssuerIsAway() throws JOSEException {
    assertThat(wallet(signed(JWSAlgorithm.RS256, "rsa-1", new RSASSASigner(rsa))).status())
        .isEqualTo(200);
    issuer.stop(0);
    assertThat(wallet(signed(JWSAlgorithm.RS256, "rsa-1", new RSASSASigner(rsa))).status())
        .isEqualTo(200);
  }

  @Test
  void anIssuerThatTakesARequestAndNeverAnswersHoldsUpNobody() throws JOSEException {
    String token = signed(JWSAlgorithm.RS256, "rsa-1", new RSASSASigner(rsa));
    AtomicLong nanos = new AtomicLong();
    Tokens due = tokens(nanos);
    assertThat(due.verify(token)).succeedsWithin(LIMIT);
    int before = fetched.get();
    blackHole = true;
    nanos.addAndGet(Duration.ofMinutes(5).toNanos());
    for (int i = 0; i < 20; i++) {
      assertThat(due.verify(token)).isCompleted();
    }
    Awaitility.await().until(() -> fetched.get() == before + 1);
  }

  private Tokens tokens(AtomicLong nanos) {
    return new Tokens(
        settings("http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys"),
        Clock.systemUTC(),
        nanos::get,
        new DefaultJWSVerifierFactory());
  }

  @Test
  void aTokenThatWasAcceptedIsRefusedOnceTheIssuerHasWithdrawnItsKey() throws JOSEException {
    String token = signed(JWSAlgorithm.RS256, "rsa-1", new RSASSASigner(rsa));
    AtomicLong nanos = new AtomicLong();
    Tokens tokens = tokens(nanos);
    assertThat(tokens.verify(token)).succeedsWithin(LIMIT);

    published = new JWKSet(List.of(ec.toPublicJWK()));
    nanos.addAndGet(Duration.ofMinutes(5).toNanos());

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(tokens.verify(token))
                    .failsWithin(LIMIT)
                    .withThrowableThat()
                    .havingRootCause()
                    .withMessageContaining("The token is refused"));
  }

  @Test
  void aTokenThatWasAcceptedIsNeitherRightNorWrongOnceTheKeysAreTooOld() throws JOSEException {
    String token = signed(JWSAlgorithm.RS256, "rsa-1", new RSASSASigner(rsa));
    AtomicLong nanos = new AtomicLong();
    Tokens tokens = tokens(nanos);
    assertThat(tokens.verify(token)).succeedsWithin(LIMIT);

    issuer.stop(0);
    nanos.addAndGet(Duration.ofHours(1).toNanos());

    assertThat(tokens.verify(token))
        .failsWithin(LIMIT)
        .withThrowableThat()
        .havingRootCause()
        .withMessageContaining("keys that tokens are verified with");
  }

  @Test
  void withoutAnyKeysATokenCanBeNeitherRightNorWrong() throws JOSEException {
    Client lost = clientOf("http://127.0.0.1:1/keys");
    String token = signed(JWSAlgorithm.RS256, "rsa-1", new RSASSASigner(rsa));
    for (int i = 0; i < 5; i++) {
      lost.get("/wallet").as(token).answer().problem(503, "UNAVAILABLE");
    }
  }

  @Test
  void thereAreNoDemoTokensWithoutASecret() {
    client
        .post("/demo/tokens", "{\"sub\":\"b\",\"roles\":[\"buyer\"]}")
        .answer()
        .problem(404, "NOT_FOUND");
  }
}
