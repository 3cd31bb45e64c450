package io.sportskk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** The ticket office of one node, as its users see it: over HTTP only. */
public final class Office {

  public static final long OPENING_BALANCE = 1_000_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestNode node;
  private final String matchId;

  /** That sells tickets for {@code match-1}. */
  public Office(TestNode node) {
    this(node, "match-1");
  }

  public Office(TestNode node, String matchId) {
    this.node = node;
    this.matchId = matchId;
  }

  public ApiClient buyer(String buyerId) {
    return node.client().withToken(node.token(buyerId, "buyer"));
  }

  public ApiClient admin() {
    return admin("admin-1");
  }

  public ApiClient admin(String name) {
    return node.client().withToken(node.token(name, "admin"));
  }

  public void openMatch() {
    HttpResponse<String> opened =
        admin()
            .post(
                "/admin/matches",
                """
                {"matchId": "%s", "name": "KT Wiz - LG Twins", "closesAt": "%s",
                 "teams": [{"code": "KT", "name": "KT Wiz"}, {"code": "LG", "name": "LG Twins"}]}
                """
                    .formatted(matchId, Instant.now().plus(Duration.ofHours(3))));
    assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
  }

  public HttpResponse<String> buy(String buyerId, String team, long stake) {
    return buyer(buyerId).post("/tickets", order(team, stake));
  }

  public String order(String team, long stake) {
    return """
        {"matchId": "%s", "team": "%s", "stake": %d}"""
        .formatted(matchId, team, stake);
  }

  /** Buys a ticket that is approved, at once or, on a slow machine, a little later. */
  public JsonNode buyApproved(String buyerId, String team, long stake) {
    HttpResponse<String> bought = buy(buyerId, team, stake);
    assertThat(bought.statusCode()).as(bought.body()).isIn(201, 202);
    JsonNode ticket = json(bought);
    return isApproved(ticket)
        ? ticket
        : Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> ticket(buyerId, ticket.get("ticketId").textValue()), Office::isApproved);
  }

  private static boolean isApproved(JsonNode ticket) {
    return ticket.get("status").textValue().equals("Approved");
  }

  public JsonNode ticket(String buyerId, String ticketId) {
    HttpResponse<String> found = buyer(buyerId).get("/tickets/" + ticketId);
    assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
    return json(found);
  }

  /** All tickets as the administrator's view has them, newest first: no ticket is asked itself. */
  public List<JsonNode> view() {
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

  public long balance(String buyerId) {
    return json(buyer(buyerId).get("/wallet")).get("balance").longValue();
  }

  public JsonNode tally() {
    return json(node.client().get("/matches/" + matchId + "/tally"));
  }

  public static JsonNode json(HttpResponse<String> response) {
    return json(response.body());
  }

  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }
}
