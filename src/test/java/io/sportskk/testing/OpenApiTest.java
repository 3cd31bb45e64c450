package io.sportskk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.harrel.jsonschema.InvalidSchemaException;
import io.sportskk.testing.OpenApi.Exchange;
import io.sportskk.testing.OpenApi.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The document is sound, and the checks made with it do find what is wrong. */
class OpenApiTest {

  private static final OpenApi API = OpenApi.shipped();
  private static final String TALLY =
      """
      {"matchId":"m","teams":[],"stake":0,"tickets":0,"pool":null,"version":0,"updatedAt":%s,"final":false}""";
  private static final String PROBLEM =
      """
      {"type":"https://sportskk.io/problems/malformed-request","title":"t","status":%d,"detail":"d",
       "code":"%s","retryable":false,"correlationId":"c"}""";

  @Test
  void everyReferenceIsResolved() {
    for (JsonNode parent : API.document().findParents("$ref")) {
      String reference = parent.path("$ref").textValue();
      assertThat(reference).startsWith("#/");
      assertThat(API.document().at(reference.substring(1)).isMissingNode())
          .as("%s is there", reference)
          .isFalse();
    }
  }

  @Test
  void everyComponentIsUsed() {
    Set<String> used = new HashSet<>();
    API.document().findValues("$ref").forEach(reference -> used.add(reference.textValue()));
    List<String> unused = new ArrayList<>();
    API.document()
        .path("components")
        .fields()
        .forEachRemaining(
            kind ->
                kind.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        name -> {
                          String reference = "#/components/" + kind.getKey() + "/" + name;
                          if (!used.contains(reference)) {
                            unused.add(reference);
                          }
                        }));
    assertThat(unused).containsExactly("#/components/securitySchemes/token");
  }

  @Test
  void everySchemaCompliesWithItsMetaschema() {
    for (JsonNode parent : API.document().findParents("schema")) {
      assertThatCode(() -> API.schemas().errors(parent.path("schema"), parent))
          .as("%s", parent.path("schema"))
          .doesNotThrowAnyException();
    }
    API.document()
        .at("/components/schemas")
        .fields()
        .forEachRemaining(
            schema ->
                assertThatCode(() -> API.schemas().errors(schema.getValue(), API.document()))
                    .as(schema.getKey())
                    .doesNotThrowAnyException());
  }

  @Test
  void aSchemaThatDoesNotComplyWithItsMetaschemaIsFound() {
    assertThatThrownBy(
            () ->
                OpenApi.parse(
                    """
                    openapi: 3.1.0
                    components:
                      schemas:
                        Stake: { type: integr }
                    """))
        .isInstanceOf(InvalidSchemaException.class);
  }

  @Test
  void everyExampleIsValid() {
    int examples = 0;
    for (JsonNode parent : API.document().findParents("schema")) {
      for (JsonNode example : parent.path("examples")) {
        JsonNode value = API.schemas().resolved(example).path("value");
        assertThat(API.schemas().errors(parent.path("schema"), value)).as("%s", value).isEmpty();
        examples++;
      }
      if (parent.has("example")) {
        JsonNode value = parent.path("example");
        assertThat(API.schemas().errors(parent.path("schema"), value)).as("%s", value).isEmpty();
        examples++;
      }
    }
    assertThat(examples).isGreaterThan(10);
  }

  @Test
  void everyOperationIsNamedAndDescribed() {
    Set<String> names = new HashSet<>();
    for (Operation operation : API.operations()) {
      JsonNode described =
          API.document()
              .path("paths")
              .path(operation.path())
              .path(operation.method().toLowerCase(java.util.Locale.ROOT));
      assertThat(names.add(described.path("operationId").textValue())).as("%s", operation).isTrue();
      assertThat(described.path("summary").textValue()).as("%s", operation).isNotBlank();
      assertThat(described.path("tags").size()).as("%s", operation).isEqualTo(1);
      assertThat(API.statuses(operation)).as("%s", operation).contains(500);
      if (!described.has("security")) {
        assertThat(API.statuses(operation)).as("%s", operation).contains(401, 403);
      }
      Set<String> variables = new HashSet<>();
      Matcher variable = Pattern.compile("\\{(\\w+)}").matcher(operation.path());
      while (variable.find()) {
        variables.add(variable.group(1));
      }
      Set<String> parameters = new HashSet<>();
      for (JsonNode reference : described.path("parameters")) {
        JsonNode parameter = API.schemas().resolved(reference);
        if (parameter.path("in").asText().equals("path")) {
          parameters.add(parameter.path("name").textValue());
        }
      }
      assertThat(parameters).as("%s", operation).isEqualTo(variables);
    }
  }

  @Test
  void everyAnswerCarriesTheCorrelationId() {
    for (JsonNode responses : API.document().findValues("responses")) {
      for (JsonNode reference : responses) {
        JsonNode response = API.schemas().resolved(reference);
        assertThat(response.path("headers").path("X-Correlation-ID").isMissingNode())
            .as("%s", response)
            .isFalse();
      }
    }
  }

  @Test
  void everyProblemCodeIsExplained() {
    String table = API.document().at("/info/description").textValue();
    List<String> explained = new ArrayList<>();
    Matcher row =
        Pattern.compile("^\\| `([A-Z_]+)` \\| \\d{3} \\| (yes|no) \\| \\S.*\\|$", Pattern.MULTILINE)
            .matcher(table);
    while (row.find()) {
      explained.add(row.group(1));
    }
    assertThat(explained).containsExactlyElementsOf(API.problemCodes());
  }

  @Test
  void aPathWithoutVariablesWinsOverOneWith() {
    assertThat(API.find("GET", "/matches/events"))
        .contains(new Operation("GET", "/matches/events"));
    assertThat(API.find("GET", "/matches/kt-lg"))
        .contains(new Operation("GET", "/matches/{matchId}"));
    assertThat(API.find("DELETE", "/matches/kt-lg")).isEmpty();
  }

  @Test
  void anAnswerThatAgreesPasses() {
    API.check(
        exchange("GET", "/matches", 200, "application/json", "{\"items\":[],\"nextCursor\":null}"));
    API.check(exchange("GET", "/nothing", 404, "application/problem+json", problem(404)));
  }

  @Test
  void anAnswerThatDoesNotAgreeIsFound() {
    String empty = "{\"items\":[],\"nextCursor\":null}";
    refused(exchange("GET", "/matches", 418, "application/json", empty), "status is described");
    refused(exchange("GET", "/matches", 200, "text/html", empty), "text/html is described");
    refused(exchange("GET", "/matches", 200, "application/json", "{\"items\":[]}"), "nextCursor");
    refused(
        exchange("GET", "/matches", 200, "application/json", empty.replace("}", ",\"x\":1}")), "x");
    refused(exchange("GET", "/matches", 200, "application/json", "{"), "not JSON");
    refused(exchange("GET", "/matches", 200, "application/json", ""), "");
    refused(
        exchange("GET", "/matches?colour=red", 200, "application/json", empty),
        "query parameter is described");
    refused(exchange("GET", "/matches?limit=101", 200, "application/json", empty), "limit=101");
    refused(exchange("GET", "/matches?limit=ten", 200, "application/json", empty), "limit=ten");
    refused(exchange("GET", "/nothing", 200, "application/json", empty), "not described");
    refused(
        exchange("GET", "/nothing", 404, "application/problem+json", problem(400)),
        "the status of the answer");
    refused(
        new Exchange(
            "GET",
            "/matches",
            null,
            null,
            200,
            Map.of("content-type", List.of("application/json")),
            empty),
        "X-Correlation-ID");
    refused(
        new Exchange(
            "GET",
            "/matches",
            "application/json",
            "{}",
            200,
            Map.of("content-type", List.of("application/json"), "x-correlation-id", List.of("c")),
            empty),
        "accepted body");
  }

  @Test
  void anEventThatDoesNotAgreeIsFound() {
    API.checkEvent("/matches/events", "tally", TALLY.formatted("null"));
    assertThatThrownBy(() -> API.checkEvent("/matches/events", "tally", "{}"))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> API.checkEvent("/matches/events", "goal", "{}"))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void timesAreCheckedForTheirFormat() {
    String event = TALLY.formatted("\"%s\"");
    API.checkEvent("/matches/events", "tally", event.formatted("2026-04-01T09:30:00.120Z"));
    for (String bad : List.of("yesterday", "2026-04-01T09:30:00", "2026-04-01T18:30:00+09:00")) {
      assertThatThrownBy(() -> API.checkEvent("/matches/events", "tally", event.formatted(bad)))
          .as(bad)
          .isInstanceOf(AssertionError.class);
    }
  }

  private static void refused(Exchange exchange, String because) {
    assertThatThrownBy(() -> API.check(exchange))
        .as("%s", exchange)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(because);
  }

  private static String problem(int status) {
    return PROBLEM.formatted(status, API.problemCodes().iterator().next());
  }

  private static Exchange exchange(
      String method, String target, int status, String contentType, String body) {
    return new Exchange(
        method,
        target,
        null,
        null,
        status,
        Map.of("content-type", List.of(contentType), "x-correlation-id", List.of("c")),
        body);
  }
}
