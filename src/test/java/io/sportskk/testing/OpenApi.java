package io.sportskk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The API's description, {@code openapi.yaml}, and whether what a server really does agrees with
 * it. Every answer that a test gets should pass through {@link #check}, most easily by an {@link
 * ApiClient}.
 */
public final class OpenApi {

  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
  private static final OpenApi SHIPPED = load("/openapi.yaml");

  private final JsonNode document;
  private final JsonSchemas schemas;
  private final Map<Operation, JsonNode> operations = new LinkedHashMap<>();

  /**
   * @param method in upper case
   * @param path as the description has it, for example {@code /tickets/{ticketId}}
   */
  public record Operation(String method, String path) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /**
   * A request and its answer, as they were on the wire.
   *
   * @param target path and query
   * @param requestBody null if there was none
   */
  public record Exchange(
      String method,
      String target,
      String requestContentType,
      String requestBody,
      int status,
      Map<String, List<String>> headers,
      String body) {

    Optional<String> header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .flatMap(header -> header.getValue().stream())
          .findFirst();
    }

    String path() {
      int query = target.indexOf('?');
      return query < 0 ? target : target.substring(0, query);
    }

    Map<String, String> query() {
      Map<String, String> parameters = new LinkedHashMap<>();
      int query = target.indexOf('?');
      if (query >= 0 && query < target.length() - 1) {
        for (String pair : List.of(target.substring(query + 1).split("&", -1))) {
          int equals = pair.indexOf('=');
          String name = equals < 0 ? pair : pair.substring(0, equals);
          String value = equals < 0 ? "" : pair.substring(equals + 1);
          parameters.put(decoded(name), decoded(value));
        }
      }
      return parameters;
    }

