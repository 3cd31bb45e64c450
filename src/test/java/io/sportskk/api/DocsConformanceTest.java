package io.sportskk.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.api.http.HttpMetrics;
import io.sportskk.testing.ApiClient;
import io.sportskk.testing.OpenApi;
import io.sportskk.testing.OpenApi.Operation;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The server has every operation that is described, and for the described paths no other. */
class DocsConformanceTest {

  private static final OpenApi API = OpenApi.shipped();

  static List<Operation> operations() {
    return List.copyOf(API.operations());
  }

  /** One that the buyer's page refers to; its name changes with its content. */
  private static String asset() {
    Matcher reference = Pattern.compile("/assets/([^\"]+)").matcher(send("GET", "/").body());
    assertThat(reference.find()).isTrue();
    return reference.group(1);
  }

  static List<String> paths() {
    return API.operations().stream().map(Operation::path).distinct().toList();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theServerHasIt(Operation operation) {
    String target = target(operation.path());
    HttpResponse<String> answer = send(operation.method(), target);
    assertThat(answer.body())
        .as("%s %s", operation.method(), target)
        .doesNotContain("\"NOT_FOUND\"")
        .doesNotContain("\"METHOD_NOT_ALLOWED\"");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void whatNeedsATokenSaysSo(Operation operation) {
    boolean open =
        API.document()
            .path("paths")
            .path(operation.path())
            .path(operation.method().toLowerCase(Locale.ROOT))
            .has("security");
    if (!open) {
      assertThat(send(operation.method(), target(operation.path())).statusCode()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @MethodSource("paths")
  void itHasNoOtherMethods(String path) {
    String allow =
        client()
            .send("OPTIONS", target(path), null, null)
            .headers()
            .firstValue("Allow")
            .orElseThrow();
    for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
      boolean described = API.operations().contains(new Operation(method, path));
      assertThat(List.of(allow.split(", ")).contains(method)).as(allow).isEqualTo(described);
      if (!described) {
        assertThat(send(method, target(path)).statusCode())
            .as("%s %s", method, path)
            .isEqualTo(405);
      }
    }
  }

  @Test
  void thereAreNoOtherPaths() {
    assertThat(HttpMetrics.ROUTES).containsExactlyInAnyOrderElementsOf(paths());
  }

  private static HttpResponse<String> send(String method, String target) {
    boolean body = !method.equals("GET");
    return client().send(method, target, body ? "application/json" : null, body ? "{}" : null);
  }

  private static ApiClient client() {
    return ApiClient.on(TestApi.shared().port());
  }

  private static String target(String path) {
    return path.replace("{ticketId}", UUID.randomUUID().toString())
        .replace("{matchId}", "none")
        .replace("{buyerId}", "buyer-1")
        .replace("{file}", "docs.js")
        .replace("{asset}", path.contains("{asset}") ? asset() : "");
  }
}
