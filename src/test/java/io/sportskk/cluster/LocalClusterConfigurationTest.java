package io.sportskk.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sportskk.testing.ApiClient;
import io.sportskk.testing.ClusterMembers;
import io.sportskk.testing.FreePorts;
import io.sportskk.testing.LocalCluster;
import io.sportskk.testing.LocalNode;
import io.sportskk.testing.TestTokens;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes with {@code local-cluster.conf} and the environment that its page shows. Addresses, the
 * database's port and its directory are the test's own; others may use the usual ones.
 */
class LocalClusterConfigurationTest {

  private static final String CONFIGURATION = "-Dconfig.resource=local-cluster.conf";
  private static final String BUYER = "{\"sub\": \"buyer-1\", \"roles\": [\"buyer\"]}";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path data;

  @Test
  void whatTheFirstNodeOffersIsBoughtAtTheSecond() throws IOException {
    try (LocalCluster cluster = LocalCluster.of("by-configuration")) {
      Map<String, String> common = new HashMap<>();
      common.put("SPORTSKK_TOKEN_SECRET", TestTokens.SECRET);
      // The first purchase of all, on a busy machine, is slow; then it would be answered 202.
      common.put("CONFIG_FORCE_akka_circuit__breaker_payment_call__timeout", "3s");
      common.put("CONFIG_FORCE_sportskk_match_ask__timeout", "4s");
      for (int number = 1; number <= 2; number++) {
        String endpoint =
            "CONFIG_FORCE_akka_discovery_config_services_sportskk_endpoints_" + (number - 1);
        common.put(endpoint + "_host", cluster.address(number));
        common.put(endpoint + "_port", "8558");
      }
      String database = "CONFIG_FORCE_sportskk_database_embedded_";
      common.put(database + "host", cluster.address(1));
      common.put(database + "port", Integer.toString(FreePorts.next()));
      common.put(database + "data__directory", data.toString());

      LocalNode first = cluster.deploy("first", CONFIGURATION, host -> with(common, host, "on"));
      LocalNode second = cluster.deploy("second", CONFIGURATION, host -> with(common, host, "off"));
      try {
        ClusterMembers.awaitOneClusterOf(first, second);
        cluster.awaitReady();
        buyAtTheSecond(first, second);
        isNotReadyOnceThawed(first, second);
        cluster.restart(second);
        ClusterMembers.awaitOneClusterOf(first, second);
      } finally {
        if (first.isAlive()) {
          first.terminate(); // and its database with it
        }
      }
    }
  }

  private static void buyAtTheSecond(LocalNode first, LocalNode second) throws IOException {
    String token = json(first.client().post("/demo/tokens", BUYER)).path("token").asText();
    ApiClient shop = second.client().withToken(token);
    JsonNode match = json(shop.get("/matches")).at("/items/0");
    HttpResponse<String> bought =
        shop.post(
            "/tickets",
            "{\"matchId\": %s, \"team\": %s, \"stake\": 1000}"
                .formatted(match.path("matchId"), match.at("/teams/0/code")));
    assertThat(bought.statusCode()).as(bought.body()).isEqualTo(201);
    assertThat(json(bought).path("status").asText()).isEqualTo("Approved");
  }

  /** Put out while it could not know, it must not be sent any requests when it comes to. */
  private static void isNotReadyOnceThawed(LocalNode first, LocalNode second) {
    second.freeze();
    try {
      ClusterMembers.awaitOneClusterOf(first);
    } finally {
      second.thaw();
    }
    Awaitility.await("the second node has ended")
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              assertThat(second.isReady()).isFalse();
              return !second.isAlive();
            });
  }

  private static Map<String, String> with(
      Map<String, String> common, String host, String embedded) {
    Map<String, String> environment = new HashMap<>(common);
    environment.put("SPORTSKK_HOST", host);
    environment.put("SPORTSKK_EMBEDDED", embedded);
    return environment;
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }
}
