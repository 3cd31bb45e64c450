package io.sportskk.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sportskk.testing.ApiClient;
import io.sportskk.testing.EventReader;
import io.sportskk.testing.Office;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What users do, on a node with all its real parts. */
class TourTest {

  private static TestDatabases databases;
  private static TestNode node;
  private static Office office;

  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    node = TestNode.on(databases).with("sportskk.tally.point-every = 100 ms").start();
    office = new Office(node);
    office.openMatch();
  }

  @AfterAll
  static void stop() {
    node.close();
    databases.close();
  }

  @Test
  void aTicketIsBoughtWatchedAndCancelled() {
    ApiClient buyer = office.buyer("tourist");
    JsonNode ticket = office.buyApproved("tourist", "KT", 5_000);
    String ticketId = ticket.get("ticketId").textValue();
    assertThat(ticket.get("status").textValue()).isEqualTo("Approved");
    assertThat(Instant.parse(ticket.get("cancellableUntil").textValue()))
        .isAfter(Instant.parse(ticket.get("updatedAt").textValue()));
    assertThat(ticket.get("rules"))
        .isNotNull()
        .isEqualTo(Office.json(buyer.get("/matches/match-1")).get("rules"));

    try (EventReader events = buyer.events("/tickets/" + ticketId + "/events")) {
      assertThat(statuses(events, 2)).containsExactly("1 Pending false", "2 Approved true");

      HttpResponse<String> cancelled = buyer.post("/tickets/" + ticketId + "/cancel");
      assertThat(cancelled.statusCode()).isEqualTo(200);
      assertThat(statuses(events, 2)).containsExactly("3 Cancelling true", "4 Cancelled false");
    }

    assertThat(office.balance("tourist")).isEqualTo(Office.OPENING_BALANCE);
    Awaitility.await()
        .untilAsserted(
            () -> {
              JsonNode items = Office.json(buyer.get("/tickets?status=Cancelled")).get("items");
              assertThat(items).hasSize(1);
              ObjectNode whole = office.ticket("tourist", ticketId).deepCopy();
              whole.remove("rules"); // which lists leave out
              assertThat(items.get(0)).isEqualTo(whole);
            });
    assertThat(office.buyer("somebody-else").get("/tickets/" + ticketId).statusCode())
        .isEqualTo(404);
  }

  @Test
  void aReconnectedStreamGoesOnAfterTheLastEventThatWasSeen() {
    String ticketId = office.buyApproved("reader", "LG", 1_000).get("ticketId").textValue();

    try (EventReader events =
        office
            .buyer("reader")
            .withHeader("Last-Event-ID", "1")
            .events("/tickets/" + ticketId + "/events")) {
      assertThat(statuses(events, 1)).containsExactly("2 Approved true");
    }
  }

  @Test
  void aRepeatedRequestWithTheSameKeyBuysOnce() {
    ApiClient buyer = office.buyer("twice").withHeader("Idempotency-Key", "k-1");

    HttpResponse<String> first = buyer.post("/tickets", office.order("KT", 1_000));
    HttpResponse<String> second = buyer.post("/tickets", office.order("KT", 1_000));
    HttpResponse<String> other = buyer.post("/tickets", office.order("LG", 1_000));

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(second.headers().firstValue("Idempotent-Replayed")).contains("true");
    assertThat(Office.json(second).get("ticketId")).isEqualTo(Office.json(first).get("ticketId"));
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(office.balance("twice")).isEqualTo(Office.OPENING_BALANCE - 1_000);
  }

  @Test
  void theCorrelationIdOfARequestIsInTheReplyAndInTheTicket() {
    HttpResponse<String> bought =
        office
            .buyer("traced")
            .withHeader("X-Correlation-ID", "trace-me")
            .post("/tickets", office.order("KT", 100));

    assertThat(bought.headers().firstValue("X-Correlation-ID")).contains("trace-me");
    assertThat(Office.json(bought).get("correlationId").textValue()).isEqualTo("trace-me");
  }

  @Test
  void theAdministratorSeesEveryTicketAndTheTotalsOfEachTeam() {
    String ticketId = office.buyApproved("listed", "LG", 700).get("ticketId").textValue();

    Awaitility.await()
        .until(
            () ->
                Office.json(office.admin().get("/admin/tickets?buyerId=listed&team=LG"))
                    .at("/items/0/ticketId")
                    .asText()
                    .equals(ticketId));
    JsonNode tally = office.tally();
    long sum = sum(tally.get("teams"));
    assertThat(tally.get("stake").longValue()).isEqualTo(sum).isGreaterThanOrEqualTo(700);
    Awaitility.await()
        .untilAsserted(
            () -> {
              JsonNode history = Office.json(office.admin().get("/matches/match-1/tally/history"));
              assertThat(history.get("points"))
                  .extracting(point -> sum(point.get("teams")))
                  .last()
                  .isEqualTo(sum);
            });
    assertThat(Office.json(office.admin().get("/admin/tallies")).get("items")).isNotEmpty();
  }

  private static long sum(JsonNode teams) {
    long sum = 0;
    for (JsonNode team : teams) {
      sum += team.get("stake").longValue();
    }
    return sum;
  }

  @Test
  void aDepositIsMadeOnce() {
    String path = "/admin/wallets/saver/deposits";
    String deposit = "{\"depositId\": \"d-1\", \"amount\": 2500}";

    assertThat(office.admin().post(path, deposit).statusCode()).isEqualTo(201);
    assertThat(office.admin().post(path, deposit).statusCode()).isEqualTo(200);

    assertThat(office.balance("saver")).isEqualTo(Office.OPENING_BALANCE + 2_500);
  }

  /** {@code V2} Nor is anything cancelled then, whoever wants it. */
  @Test
  void nothingIsSoldAfterAnAdministratorHasClosedSales() {
    open("closing");
    ApiClient buyer = office.buyer("late");
    String order = "{\"matchId\": \"closing\", \"team\": \"NC\", \"stake\": 100}";
    String ticketId = Office.json(buyer.post("/tickets", order)).get("ticketId").textValue();

    assertThat(office.admin().post("/admin/matches/closing/close").statusCode()).isEqualTo(200);

    HttpResponse<String> late = buyer.post("/tickets", order);
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(Office.json(late).get("code").textValue()).isEqualTo("SALES_CLOSED");
    assertThat(buyer.post("/tickets/" + ticketId + "/cancel").statusCode()).isEqualTo(409);
    assertThat(office.admin().post("/tickets/" + ticketId + "/cancel").statusCode()).isEqualTo(403);
    assertThat(
            office
                .admin()
                .post("/admin/tickets/" + ticketId + "/decision", "{\"decision\": \"GIVE_BACK\"}")
                .statusCode())
        .isEqualTo(409);
  }

  /**
   * {@code V2} Whoever tries by whichever way, after the close and once all is paid, is refused and
   * kept once, with what he asked and why; and nothing of money or totals is changed by it.
   */
  @Test
  void whoeverWantsToCancelOrToVoidTooLateIsRefusedAndKept() {
    open("refused");
    String order = "{\"matchId\": \"refused\", \"team\": \"NC\", \"stake\": 100}";
    String ticketId =
        Office.json(office.buyer("owner").post("/tickets", order)).get("ticketId").textValue();
    String rivals = "{\"matchId\": \"refused\", \"team\": \"OB\", \"stake\": 200}";
    assertThat(office.buyer("rival").post("/tickets", rivals).statusCode()).isEqualTo(201);
    String match = "/admin/matches/refused/";
    assertThat(office.admin().post(match + "close").statusCode()).isEqualTo(200);
    long balance = office.balance("owner");

    tryToCancelTwice(ticketId);
    String winners = "{\"winners\": [\"OB\"]}";
    String result = "{\"winners\": [\"OB\"], \"source\": \"the league\"}";
    assertThat(office.admin("admin-1").post(match + "result", result).statusCode()).isEqualTo(200);
    tryToVoidTwice("admin-1");
    assertThat(office.admin("admin-2").post(match + "confirm", winners).statusCode())
        .isEqualTo(200);
    Awaitility.await()
        .until(
            () -> Office.json(office.admin().get("/matches/refused")).get("settledAt").isTextual());
    JsonNode ticket = office.ticket("owner", ticketId);
    JsonNode tally = Office.json(office.admin().get("/matches/refused/tally"));
    tryToCancelTwice(ticketId);
    tryToVoidTwice("admin-2");

    assertThat(office.ticket("owner", ticketId)).isEqualTo(ticket);
    assertThat(ticket.get("status").textValue()).isEqualTo("Lost");
    assertThat(Office.json(office.admin().get("/matches/refused/tally"))).isEqualTo(tally);
    assertThat(office.balance("owner")).isEqualTo(balance);
    assertThat(kept(office.admin().get(match + "refusals"), "step", "by", "reason"))
        .containsExactly("VOID admin-1 OUTCOME_KNOWN", "VOID admin-2 OUTCOME_KNOWN");
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        kept(
                            office.admin().get("/admin/tickets/refusals?matchId=refused"),
                            "as",
                            "by",
                            "reason"))
                    .containsExactly(
                        "ADMINISTRATOR admin-4 SETTLED",
                        "ADMINISTRATOR admin-3 SETTLED",
                        "OTHER_BUYER stranger SETTLED",
                        "OWNER owner SETTLED",
                        "ADMINISTRATOR admin-4 SALES_CLOSED",
                        "ADMINISTRATOR admin-3 SALES_CLOSED",
                        "OTHER_BUYER stranger SALES_CLOSED",
                        "OWNER owner SALES_CLOSED"));
    JsonNode history = Office.json(office.buyer("owner").get("/tickets/" + ticketId + "/history"));
    assertThat(history.get("events").findValuesAsText("event"))
        .filteredOn("CANCELLATION_REFUSED"::equals)
        .hasSize(8);
  }

  private static void tryToCancelTwice(String ticketId) {
    String path = "/tickets/" + ticketId + "/cancel";
    String decision = "/admin/tickets/" + ticketId + "/decision";
    for (int i = 0; i < 2; i++) {
      assertThat(code(office.buyer("owner").post(path))).isEqualTo("TOO_LATE_TO_CANCEL");
      assertThat(code(office.buyer("stranger").post(path))).isEqualTo("TICKET_NOT_FOUND");
      assertThat(code(office.admin("admin-3").post(path))).isEqualTo("FORBIDDEN");
      assertThat(code(office.admin("admin-4").post(decision, "{\"decision\": \"GIVE_BACK\"}")))
          .isEqualTo("NOTHING_TO_DECIDE");
    }
  }

  private static void tryToVoidTwice(String admin) {
    String path = "/admin/matches/refused/void";
    for (int i = 0; i < 2; i++) {
      assertThat(code(office.admin(admin).post(path, "{\"cause\": \"POOL_INTEGRITY\"}")))
          .isEqualTo("OUTCOME_KNOWN");
      assertThat(code(office.buyer("owner").post(path, "{\"cause\": \"POOL_INTEGRITY\"}")))
          .isEqualTo("FORBIDDEN");
    }
  }

  /** Each as a line of these of its fields. */
  private static List<String> kept(HttpResponse<String> list, String... fields) {
    assertThat(list.statusCode()).as(list.body()).isEqualTo(200);
    List<String> lines = new ArrayList<>();
    for (JsonNode item : Office.json(list).get("items")) {
      lines.add(
          Stream.of(fields)
              .map(field -> item.get(field).textValue())
              .collect(Collectors.joining(" ")));
    }
    return lines;
  }

  /** {@code R2} {@code R3} {@code R4} */
  @Test
  void aMatchEndsByAResultThatTwoWithoutATicketAgreeOn() {
    open("ending");
    String order = "{\"matchId\": \"ending\", \"team\": \"NC\", \"stake\": 100}";
    assertThat(office.buyer("gambler").post("/tickets", order).statusCode()).isEqualTo(201);
    String result = "{\"winners\": [\"NC\"], \"source\": \"the league\"}";
    String winners = "{\"winners\": [\"NC\"]}";
    assertThat(code(step("admin-1", "result", result))).isEqualTo("SALES_NOT_STOPPED");
    assertThat(office.admin().post("/admin/matches/ending/close").statusCode()).isEqualTo(200);

    assertThat(code(step("gambler", "result", result))).isEqualTo("HOLDS_TICKET");
    assertThat(step("admin-1", "result", result).statusCode()).isEqualTo(200);
    assertThat(code(step("gambler", "confirm", winners))).isEqualTo("HOLDS_TICKET");
    assertThat(code(step("admin-1", "confirm", winners))).isEqualTo("SECOND_PERSON_NEEDED");
    assertThat(code(step("admin-1", "void", "{\"cause\": \"POOL_INTEGRITY\"}")))
        .isEqualTo("OUTCOME_KNOWN");
    assertThat(code(step("admin-2", "confirm", "{\"winners\": [\"KT\"]}")))
        .isEqualTo("OTHER_OUTCOME");
    assertThat(step("admin-2", "withdraw", "{\"reason\": \"too early\"}").statusCode())
        .isEqualTo(200);
    assertThat(step("admin-1", "result", result).statusCode()).isEqualTo(200);
    assertThat(step("admin-2", "confirm", winners).statusCode()).isEqualTo(200);

    JsonNode match = Office.json(office.buyer("anyone").get("/matches/ending"));
    assertThat(match.get("status").textValue()).isIn("Official", "Settled");
    assertThat(match.at("/result/confirmedBy").textValue()).isEqualTo("admin-2");
    Awaitility.await()
        .until(
            () ->
                Office.json(office.admin().get("/matches?status=Settled"))
                    .findValuesAsText("matchId")
                    .contains("ending"));
  }

  private static HttpResponse<String> step(String admin, String step, String body) {
    return office.admin(admin).post("/admin/matches/ending/" + step, body);
  }

  private static String code(HttpResponse<String> refused) {
    return Office.json(refused).get("code").textValue();
  }

  private static void open(String matchId) {
    String match =
        """
        {"matchId": "%s", "name": "NC - OB", "closesAt": "%s",
         "teams": [{"code": "NC", "name": "NC Dinos"}, {"code": "OB", "name": "Doosan Bears"}]}
        """
            .formatted(matchId, Instant.now().plus(Duration.ofHours(1)));
    assertThat(office.admin().post("/admin/matches", match).statusCode()).isEqualTo(201);
  }

  /** Number, status and whether it is tallied, of the next events. */
  private static List<String> statuses(EventReader events, int count) {
    List<String> statuses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      EventReader.Event event = events.next();
      JsonNode ticket = Office.json(event.data());
      statuses.add(
          event.id()
              + " "
              + ticket.get("status").textValue()
              + " "
              + ticket.get("tallied").booleanValue());
    }
    return statuses;
  }
}
