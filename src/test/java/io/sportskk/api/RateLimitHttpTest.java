package io.sportskk.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sportskk.api.http.RateLimitSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A port that lets a buyer make three requests, and an address six, and nobody more for an hour.
 */
class RateLimitHttpTest {

  private static final Duration LONG = Duration.ofHours(1);

  private final Client client = client();

  @Test
  void aBuyerWhoAsksTooMuchIsToldWhenToComeBackAndOthersAreNot() {
    for (int i = 2; i >= 0; i--) {
      Client.Answer answer = client.get("/wallet").as(Client.BUYER).answer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("RateLimit-Policy"))
          .isEqualTo("\"address\";q=6;w=3600, \"buyer\";q=3;w=3600");
      assertThat(answer.header("RateLimit")).contains("\"buyer\";r=" + i + ";t=");
    }

    Client.Answer refused = client.get("/wallet").as(Client.BUYER).answer();

    JsonNode problem = refused.problem(429, "TOO_MANY_REQUESTS");
    assertThat(problem.get("retryable").booleanValue()).isTrue();
    assertThat(problem.get("violatedPolicies")).hasSize(1);
    assertThat(problem.get("violatedPolicies").get(0).textValue()).isEqualTo("buyer");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 1_200);
    assertThat(refused.header("RateLimit")).contains("\"buyer\";r=0;t=");
    assertThat(client.get("/wallet").as(Client.OTHER_BUYER).answer().status()).isEqualTo(200);
  }

  @Test
  void anAddressThatAsksTooMuchIsToldSoWhateverThePathAndAdministratorsToo() {
    for (int i = 0; i < 6; i++) {
      assertThat(client.get("/admin/payments").as(Client.ADMIN).answer().status()).isEqualTo(200);
    }

    client.get("/admin/payments").as(Client.ADMIN).answer().problem(429, "TOO_MANY_REQUESTS");
    client.get("/matches/kt-lg").answer().problem(429, "TOO_MANY_REQUESTS");
    Client.Answer refused =
        client
            .post("/tickets", "{\"matchId\":\"kt-lg\",\"team\":\"KT\",\"stake\":100}")
            .as(Client.BUYER)
            .answer();
    assertThat(refused.problem(429, "TOO_MANY_REQUESTS").get("violatedPolicies").get(0).textValue())
        .isEqualTo("address");
  }

  @Test
  void behindAProxyEachOfItsClientsHasALimitAndNoneCanChooseItsAddress() {
    for (int i = 0; i < 6; i++) {
      assertThat(forwarded("198.51.100." + i + ", 203.0.113.9").status()).isEqualTo(200);
    }

    forwarded("203.0.113.9").problem(429, "TOO_MANY_REQUESTS");
    assertThat(forwarded("203.0.113.10").status()).isEqualTo(200);
  }

  @Test
  void eachGatewayCountsForItself() {
    for (int i = 0; i < 3; i++) {
      client.get("/wallet").as(Client.BUYER).answer();
    }
    client.get("/wallet").as(Client.BUYER).answer().problem(429, "TOO_MANY_REQUESTS");

    assertThat(client().get("/wallet").as(Client.BUYER).answer().status()).isEqualTo(200);
  }

  private Client.Answer forwarded(String addresses) {
    return client
        .get("/admin/payments")
        .as(Client.ADMIN)
        .with("X-Forwarded-For", addresses)
        .answer();
  }

  private static Client client() {
    ApiSettings plain = TestApi.settings();
    ApiSettings limited =
        new ApiSettings(
            plain.host(),
            0,
            plain.timeouts(),
            plain.auth(),
            plain.stakes(),
            plain.twoPersons(),
            true,
            plain.demoTokenLifetime(),
            plain.signIn(),
            plain.streams(),
            new RateLimitSettings(
                true,
                new RateLimitSettings.Limit(3, LONG),
                new RateLimitSettings.Limit(6, LONG),
                1,
                100));
    return new Client(TestApi.shared().start(limited).localAddress().getPort());
  }
}
