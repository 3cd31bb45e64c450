package io.sportskk.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PurchaseHttpTest {

  private final Client client = TestApi.shared().client();

  private Client.Request buy(String matchId) {
    return buy(matchId, 1000);
  }

  private Client.Request buy(String matchId, long stake) {
    return client
        .post(
            "/tickets",
            "{\"matchId\":\"%s\",\"team\":\"KT\",\"stake\":%d}".formatted(matchId, stake))
        .as(Client.BUYER);
  }

  /** {@code T1} {@code T3} {@code T4} */
  @Test
  void aPaidTicketIsCreated() {
    Client.Answer answer = buy("kt-lg").with("X-Correlation-ID", "my-id.1").answer();

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("Idempotent-Replayed")).isNull();
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    JsonNode ticket = answer.json();
    assertThat(answer.header("Location"))
        .isEqualTo("/tickets/" + ticket.get("ticketId").textValue());
    assertThat(UUID.fromString(ticket.get("ticketId").textValue()).version()).isEqualTo(7);
    assertThat(ticket.toString())
        .isEqualTo(
            "{\"ticketId\":\""
                + ticket.get("ticketId").textValue()
                + "\",\"buyerId\":\"buyer-1\",\"matchId\":\"kt-lg\",\"team\":\"KT\",\"stake\":1000,"
                + "\"status\":\"Approved\",\"tallied\":true,\"reason\":null,"
                + "\"correlationId\":\"my-id.1\",\"requestedAt\":\"2026-05-01T10:00:00Z\","
                + "\"updatedAt\":\"2026-05-01T10:00:00Z\",\"balance\":99000}");
  }

  @Test
  void aTicketThatWaitsForPaymentIsAccepted() {
    Client.Answer answer = buy("pending").answer();

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().get("status").textValue()).isEqualTo("Pending");
    assertThat(answer.header("Retry-After")).isEqualTo("2");
    assertThat(answer.header("Location")).startsWith("/tickets/");
  }

  /** {@code T4} */
  @Test
  void aPurchaseThatIsRefusedByPaymentIsToldTheBalance() {
    JsonNode problem = buy("no-funds").answer().problem(402, "INSUFFICIENT_FUNDS");

    assertThat(problem.get("balance").longValue()).isEqualTo(900);
  }

  @Test
  void aBalanceThatIsNotKnownIsLeftOut() {
    assertThat(buy("pending").answer().json().has("balance")).isFalse();
    Client.Answer older = buy("older-payment").answer();
    assertThat(older.status()).isEqualTo(201);
    assertThat(older.json().has("balance")).isFalse();
    assertThat(buy("closed").answer().problem(409, "SALES_CLOSED").has("balance")).isFalse();
  }

  /** {@code T4} */
  @ParameterizedTest
  @CsvSource({
    "no-funds, 402, INSUFFICIENT_FUNDS",
    "limit, 402, MATCH_LIMIT_EXCEEDED",
    "stake-limit, 402, STAKE_LIMIT_EXCEEDED",
    "loss-limit, 402, LOSS_LIMIT_EXCEEDED",
    "time-limit, 402, TIME_LIMIT_EXCEEDED",
    "excluded, 402, SELF_EXCLUDED",
    "supervised, 402, SUPERVISOR_NEEDED",
    "too-late-to-pay, 402, PAYMENT_REFUSED",
    "closed, 409, SALES_CLOSED",
    "suspended, 409, SALES_SUSPENDED",
    "all-suspended, 409, SALES_SUSPENDED",
    "not-open, 409, SALES_NOT_OPEN",
    "running, 409, PURCHASE_RUNNING",
    "cancelled-meanwhile, 409, PURCHASE_CANCELLED",
    "never-paid, 409, PURCHASE_CANCELLED",
    "forgotten, 409, PURCHASE_CANCELLED",
    "unknown-match, 422, UNKNOWN_MATCH",
    "unknown-team, 422, UNKNOWN_TEAM",
    "bounds, 422, STAKE_OUT_OF_BOUNDS",
    "sales-unavailable, 503, UNAVAILABLE",
  })
  void aRefusalIsAProblem(String matchId, int status, String code) {
    JsonNode problem = buy(matchId).answer().problem(status, code);

    boolean repeatable =
        List.of("running", "suspended", "all-suspended", "sales-unavailable").contains(matchId);
    assertThat(problem.get("retryable").booleanValue()).isEqualTo(repeatable);
    assertThat(problem.has("ticketId"))
        .isEqualTo(status == 402 || matchId.equals("running") || code.equals("PURCHASE_CANCELLED"));
  }

  @ParameterizedTest
  @CsvSource({"bounds, 150", "kt-lg, -100", "kt-lg, -9223372036854775808"})
  void aStakeOutOfBoundsIsToldTheBounds(String matchId, long stake) {
    Client.Answer answer = buy(matchId, stake).answer();

    JsonNode problem = answer.problem(422, "STAKE_OUT_OF_BOUNDS");
    assertThat(problem.get("minStake").longValue()).isEqualTo(100);
    assertThat(problem.get("maxStake").longValue()).isEqualTo(100_000);
    assertThat(problem.get("stakeUnit").longValue()).isEqualTo(100);
    assertThat(answer.onlyError().get("pointer").textValue()).isEqualTo("/stake");
  }

  @Test
  void withoutKeyTwoPurchasesAreTwo() {
    assertThat(buy("kt-lg").answer().header("Location"))
        .isNotEqualTo(buy("kt-lg").answer().header("Location"));
  }

  /** {@code T5} */
  @Test
  void withAKeyARepeatedPurchaseIsOne() {
    String key = UUID.randomUUID().toString();
    Client.Answer first = buy("kt-lg").with("Idempotency-Key", key).answer();
    Client.Answer second = buy("kt-lg").with("Idempotency-Key", key).answer();

    assertThat(first.header("Idempotent-Replayed")).isNull();
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(second.json())
        .as("a repetition may come much later: what the wallet held is not said again")
        .isEqualTo(((ObjectNode) first.json()).without("balance"));
    assertThat(UUID.fromString(first.json().get("ticketId").textValue()).version()).isEqualTo(5);
  }

  @Test
  void aKeyWithOtherContentIsRefused() {
    String key = UUID.randomUUID().toString();
    assertThat(buy("kt-lg").with("Idempotency-Key", key).answer().status()).isEqualTo(201);

    buy("kt-lg", 2000).with("Idempotency-Key", key).answer().problem(422, "IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void aKeyIsOneBuyersOwn() {
    String key = UUID.randomUUID().toString();
    String mine = buy("kt-lg").with("Idempotency-Key", key).answer().header("Location");
    Client.Answer others =
        client
            .post("/tickets", "{\"matchId\":\"kt-lg\",\"team\":\"KT\",\"stake\":5000}")
            .as(Client.OTHER_BUYER)
            .with("Idempotency-Key", key)
            .answer();

    assertThat(others.status()).isEqualTo(201);
    assertThat(others.header("Location")).isNotEqualTo(mine);
  }

  @Test
  void aRefusalIsReplayedToo() {
    String key = UUID.randomUUID().toString();
    buy("no-funds").with("Idempotency-Key", key).answer().problem(402, "INSUFFICIENT_FUNDS");
    Client.Answer second = buy("no-funds").with("Idempotency-Key", key).answer();

    second.problem(402, "INSUFFICIENT_FUNDS");
    assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
  }

  @Test
  void aTicketThatWasCancelledBeforeItWasPaidIsNoPurchaseHoweverOftenItIsAskedFor() {
    String key = UUID.randomUUID().toString();
    String path = buy("pending").with("Idempotency-Key", key).answer().header("Location");
    assertThat(client.post(path + "/cancel").as(Client.BUYER).answer().status()).isEqualTo(202);

    Client.Answer replay = buy("pending").with("Idempotency-Key", key).answer();
    replay.problem(409, "PURCHASE_CANCELLED");
    assertThat(replay.header("Idempotent-Replayed")).isEqualTo("true");
  }

  @Test
  void aReplayShowsATicketThatWasCancelledSince() {
    String key = UUID.randomUUID().toString();
    String path = buy("kt-lg").with("Idempotency-Key", key).answer().header("Location");
    assertThat(client.post(path + "/cancel").as(Client.BUYER).answer().status()).isEqualTo(200);

    Client.Answer replay = buy("kt-lg").with("Idempotency-Key", key).answer();
    assertThat(replay.status()).isEqualTo(201);
    assertThat(replay.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(replay.json().get("status").textValue()).isEqualTo("Cancelled");
  }

  @Test
  void theCorrectedRequestCanUseTheKeyOfAnInvalidOne() {
    String key = UUID.randomUUID().toString();
    buy("kt-lg", -1).with("Idempotency-Key", key).answer().problem(422, "STAKE_OUT_OF_BOUNDS");

    Client.Answer corrected = buy("kt-lg").with("Idempotency-Key", key).answer();
    assertThat(corrected.status()).isEqualTo(201);
    assertThat(corrected.header("Idempotent-Replayed")).isNull();
  }

  @Test
  void theTicketCanBeLookedUpByItsBuyerAndByAnAdministratorOnly() {
    String path = buy("kt-lg").answer().header("Location");

    assertThat(client.get(path).as(Client.BUYER).answer().status()).isEqualTo(200);
    assertThat(client.get(path).as(Client.ADMIN).answer().status()).isEqualTo(200);
    client.get(path).as(Client.OTHER_BUYER).answer().problem(404, "TICKET_NOT_FOUND");
    client.get(path).answer().problem(401, "UNAUTHENTICATED");
    client
        .get("/tickets/" + UUID.randomUUID())
        .as(Client.ADMIN)
        .answer()
        .problem(404, "TICKET_NOT_FOUND");
  }

  @Test
  void theTicketCanBeCancelledByItsBuyerOnly() {
    String path = buy("kt-lg").answer().header("Location");

    client.post(path + "/cancel").as(Client.OTHER_BUYER).answer().problem(404, "TICKET_NOT_FOUND");
    client.post(path + "/cancel").as(Client.ADMIN).answer().problem(403, "FORBIDDEN");
    Client.Answer answer = client.post(path + "/cancel").as(Client.BUYER).answer();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("status").textValue()).isEqualTo("Cancelled");
    assertThat(answer.json().get("reason").textValue()).isEqualTo("BUYER_REQUEST");
    assertThat(answer.json().get("balance").longValue()).isEqualTo(100_000);
  }

  /** {@code V2} What is kept of it is the ticket's business. */
  @Test
  void theTicketIsToldThatAnAdministratorWantsToCancelIt() {
    String path = buy("kt-lg").answer().header("Location");
    String ticketId = path.substring(path.lastIndexOf('/') + 1);
    Client.Answer answer =
        client.post(path + "/cancel").as(Client.ADMIN).with("X-Correlation-ID", "in-vain").answer();

    answer.problem(403, "FORBIDDEN");
    assertThat(answer.header("WWW-Authenticate")).contains("insufficient_scope");
    assertThat(ScriptedParts.IN_VAIN).contains("admin-1 " + ticketId + " in-vain");
    client.post("/tickets/%20/cancel").as(Client.ADMIN).answer().problem(403, "FORBIDDEN");
    assertThat(client.get(path).as(Client.BUYER).answer().json().get("status").textValue())
        .isEqualTo("Approved");
  }

  @Test
  void aCancellationThatIsUnderWayIsAccepted() {
    String path = buy("pending").answer().header("Location");
    Client.Answer answer = client.post(path + "/cancel").as(Client.BUYER).answer();

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Retry-After")).isEqualTo("2");
    assertThat(answer.json().get("status").textValue()).isEqualTo("Cancelling");
  }

  /** Nobody knows when it is decided what is to be given back. */
  @Test
  void aCancellationThatIsToBeDecidedIsAcceptedWithoutATimeToAskAgain() {
    String path =
        "/tickets/"
            + buy("forgotten")
                .answer()
                .problem(409, "PURCHASE_CANCELLED")
                .get("ticketId")
                .textValue();
    Client.Answer answer = client.post(path + "/cancel").as(Client.BUYER).answer();

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Retry-After")).isNull();
    assertThat(answer.json().get("status").textValue()).isEqualTo("Undecided");
  }

  @Test
  void whileSalesAreSuspendedNothingIsCancelledForNow() {
    String path = buy("on-hold").answer().header("Location");

    Client.Answer answer = client.post(path + "/cancel").as(Client.BUYER).answer();

    answer.problem(409, "SALES_SUSPENDED");
    assertThat(answer.json().get("retryable").booleanValue()).isTrue();
    assertThat(answer.header("Retry-After")).isEqualTo("10");
  }

  @Test
  void whatCantBeCancelledAnyMoreIsAConflict() {
    String path = buy("over").answer().header("Location");

    client.post(path + "/cancel").as(Client.BUYER).answer().problem(409, "TOO_LATE_TO_CANCEL");
  }

  @Test
  void nothingIsCancelledWhileTheMatchCanNotBeAsked() {
    String path = buy("gone").answer().header("Location");

    client.post(path + "/cancel").as(Client.BUYER).answer().problem(503, "UNAVAILABLE");
  }

  @Test
  void theLatencyOfPurchasesIsMeasuredByStatus() {
    buy("closed").answer();

    assertThat(
            TestApi.shared()
                .metrics()
                .get("sportskk.purchase.latency")
                .tag("status", "409")
                .timer()
                .count())
        .isPositive();
    assertThat(
            TestApi.shared()
                .metrics()
                .get("sportskk.http.requests")
                .tags("method", "POST", "route", "/tickets", "status", "409")
                .timer()
                .count())
        .isPositive();
  }
}
