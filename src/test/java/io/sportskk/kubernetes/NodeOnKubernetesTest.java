package io.sportskk.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.sportskk.testing.ApiClient;
import io.sportskk.testing.TestDatabases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What the manifests say starts a node that sells, and its figures are those that are watched. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodeOnKubernetesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int SIGTERM = 143;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path directory;

  private static TestDatabases databases;
  private static NodeOnKubernetes node;

  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    node = NodeOnKubernetes.start(Manifests.local(), databases, directory);
  }

  @AfterAll
  static void stop() {
    node.close();
    databases.close();
  }

  @Test
  @Order(1)
  void itBecomesReady() {
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .failFast(() -> !node.isAlive())
        .until(() -> management("/ready").statusCode() == 200);
    assertThat(management("/alive").statusCode()).isEqualTo(200);
  }

  @Test
  @Order(2)
  void itSellsToThoseWhoseTokenIsSignedWithItsSecretAndToNobodyElse() {
    ApiClient admin = api().withToken(token("admin-1", "admin"));
    ApiClient buyer = api().withToken(token("buyer-1", "buyer"));
    String closesAt = Instant.now().plus(Duration.ofHours(1)).toString();
    assertThat(
            admin
                .post(
                    "/admin/matches",
                    """
                    {"matchId":"m-1","name":"A match","closesAt":"%s",
                     "teams":[{"code":"KT","name":"KT Wiz"},{"code":"LG","name":"LG Twins"}]}
                    """
                        .formatted(closesAt))
                .statusCode())
        .isEqualTo(201);
    String ticket = "{\"matchId\":\"m-1\",\"team\":\"KT\",\"stake\":1000}";

    assertThat(bought(buyer, "k-1", ticket)).as("a wallet is empty").isEqualTo(402);
    assertThat(
            admin
                .post("/admin/wallets/buyer-1/deposits", "{\"depositId\":\"d-1\",\"amount\":5000}")
                .statusCode())
        .isEqualTo(201);
    assertThat(bought(buyer, "k-2", ticket)).isEqualTo(201);
    assertThat(api().post("/tickets", ticket).statusCode()).isEqualTo(401);
    assertThat(api().post("/demo/tokens", "{\"sub\":\"x\",\"roles\":[\"admin\"]}").statusCode())
        .isEqualTo(404);
  }

  /** How a purchase ends. On a node that has just started that may take more than one request. */
  private static int bought(ApiClient buyer, String key, String ticket) {
    ApiClient repeating = buyer.withHeader("Idempotency-Key", key);
    return Awaitility.await()
        .until(() -> repeating.post("/tickets", ticket).statusCode(), status -> status != 202);
  }

  @Test
  @Order(3)
  void everyFigureOfAnAlertOrOfTheDashboardIsOneThatTheNodeHas() {
    String metrics = management("/metrics").body();
    List<String> expressions = PrometheusExpressions.ofAlerts(alerts());
    List<String> panels = PrometheusExpressions.ofDashboard(dashboard());
    assertThat(expressions).hasSizeGreaterThan(10);
    assertThat(panels).hasSizeGreaterThan(20);

    PrometheusExpressions known = PrometheusExpressions.over(metrics);
    expressions.forEach(it -> assertThat(known.unknownIn(it)).as(it).isEmpty());
    panels.forEach(it -> assertThat(known.unknownIn(it)).as(it).isEmpty());
    assertThat(known.unknownIn("sum(rate(sportskk_purchase_total{job=\"a\"}[5m]))"))
        .containsExactly("sportskk_purchase_total");
    assertThat(known.unknownIn("sum by (result) (sportskk_purchases_total{kind=\"a\"})"))
        .containsExactly("kind", "result");
  }

  @Test
  @Order(4)
  void everyPoolHasItsFigures() {
    String metrics = management("/metrics").body();
    for (String pool :
        List.of(
            "journal", "read-journal", "journal-queries", "heartbeat", "tally", "view", "ledger")) {
      for (String figure : List.of("pending", "active", "max")) {
        assertThat(metrics).contains("hikaricp_connections_" + figure + "{pool=\"" + pool + "\"}");
      }
    }
  }

  /** The lines of the page, but for the address. */
  @Test
  @Order(5)
  void theRecipeForBuyingFromTheLocalOverlayBuysATicket() throws Exception {
    String readme = Yaml.text(Manifests.KUBERNETES.resolve("README.md"));
    Matcher recipe =
        Pattern.compile("```sh\n(api=http://sportskk\\.localhost\n.*?)```", Pattern.DOTALL)
            .matcher(readme);
    assertThat(recipe.find()).isTrue();
    String lines =
        recipe.group(1).replace("http://sportskk.localhost", "http://127.0.0.1:" + node.httpPort());
    for (String program : List.of("bash", "curl", "openssl")) {
      Tools.assumeThereIs(program);
    }

    String[] printed = Tools.run(directory, "bash", "-euc", lines).split("\n", -1);

    assertThat(printed).hasSize(4);
    assertThat(Yaml.objects(printed[2]).get(0).path("status").asText()).isEqualTo("Approved");
  }

  @Test
  @Order(6)
  void itLogsJsonAndStopsWhenItIsTold() {
    assertThat(node.terminate()).isEqualTo(SIGTERM);
    assertThat(node.log().lines())
        .allSatisfy(line -> assertThat(line).startsWith("{").endsWith("}"))
        .last()
        .asString()
        .contains("\"formattedMessage\":\"Stopped\"");
  }

  private static PrometheusRule alerts() {
    return Manifests.production().the(PrometheusRule.class, "sportskk");
  }

  private static JsonNode dashboard() {
    return Yaml.tree(Manifests.KUBERNETES.resolve("components/monitoring/sportskk.json"));
  }

  private static HttpResponse<String> management(String path) {
    URI uri = URI.create("http://127.0.0.1:" + node.managementPort() + path);
    try {
      return HTTP.send(
          HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static ApiClient api() {
    return ApiClient.on(node.httpPort());
  }

  private static String token(String subject, String role) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject(subject)
            .claim("roles", List.of(role))
            .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))))
            .build();
    try {
      SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
      token.sign(
          new MACSigner(
              node.environment("SPORTSKK_HS256_SECRET").getBytes(StandardCharsets.UTF_8)));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
