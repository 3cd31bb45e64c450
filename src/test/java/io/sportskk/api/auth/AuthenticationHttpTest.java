package io.sportskk.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.sportskk.api.ApiSettings;
import io.sportskk.api.Client;
import io.sportskk.api.TestApi;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that are signed with a secret. */
class AuthenticationHttpTest {

  private final Client client = TestApi.shared().client();

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .subject("buyer-1")
        .claim("roles", List.of("buyer"))
        .expirationTime(in(3600));
  }

  private static Date in(long seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  private Client.Answer wallet(String token) {
    return client.get("/wallet").as(token).answer();
  }

  private void refused(String token) {
    Client.Answer answer = wallet(token);
    answer.problem(401, "INVALID_TOKEN");
    assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
    assertThat(answer.http().body()).doesNotContain(token);
  }

  @Test
  void aGoodTokenLetsItsBuyerIn() {
    assertThat(wallet(Client.sign(claims().build())).json().get("buyerId").textValue())
        .isEqualTo("buyer-1");
  }

  @Test
  void theSchemeIsNotCaseSensitive() {
    assertThat(
            client.get("/wallet").with("Authorization", "bearer " + Client.BUYER).answer().status())
        .isEqualTo(200);
  }

  @Test
  void anUnsignedTokenIsRefused() {
    refused(new PlainJWT(claims().build()).serialize());
  }

  @Test
  void aTokenWithoutItsSignatureIsRefused() {
    String token = Client.BUYER;
    refused(token.substring(0, token.lastIndexOf('.') + 1));
  }

  @Test
  void aTokenThatClaimsToBeUnsignedIsRefused() {
    String header = encoded("{\"alg\":\"none\"}");
    refused(header + Client.BUYER.substring(Client.BUYER.indexOf('.')));
  }

  @Test
  void aTokenOfAnotherSecretIsRefused() throws JOSEException {
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims().build());
    token.sign(new MACSigner("another secret that has more than 256 bits, too"));
    refused(token.serialize());
  }

  @Test
  void aTokenOfAnotherAlgorithmIsRefusedEvenWithTheRightSecret() throws JOSEException {
    String long64 = TestApi.SECRET + TestApi.SECRET;
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS512), claims().build());
    token.sign(new MACSigner(long64));
    refused(token.serialize());
  }

  @Test
  void aTokenOfAPublicKeyIsRefused() throws JOSEException {
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims().build());
    token.sign(new RSASSASigner(new RSAKeyGenerator(2048).generate()));
    refused(token.serialize());
  }

  @Test
  void aTamperedTokenIsRefused() {
    String[] parts = Client.BUYER.split("\\.", -1);
    String claims =
        new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
            .replace("buyer-1", "buyer-2");
    refused(parts[0] + "." + encoded(claims) + "." + parts[2]);
  }

  @Test
  void anExpiredTokenIsRefused() {
    refused(Client.sign(claims().expirationTime(in(-60)).build()));
  }

  @Test
  void clocksMayDifferALittle() {
    assertThat(wallet(Client.sign(claims().expirationTime(in(-5)).build())).status())
        .isEqualTo(200);
    assertThat(wallet(Client.sign(claims().notBeforeTime(in(5)).build())).status()).isEqualTo(200);
  }

  @Test
  void aTokenThatNeverExpiresIsRefused() {
    refused(Client.sign(claims().expirationTime(null).build()));
  }

  @Test
  void aTokenThatIsNotValidYetIsRefused() {
    refused(Client.sign(claims().notBeforeTime(in(600)).build()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a|b", "../b", "b\n", "b\u0000", "구매자"})
  void aSubjectThatIsNoBuyerIdIsRefused(String subject) {
    refused(Client.sign(claims().subject(subject).build()));
  }

  @Test
  void aSubjectHasAtMost128Characters() {
    refused(Client.sign(claims().subject("b".repeat(129)).build()));
    assertThat(wallet(Client.sign(claims().subject("b".repeat(128)).build())).status())
        .isEqualTo(200);
  }

  @Test
  void aTokenWithoutSubjectIsRefused() {
    refused(Client.sign(claims().subject(null).build()));
  }

  @Test
  void rolesAreAList() {
    refused(Client.sign(claims().claim("roles", "buyer").build()));
    refused(Client.sign(claims().claim("roles", Map.of("buyer", true)).build()));
    refused(Client.sign(claims().claim("roles", List.of(1, 2)).build()));
  }

  @Test
  void aTokenWithoutTheRoleIsForbidden() {
    wallet(Client.sign(claims().claim("roles", null).build())).problem(403, "FORBIDDEN");
    wallet(Client.sign(claims().claim("roles", List.of()).build())).problem(403, "FORBIDDEN");
    wallet(Client.sign(claims().claim("roles", List.of("Buyer", "root")).build()))
        .problem(403, "FORBIDDEN");
    wallet(Client.ADMIN).problem(403, "FORBIDDEN");
  }

  @Test
  void oneTokenCanHaveBothRoles() {
    String both = Client.token("boss", "admin", "buyer");
    assertThat(wallet(both).status()).isEqualTo(200);
    assertThat(client.get("/admin/tallies").as(both).answer().status()).isEqualTo(200);
  }

  @Test
  void issuerAndAudienceAreCheckedIfTheyAreSet() {
    ApiSettings plain = TestApi.settings();
    AuthSettings auth = plain.auth();
    ApiSettings strict =
        new ApiSettings(
            plain.host(),
            0,
            plain.timeouts(),
            new AuthSettings(
                auth.hs256Secret(),
                null,
                "https://issuer.example",
                "sportskk",
                auth.clockSkew(),
                auth.keysTimeToLive(),
                auth.keysKeptFor(),
                auth.rememberedTokens()),
            plain.stakes(),
            plain.twoPersons(),
            true,
            plain.demoTokenLifetime(),
            plain.signIn(),
            plain.streams(),
            plain.rateLimits());
    Client strictClient = new Client(TestApi.shared().start(strict).localAddress().getPort());

    JWTClaimsSet.Builder good =
        claims().issuer("https://issuer.example").audience(List.of("other", "sportskk"));
    assertThat(strictClient.get("/wallet").as(Client.sign(good.build())).answer().status())
        .isEqualTo(200);
    strictClient.get("/wallet").as(Client.BUYER).answer().problem(401, "INVALID_TOKEN");
    strictClient
        .get("/wallet")
        .as(Client.sign(good.audience("other").build()))
        .answer()
        .problem(401, "INVALID_TOKEN");
    strictClient
        .get("/wallet")
        .as(Client.sign(good.audience("sportskk").issuer("https://evil.example").build()))
        .answer()
        .problem(401, "INVALID_TOKEN");

    String demo =
        strictClient
            .post("/demo/tokens", "{\"sub\":\"b\",\"roles\":[\"buyer\"]}")
            .answer()
            .json()
            .get("token")
            .textValue();
    assertThat(strictClient.get("/wallet").as(demo).answer().status()).isEqualTo(200);
  }

  @Test
  void demoTokensAreHandedOutIfTheyAreOn() {
    Client.Answer answer =
        client.post("/demo/tokens", "{\"sub\":\"buyer-9\",\"roles\":[\"buyer\"]}").answer();

    assertThat(answer.status()).isEqualTo(201);
    assertThat(Instant.parse(answer.json().get("expiresAt").textValue())).isAfter(Instant.now());
    assertThat(wallet(answer.json().get("token").textValue()).json().get("buyerId").textValue())
        .isEqualTo("buyer-9");
  }

  @Test
  void demoTokensAreNotThereIfTheyAreOff() {
    ApiSettings on = TestApi.settings();
    ApiSettings off =
        new ApiSettings(
            on.host(),
            0,
            on.timeouts(),
            on.auth(),
            on.stakes(),
            on.twoPersons(),
            false,
            on.demoTokenLifetime(),
            on.signIn(),
            on.streams(),
            on.rateLimits());
    Client without = new Client(TestApi.shared().start(off).localAddress().getPort());

    without
        .post("/demo/tokens", "{\"sub\":\"b\",\"roles\":[\"admin\"]}")
        .answer()
        .problem(404, "NOT_FOUND");
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
