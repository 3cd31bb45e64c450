package io.sportskk.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What administrators do to matches: how they ask, and how answers look. */
class MatchStepHttpTest {

  private static final String RESULT = "{\"winners\":[\"KT\"],\"source\":\"the league\"}";

  private final Client client = TestApi.shared().client();

  @Test
  void salesAreSuspendedWithAReasonOrWithoutAndResumed() {
    JsonNode suspended = done("suspend", "{\"reason\":\"rain\"}");
    assertThat(suspended.get("status").textValue()).isEqualTo("Suspended");
    assertThat(suspended.get("salesStatus").textValue()).isEqualTo("Suspended");
    assertThat(suspended.get("suspended").toString())
        .isEqualTo("{\"by\":\"admin-1\",\"reason\":\"rain\",\"at\":\"2026-05-01T10:00:00Z\"}");
    assertThat(done("suspend", "").at("/suspended/reason").isNull()).isTrue();

    assertThat(done("resume", "").get("status").textValue()).isEqualTo("Open");
  }

  @Test
  void aResultIsEnteredAndConfirmed() {
    JsonNode entered =
        done(
            "result",
            "{\"winners\":[\"KT\",\"LG\"],\"source\":\"the league\","
                + "\"startedAt\":\"2026-05-01T18:59:59+09:00\"}");
    assertThat(entered.get("status").textValue()).isEqualTo("Provisional");
    assertThat(entered.get("result").toString())
        .isEqualTo(
            "{\"winners\":[\"KT\",\"LG\"],\"source\":\"the league\","
                + "\"startedAt\":\"2026-05-01T09:59:59Z\",\"enteredBy\":\"admin-1\","
                + "\"enteredAt\":\"2026-05-01T10:00:00Z\",\"confirmedBy\":null,"
                + "\"confirmedAt\":null}");

    JsonNode settled =
        done("confirm", "{\"winners\":[\"KT\"],\"startedAt\":\"2026-05-01T09:59:59Z\"}");
    assertThat(settled.get("status").textValue()).isEqualTo("Settled");
    assertThat(settled.at("/result/confirmedBy").textValue()).isEqualTo("admin-1");
    assertThat(settled.at("/result/winners/0").textValue()).isEqualTo("KT");
    assertThat(settled.at("/result/startedAt").textValue()).isEqualTo("2026-05-01T09:59:59Z");
    assertThat(settled.get("settledAt").textValue()).isEqualTo("2026-05-01T10:00:00Z");
  }

  @Test
  void aResultIsWithdrawn() {
    assertThat(done("withdraw", "{\"reason\":\"a slip\"}").get("withdrawn").toString())
        .isEqualTo("{\"by\":\"admin-1\",\"reason\":\"a slip\",\"at\":\"2026-05-01T10:00:00Z\"}");
  }

  /** {@code R4} */
  @Test
  void aCorrectionIsProposed() {
    JsonNode match =
        done("correct", "{\"winners\":[\"LG\"],\"source\":\"tv\",\"reason\":\"mixed up\"}");
    assertThat(match.get("corrections").toString())
        .isEqualTo(
            "{\"made\":0,\"reason\":null,\"proposed\":{\"winners\":[\"LG\"],\"source\":\"tv\","
                + "\"reason\":\"mixed up\",\"by\":\"admin-1\",\"at\":\"2026-05-01T10:00:00Z\"}}");
  }

  @Test
  void aMatchIsVoidOrSomebodyWantsItToBe() {
    JsonNode voided = done("void", "{\"cause\":\"EVENT_ABANDONED\"}");
    assertThat(voided.get("status").textValue()).isEqualTo("Void");
    assertThat(voided.get("voidProposed").isNull()).isTrue();
    assertThat(voided.get("voided").toString())
        .isEqualTo(
            "{\"cause\":\"EVENT_ABANDONED\",\"note\":null,\"by\":\"admin-1\","
                + "\"at\":\"2026-05-01T10:00:00Z\",\"confirmedBy\":null}");

    JsonNode wanted = done("void", "{\"cause\":\"OTHER\",\"note\":\"a strange pool\"}");
    assertThat(wanted.get("status").textValue()).isEqualTo("Open");
    assertThat(wanted.get("voided").isNull()).isTrue();
    assertThat(wanted.at("/voidProposed/note").textValue()).isEqualTo("a strange pool");

    JsonNode agreed = done("confirm", "{\"void\":\"OTHER\"}");
    assertThat(agreed.get("status").textValue()).isEqualTo("Void");
    assertThat(agreed.at("/voided/cause").textValue()).isEqualTo("OTHER");
  }

