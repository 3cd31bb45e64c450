package io.sportskk.api;

import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.api.http.HttpServer;
import io.sportskk.api.http.ProblemType;
import io.sportskk.testing.ApiClient;
import io.sportskk.testing.OpenApi;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The description and its page are served whole, and fit the program. */
class DocsRoutesTest {

  private static ActorTestKit kit;
  private static ApiClient client;

  @BeforeAll
  static void start() throws Exception {
    Config config =
        ConfigFactory.parseString(
                """
                akka.actor.provider = local
                sportskk.http.port = 0
                sportskk.auth.hs256-secret = "a secret that is long enough for HS256"
                """)
            .withFallback(ConfigFactory.load());
    kit = ActorTestKit.create("docs", config);
    HttpServer http =
        HttpApi.serve(
                kit.system(),
                ApiSettings.from(config),
                List.of(new DocsRoutes().route()),
                new SimpleMeterRegistry())
            .toCompletableFuture()
            .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    client = ApiClient.on(http.localAddress().getPort());
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void theDescriptionIsServedAsItIs() {
    HttpResponse<String> answer = client.get("/openapi.yaml");
    assertThat(answer.headers().firstValue("content-type")).contains("application/yaml");
    assertThat(answer.headers().firstValue("cache-control")).contains("no-cache");
    assertThat(answer.body()).startsWith("openapi: 3.1");
  }

  @Test
  void whatTheClientHasIsNotSentAgain() {
    for (String target : List.of("/openapi.yaml", "/docs", "/docs/docs.js")) {
      String tag = client.get(target).headers().firstValue("etag").orElseThrow();
      for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
        HttpResponse<String> again = client.withHeader("If-None-Match", known).get(target);
        assertThat(again.statusCode()).as(known).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("etag")).contains(tag);
        assertThat(again.headers().firstValue("cache-control")).contains("no-cache");
        assertThat(again.headers().firstValue("content-security-policy")).isPresent();
      }
      assertThat(client.withHeader("If-None-Match", "\"other\"").get(target).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void otherConditionsChangeNothing() {
    for (String header : List.of("If-Match", "If-None-Match", "If-Range")) {
      assertThat(client.withHeader(header, "\"other\"").get("/docs").statusCode())
          .as(header)
          .isEqualTo(200);
    }
  }

  @Test
  void thePageFindsAllThatItNeedsOnThisNode() {
    HttpResponse<String> page = client.get("/docs");
    assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=UTF-8");
    List<String> needed = new ArrayList<>();
    Matcher reference = Pattern.compile("(?:src|href)=\"([^\"]*)\"").matcher(page.body());
    while (reference.find()) {
      needed.add(reference.group(1));
    }
    assertThat(needed)
        .contains("/docs/swagger-ui-bundle.js", "/docs/swagger-ui.css", "/docs/docs.js")
        .allMatch(target -> target.startsWith("/") && !target.startsWith("//"));
    for (String target : needed) {
      assertThat(client.get(target).statusCode()).as(target).isEqualTo(200);
    }
    assertThat(client.get("/docs/docs.js").body()).contains("\"/openapi.yaml\"");
  }

  @Test
  void thePageRunsNoInlineScriptAndAsksNoOtherHost() {
    HttpResponse<String> page = client.get("/docs");
    String policy = page.headers().firstValue("content-security-policy").orElseThrow();
    assertThat(policy)
        .contains("default-src 'none'")
        .contains("script-src 'self'")
        .contains("connect-src 'self'")
        .doesNotContain("unsafe")
        .doesNotContain("http");
    assertThat(page.body()).doesNotContain("<script>").doesNotContain("onload=");
    assertThat(page.headers().firstValue("x-content-type-options")).contains("nosniff");
  }

  @Test
  void otherFilesAreNotServed() {
    for (String target :
        List.of(
            "/docs/swagger-ui.js",
            "/docs/..%2Fapplication.conf",
            "/docs/docs.html",
            "/docs/",
            "/web/docs.js")) {
      assertThat(client.get(target).statusCode()).as(target).isEqualTo(404);
    }
  }

  @Test
  void everyKindOfProblemIsDescribedAndNoOther() {
    assertThat(OpenApi.shipped().problemCodes())
        .containsExactlyElementsOf(
            Arrays.stream(ProblemType.values()).map(ProblemType::name).toList());
    String table = OpenApi.shipped().document().at("/info/description").textValue();
    for (ProblemType type : ProblemType.values()) {
      assertThat(table).contains("| `" + type.name() + "` | " + type.status() + " |");
    }
  }
}