    private static String decoded(String encoded) {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }
  }

  private OpenApi(JsonNode document) {
    this.document = document;
    this.schemas = new JsonSchemas(document);
    document
        .path("paths")
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fields()
                    .forEachRemaining(
                        entry -> {
                          if (METHODS.contains(entry.getKey())) {
                            operations.put(
                                new Operation(
                                    entry.getKey().toUpperCase(Locale.ROOT), path.getKey()),
                                entry.getValue());
                          }
                        }));
  }

  /** The description that is shipped. */
  public static OpenApi shipped() {
    return SHIPPED;
  }

  static OpenApi load(String resource) {
    try (InputStream yaml = OpenApi.class.getResourceAsStream(resource)) {
      return parse(new String(yaml.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static OpenApi parse(String yaml) {
    try {
      return new OpenApi(
          YAMLMapper.builder()
              .enable(com.fasterxml.jackson.core.JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
              .build()
              .readTree(yaml));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Every operation that is described. */
  public Set<Operation> operations() {
    return operations.keySet();
  }

  /** The statuses that are described for an operation. */
  public Set<Integer> statuses(Operation operation) {
    Set<Integer> statuses = new LinkedHashSet<>();
    operations
        .get(operation)
        .path("responses")
        .fieldNames()
        .forEachRemaining(status -> statuses.add(Integer.valueOf(status)));
    return statuses;
  }

  /** Every code that a problem may have. */
  public Set<String> problemCodes() {
    Set<String> codes = new LinkedHashSet<>();
    document
        .at("/components/schemas/ProblemCode/enum")
        .elements()
        .forEachRemaining(code -> codes.add(code.textValue()));
    return codes;
  }

  /** The whole description. */
  public JsonNode document() {
    return document;
  }

  /** The schemas of the description. */
  public JsonSchemas schemas() {
    return schemas;
  }

  /**
   * Holds a real answer, and the request if it was accepted, against the description.
   *
   * @throws AssertionError saying what does not agree
   */
  public void check(Exchange exchange) {
    // What HEAD answers is what GET answers, without the body.
    boolean head = exchange.method().equals("HEAD");
    Optional<Operation> found = find(head ? "GET" : exchange.method(), exchange.path());
    if (found.isEmpty()) {
      checkUndescribed(exchange);
      return;
    }
    Operation operation = found.get();
    String what = operation + " -> " + exchange.status() + " " + exchange.body();
    String status = Integer.toString(exchange.status());
    JsonNode own = operations.get(operation).path("responses").path(status);
    JsonNode response = resolved(own.isMissingNode() ? anyPath(status) : own);
    assertThat(response.isMissingNode()).as("%s: the status is described", what).isFalse();
    checkResponse(what, response, exchange);
    if (exchange.status() / 100 == 2) {
      checkAcceptedRequest(what, operation, exchange);
    }
  }

  /**
   * Holds the answer to a request of the JDK's HTTP client against the description.
   *
   * @param body of the request, null if it had none
   * @throws AssertionError saying what does not agree
   */
  public void check(HttpRequest request, String body, HttpResponse<String> response) {
    String query = request.uri().getRawQuery();
    check(
        new Exchange(
            request.method(),
            request.uri().getRawPath() + (query == null ? "" : "?" + query),
            request.headers().firstValue("Content-Type").orElse(null),
            body,
            response.statusCode(),
            response.headers().map(),
            response.body()));
  }

  /**
   * Holds an event of a stream against the description.
   *
   * @throws AssertionError saying what does not agree
   */
  public void checkEvent(String target, String event, String data) {
    String path = new Exchange("GET", target, null, null, 200, Map.of(), "").path();
    Operation operation = find("GET", path).orElseThrow();
    JsonNode schema =
        resolved(operations.get(operation).path("responses").path("200"))
            .path("content")
            .path("text/event-stream")
            .path("x-events")
            .path(event);
    assertThat(schema.isMissingNode())
        .as("%s: the event '%s' is described", operation, event)
        .isFalse();
    assertThat(schemas.errors(schema, json(operation + " event", data)))
        .as("%s: event %s: %s", operation, event, data)
        .isEmpty();
  }

  /** The operation that a request is for. A path without variables wins over one with. */
  public Optional<Operation> find(String method, String path) {
    return operations.keySet().stream()
        .filter(operation -> operation.method().equals(method))
        .filter(operation -> matches(operation.path(), path))
        .min(Comparator.comparingInt(operation -> variables(operation.path())));
  }

  /** The answer to what the API does not have is a problem too. */
  private void checkUndescribed(Exchange exchange) {
    boolean pathKnown =
        operations.keySet().stream()
            .anyMatch(operation -> matches(operation.path(), exchange.path()));
    String what =
        exchange.method() + " " + exchange.target() + " (not described) -> " + exchange.status();
    if (pathKnown && exchange.method().equals("OPTIONS")) {
      assertThat(exchange.status()).as(what).isEqualTo(204);
      assertThat(exchange.header("Allow")).as("%s: the header Allow is there", what).isPresent();
      return;
    }
    assertThat(exchange.status())
        .as(what)
        .isIn(pathKnown ? List.of(405, 401, 403, 400, 501) : List.of(404, 401, 403, 400, 414, 501));
    JsonNode response =
        switch (exchange.status()) {
          case 400 -> document.at("/components/responses/BadRequest");
          case 401 -> document.at("/components/responses/Unauthorized");
          case 403 -> document.at("/components/responses/Forbidden");
          case 404 -> document.at("/components/responses/NotFound");
          default -> resolved(anyPath(Integer.toString(exchange.status())));
        };
    checkResponse(what, response, exchange);
  }

  private JsonNode anyPath(String status) {
    return document.path("x-any-path-responses").path(status);
  }

  private void checkResponse(String what, JsonNode response, Exchange exchange) {
    response
        .path("headers")
        .fields()
        .forEachRemaining(
            header -> checkHeader(what, header.getKey(), header.getValue(), exchange));
    JsonNode content = response.path("content");
    String contentType = exchange.header("Content-Type").orElse(null);
    if (content.isMissingNode() || exchange.method().equals("HEAD")) {
      assertThat(exchange.body()).as("%s: no content is described", what).isNullOrEmpty();
      return;
    }
    assertThat(contentType).as("%s: the answer has a content type", what).isNotNull();
    String mediaType = mediaType(contentType);
    JsonNode described = content.path(mediaType);
    assertThat(described.isMissingNode())
        .as("%s: the content type %s is described", what, contentType)
        .isFalse();
    if (mediaType.endsWith("json")) {
      JsonNode body = json(what, exchange.body());
      assertThat(schemas.errors(described.path("schema"), body)).as(what).isEmpty();
      if (mediaType.equals("application/problem+json")) {
        assertThat(body.path("status").intValue())
            .as("%s: the problem has the status of the answer", what)
            .isEqualTo(exchange.status());
        assertThat(exchange.header("X-Correlation-ID"))
            .as("%s: the problem has the correlation id of the answer", what)
            .contains(body.path("correlationId").asText());
      }
    }
  }

  private void checkHeader(String what, String name, JsonNode reference, Exchange exchange) {
    JsonNode header = resolved(reference);
    Optional<String> value = exchange.header(name);
    if (header.path("required").asBoolean()) {
      assertThat(value).as("%s: the header %s is there", what, name).isPresent();
    }
    value.ifPresent(
        text ->
            assertThat(schemas.errors(header.path("schema"), typed(header.path("schema"), text)))
                .as("%s: %s: %s", what, name, text)
                .isEmpty());
  }

  private void checkAcceptedRequest(String what, Operation operation, Exchange exchange) {
    JsonNode described = operations.get(operation);
    JsonNode requestBody = resolved(described.path("requestBody"));
    if (exchange.requestBody() != null && !exchange.requestBody().isEmpty()) {
      assertThat(requestBody.isMissingNode())
          .as("%s: an accepted body is described", what)
          .isFalse();
      JsonNode content = requestBody.path("content").path(mediaType(exchange.requestContentType()));
      assertThat(content.isMissingNode())
          .as("%s: accepted content type %s", what, exchange.requestContentType())
          .isFalse();
      assertThat(schemas.errors(content.path("schema"), json(what, exchange.requestBody())))
          .as("%s: accepted body %s", what, exchange.requestBody())
          .isEmpty();
    } else {
      assertThat(requestBody.path("required").asBoolean())
          .as("%s: accepted without a body", what)
          .isFalse();
    }
    Map<String, JsonNode> parameters = new LinkedHashMap<>();
    for (JsonNode reference : described.path("parameters")) {
      JsonNode parameter = resolved(reference);
      if (parameter.path("in").asText().equals("query")) {
        parameters.put(parameter.path("name").asText(), parameter.path("schema"));
      }
    }
    exchange
        .query()
        .forEach(
            (name, value) -> {
              assertThat(parameters)
                  .as("%s: an accepted query parameter is described", what)
                  .containsKey(name);
              JsonNode schema = parameters.get(name);
              assertThat(schemas.errors(schema, typed(schema, value)))
                  .as("%s: accepted %s=%s", what, name, value)
                  .isEmpty();
            });
  }

  /** A parameter or header is text; its schema may say that the text is a number. */
  private JsonNode typed(JsonNode schema, String text) {
    if (schemas.resolved(schema).path("type").asText().equals("integer")) {
      try {
        return new ObjectMapper().readTree(text);
      } catch (JsonProcessingException e) {
        return TextNode.valueOf(text);
      }
    }
    return TextNode.valueOf(text);
  }

  private JsonNode resolved(JsonNode node) {
    return schemas.resolved(node);
  }

  private static JsonNode json(String what, String text) {
    if (text == null || text.isBlank()) {
      return fail(what + ": there is no body");
    }
    try {
      return new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .readTree(text);
    } catch (JsonProcessingException e) {
      return fail(what + ": not JSON: " + text, e);
    }
  }

  private static String mediaType(String contentType) {
    return contentType == null ? "" : contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
  }

  private static boolean matches(String template, String path) {
    List<String> pattern = new ArrayList<>();
    for (String segment : template.split("/", -1)) {
      pattern.add(segment.startsWith("{") ? "[^/]+" : Pattern.quote(segment));
    }
    return path.matches(String.join("/", pattern));
  }

  private static int variables(String template) {
    return (int) template.chars().filter(c -> c == '{').count();
  }
}