  /** {@code V2} */
  @Test
  void administratorsReadWhatWasRefused() {
    String path = "/admin/matches/%s/refusals";
    assertThat(client.get(path.formatted("kt-lg")).as(Client.ADMIN).answer().json().toString())
        .isEqualTo(
            "{\"matchId\":\"kt-lg\",\"items\":["
                + "{\"step\":\"VOID\",\"reason\":\"VOID_OTHERWISE\",\"by\":\"admin-2\","
                + "\"at\":\"2026-05-01T10:00:00Z\",\"correlationId\":\"c-9\"},"
                + "{\"step\":\"RESULT\",\"reason\":\"HOLDS_TICKET\",\"by\":\"admin-2\","
                + "\"at\":\"2026-05-01T10:00:00Z\",\"correlationId\":\"c-9\"}]}");
    client.get(path.formatted("none")).as(Client.ADMIN).answer().problem(404, "MATCH_NOT_FOUND");
    client.get(path.formatted("%20")).as(Client.ADMIN).answer().problem(404, "MATCH_NOT_FOUND");
    client.get(path.formatted("kt-lg")).as(Client.BUYER).answer().problem(403, "FORBIDDEN");
    client.get(path.formatted("kt-lg")).answer().problem(401, "UNAUTHENTICATED");
  }

  private JsonNode done(String step, String body) {
    Client.Answer answer =
        client.post("/admin/matches/kt-lg/" + step, body).as(Client.ADMIN).answer();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Idempotent-Replayed")).isNull();
    return answer.json();
  }

  @ParameterizedTest
  @ValueSource(strings = {"suspend", "resume"})
  void whatHasBeenDoneBeforeIsAReplay(String step) {
    Client.Answer answer = client.post("/admin/matches/again/" + step).as(Client.ADMIN).answer();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Idempotent-Replayed")).isEqualTo("true");
  }

  @ParameterizedTest
  @CsvSource({
    "SALES_CLOSED, 409, SALES_CLOSED",
    "SALES_RESUMED, 409, SALES_RESUMED",
    "SALES_NOT_STOPPED, 409, SALES_NOT_STOPPED",
    "OTHER_OUTCOME, 409, OTHER_OUTCOME",
    "NOTHING_TO_WITHDRAW, 409, NOTHING_TO_WITHDRAW",
    "RESULT_OFFICIAL, 409, RESULT_OFFICIAL",
    "ENTERED_BY_HOLDER, 403, ENTERED_BY_HOLDER",
    "OTHER_RESULT, 409, OTHER_RESULT",
    "NOTHING_TO_CONFIRM, 409, NOTHING_TO_CONFIRM",
    "SECOND_PERSON_NEEDED, 403, SECOND_PERSON_NEEDED",
    "HOLDS_TICKET, 403, HOLDS_TICKET",
    "OUTCOME_KNOWN, 409, OUTCOME_KNOWN",
    "MATCH_VOID, 409, MATCH_VOID",
    "OTHER_CAUSE, 409, VOID_OTHERWISE",
    "broken, 422, INVALID_OUTCOME",
    "payment-away, 503, UNAVAILABLE",
    "nobody-knows, 404, MATCH_NOT_FOUND",
    "a%20b, 404, MATCH_NOT_FOUND",
  })
  void aRefusalIsAProblem(String matchId, int status, String code) {
    Client.Answer answer =
        client.post("/admin/matches/" + matchId + "/result", RESULT).as(Client.ADMIN).answer();

    answer.problem(status, code);
  }

  @Test
  void whatIsWrongWithAResultIsPointedTo() {
    Client.Answer answer =
        client.post("/admin/matches/broken/result", RESULT).as(Client.ADMIN).answer();

    assertThat(answer.onlyError().get("pointer").textValue()).isEqualTo("/winners/0");
  }
}
