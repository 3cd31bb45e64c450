package io.sportskk.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** {@code C7} How administrators suspend all sales, and how answers look. */
class SalesHttpTest {

  private static final String SUSPEND = "/admin/sales/suspend";

  private final Client client = TestApi.shared().client();

  @Test
  void salesAreSuspendedWithAReasonAndResumed() {
    Client.Answer suspended = suspend("fire");
    assertThat(suspended.status()).isEqualTo(200);
    assertThat(suspended.header("Idempotent-Replayed")).isNull();
    JsonNode sales = suspended.json();
    assertThat(sales.get("state").textValue()).isEqualTo("Suspended");
    assertThat(sales.get("by").textValue()).isEqualTo("admin-1");
    assertThat(sales.get("since").textValue()).isEqualTo("2026-05-01T10:00:00Z");
    assertThat(sales.get("reason").textValue()).isEqualTo("fire");
    assertThat(sales.get("stoppedAt").textValue()).isEqualTo("2026-05-01T10:00:04Z");
    assertThat(suspend("again").header("Idempotent-Replayed")).isEqualTo("true");

    JsonNode resumed = client.post("/admin/sales/resume").as(Client.ADMIN).answer().json();
    assertThat(resumed.get("state").textValue()).isEqualTo("OnSale");
    assertThat(resumed.get("by").textValue()).isEqualTo("admin-2");
    assertThat(resumed.get("stoppedAt").isNull()).isTrue();
    assertThat(resumed.at("/steps/0/step").textValue()).isEqualTo("Resumed");
    assertThat(resumed.at("/steps/1/reason").textValue()).isEqualTo("fire");
  }

  @Test
  void salesThatWereNeverSuspendedAreOn() {
    assertThat(client.get("/admin/sales").as(Client.ADMIN).answer().json().toString())
        .isEqualTo(
            "{\"state\":\"OnSale\",\"by\":null,\"since\":null,\"reason\":null,"
                + "\"stoppedAt\":null,\"steps\":[]}");
  }

  @Test
  void aRefusalIsAProblem() {
    suspend("resumed").problem(409, "SALES_RESUMED");
    suspend("away").problem(503, "UNAVAILABLE");
    client.post(SUSPEND, "{}").as(Client.ADMIN).answer().problem(400, "INVALID_REQUEST");
    client.post(SUSPEND).as(Client.BUYER).answer().problem(403, "FORBIDDEN");
    client.post("/admin/sales/resume").as(Client.BUYER).answer().problem(403, "FORBIDDEN");
    client.get("/admin/sales").as(Client.BUYER).answer().problem(403, "FORBIDDEN");
  }

  private Client.Answer suspend(String reason) {
    return client.post(SUSPEND, "{\"reason\":\"" + reason + "\"}").as(Client.ADMIN).answer();
  }
}
