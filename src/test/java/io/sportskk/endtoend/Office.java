package io.sportskk.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sportskk.testing.ApiClient;
import io.sportskk.testing.TestNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The ticket office of one node, as its users see it: over HTTP only. */
final class Office {

  static final String MATCH = "match-1";
  static final long OPENING_BALANCE = 1_000_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestNode node;

  Office(TestNode node) {
    this.node = node;
  }

  ApiClient buyer(String buyerId) {
    return node.client().withToken(node.token(buyerId, "buyer"));
  }

  ApiClient admin() {
    return node.client().withToken(node.token("admin-1", "admin"));
  }

  void openMatch() {
    HttpResponse<String> opened =
        admin()
            .post(
                "/admin/matches",
                """
                {"matchId": "%s", "name": "KT Wiz - LG Twins", "closesAt": "%s",
                 "teams": [{"code": "KT", "name": "KT Wiz"}, {"code": "LG", "name": "LG Twins"}]}
                """
                    .formatted(MATCH, Instant.now().plus(Duration.ofHours(3))));
    assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
  }

  HttpResponse<String> buy(String buyerId, String team, long stake) {
    return buyer(buyerId).post("/tickets", order(team, stake));
  }

  static String order(String team, long stake) {
    return """
        {"matchId": "%s", "team": "%s", "stake": %d}"""
        .formatted(MATCH, team, stake);
  }

  /** Buys a ticket that is expected to be approved at once. */
  JsonNode buyApproved(String buyerId, String team, long stake) {
    HttpResponse<String> bought = buy(buyerId, team, stake);
    assertThat(bought.statusCode()).as(bought.body()).isEqualTo(201);
    return json(bought);
  }

  JsonNode ticket(String buyerId, String ticketId) {
    HttpResponse<String> found = buyer(buyerId).get("/tickets/" + ticketId);
    assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
    return json(found);
  }

  /** All tickets as the administrator's view has them, newest first: no ticket is asked itself. */
  List<JsonNode> view() {
    List<JsonNode> tickets = new ArrayList<>();
    String cursor = "";
    do {
      HttpResponse<String> found = admin().get("/admin/tickets?limit=100" + cursor);
      assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
      JsonNode page = json(found);
      page.get("items").forEach(tickets::add);
      cursor =
          page.get("nextCursor").isNull() ? "" : "&cursor=" + page.get("nextCursor").textValue();
    } while (!cursor.isEmpty());
    return tickets;
  }

  long balance(String buyerId) {
    return json(buyer(buyerId).get("/wallet")).get("balance").longValue();
  }

  JsonNode tally() {
    return json(node.client().get("/matches/" + MATCH + "/tally"));
  }

  static JsonNode json(HttpResponse<String> response) {
    return json(response.body());
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }
}
