package io.sportskk.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sportskk.node.database.Migrations;
import io.sportskk.testing.ApiClient;
import io.sportskk.testing.Audits;
import io.sportskk.testing.Office;
import io.sportskk.testing.Patience;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Matches that are played to their end: sold, closed, decided, paid, as their users see it. */
class SettlementTest {

  private final TestDatabases databases = TestDatabases.create();
  private TestNode node = start();
  private Office office = new Office(node);

  private TestNode start() {
    return TestNode.on(databases).with("sportskk.settlement.not-before = 0 s").start();
  }

  @AfterEach
  void stop() {
    node.close();
    databases.close();
  }

  private ApiClient second() {
    return node.client().withToken(node.token("admin-2", "admin"));
  }

  private void step(ApiClient who, String step, String body) {
    String path = "/admin/matches/match-1/" + step;
    var answer = body == null ? who.post(path) : who.post(path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private void decide(String winner) {
    step(office.admin(), "close", null);
    step(
        office.admin(),
        "result",
        "{\"winners\": [\"%s\"], \"source\": \"the league's site\"}".formatted(winner));
    step(second(), "confirm", "{\"winners\": [\"%s\"]}".formatted(winner));
  }

  private JsonNode settlement() {
    var answer = office.admin().get("/admin/matches/match-1/settlement");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Office.json(answer);
  }

  private JsonNode awaitSettlement(Predicate<JsonNode> condition) {
    return Awaitility.await().until(this::settlement, condition);
  }

  private JsonNode awaitCompleted() {
    return awaitSettlement(it -> it.get("phase").textValue().equals("COMPLETED"));
  }

  private long trialBalance(String account) {
    JsonNode balance = Office.json(office.admin().get("/admin/ledger/trial-balance"));
    for (JsonNode line : balance.get("balances")) {
      if (line.get("of").textValue().equals(account)) {
        return line.get("balance").longValue();
      }
    }
    return 0;
  }

  private void assertAuditIsClean() {
    Audits.settled(
        node.system().settings().config(),
        databases.journal(),
        databases.tally(),
        databases.view(),
        databases.ledger(),
        Patience.LIMIT);
  }

  /** Rows {@code R2}, {@code R6}, {@code A4}, {@code K2}, {@code T2}. */
  @Test
  void aMatchIsPlayedToItsEnd() {
    office.openMatch();
    String won = office.buyApproved("buyer-1", "KT", 10_000).get("ticketId").textValue();
    String lost = office.buyApproved("buyer-2", "LG", 30_000).get("ticketId").textValue();
    String cancelled = office.buyApproved("buyer-3", "LG", 5_000).get("ticketId").textValue();
    assertThat(office.buyer("buyer-3").post("/tickets/" + cancelled + "/cancel").statusCode())
        .isEqualTo(200);
    assertThat(office.tally().get("final").booleanValue()).isFalse();

    decide("KT");
    JsonNode settlement = awaitCompleted();

    // 28,800 are shared out: 2.88, rounded down
    JsonNode result = settlement.at("/fixed/result");
    assertThat(result.at("/dividends/KT").decimalValue()).isEqualByComparingTo("2.8");
    assertThat(result.get("takeout").longValue()).isEqualTo(11_200);
    assertThat(result.get("breakage").longValue()).isEqualTo(800);
    assertThat(settlement.at("/settled/tickets").longValue()).isEqualTo(2);
    assertThat(office.balance("buyer-1")).isEqualTo(Office.OPENING_BALANCE - 10_000 + 28_000);
    assertThat(office.balance("buyer-2")).isEqualTo(Office.OPENING_BALANCE - 30_000);
    JsonNode paid = office.ticket("buyer-1", won);
    assertThat(paid.get("status").textValue()).isEqualTo("Won");
    assertThat(paid.get("dividend").decimalValue()).isEqualByComparingTo("2.8");
    assertThat(paid.get("payout").longValue()).isEqualTo(28_000);
    assertThat(office.ticket("buyer-2", lost).get("status").textValue()).isEqualTo("Lost");
    assertThat(office.tally().get("final").booleanValue()).isTrue();
    Awaitility.await()
        .until(
            () ->
                Office.json(node.client().get("/matches/match-1"))
                    .get("status")
                    .textValue()
                    .equals("Settled"));
    // The ledger has heard of it all, and what came into the pool has gone out of it.
    Awaitility.await().until(() -> trialBalance("breakage") == 800 && trialBalance("pool") == 0);
    assertThat(trialBalance("takeout")).isEqualTo(11_200);
    assertThat(history(won)).first().isEqualTo("REQUESTED");
    assertThat(history(won)).last().isEqualTo("SETTLED WON 28000");
    assertThat(history(lost)).last().isEqualTo("SETTLED LOST 0");
    assertThat(history(cancelled))
        .endsWith("CANCELLATION_REQUESTED BUYER_REQUEST", "CANCELLED BUYER_REQUEST");
    assertAuditIsClean();
  }

  /** What has happened to a ticket, each with its reason and its amount. */
  private List<String> history(String ticketId) {
    var answer = office.admin().get("/tickets/" + ticketId + "/history");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    List<String> events = new ArrayList<>();
    Office.json(answer)
        .get("events")
        .forEach(
            it ->
                events.add(
                    (it.get("event").textValue()
                            + " "
                            + it.path("reason").asText("")
                            + " "
                            + it.path("amount").asText(""))
                        .strip()));
    return events;
  }

  /**
   * Row {@code R4}: after all was paid, what was paid too much stays with its buyers and is booked
   * as the operator's loss, and what was paid too little is credited.
   */
  @Test
  void aWrongResultIsCorrectedAfterAllWasPaid() {
    office.openMatch();
    String paidWrongly = office.buyApproved("buyer-1", "KT", 10_000).get("ticketId").textValue();
    String owed = office.buyApproved("buyer-2", "LG", 30_000).get("ticketId").textValue();
    decide("KT");
    awaitCompleted();
    assertThat(office.balance("buyer-1")).isEqualTo(Office.OPENING_BALANCE - 10_000 + 28_000);

    step(
        office.admin(),
        "correct",
        "{\"winners\": [\"LG\"], \"source\": \"the league's site\", \"reason\": \"mixed up\"}");
    assertThat(
            Office.json(node.client().get("/matches/match-1"))
                .at("/corrections/proposed/reason")
                .textValue())
        .isEqualTo("mixed up");
    step(second(), "confirm", "{\"winners\": [\"LG\"]}");
    JsonNode settlement =
        awaitSettlement(
            it ->
                it.get("phase").textValue().equals("COMPLETED")
                    && it.at("/fixed/round").intValue() == 2);

    // 28,800 are shared out, which is less than was staked: 1.0, and the takeout pays the rest
    assertThat(settlement.at("/settled/payouts").longValue()).isEqualTo(30_000);
    assertThat(settlement.at("/settled/overpaid").longValue()).isEqualTo(28_000);
    assertThat(office.balance("buyer-1"))
        .as("stands")
        .isEqualTo(Office.OPENING_BALANCE - 10_000 + 28_000);
    assertThat(office.balance("buyer-2")).as("credited").isEqualTo(Office.OPENING_BALANCE);
    JsonNode first = office.ticket("buyer-1", paidWrongly);
    assertThat(first.get("status").textValue()).isEqualTo("Lost");
    assertThat(first.get("paid").longValue()).isEqualTo(28_000);
    assertThat(office.ticket("buyer-2", owed).get("payout").longValue()).isEqualTo(30_000);
    Awaitility.await()
        .until(
            () ->
                Office.json(node.client().get("/matches/match-1"))
                    .get("status")
                    .textValue()
                    .equals("Settled"));
    Awaitility.await().until(() -> trialBalance("pool") == 0);
    assertThat(trialBalance("corrections")).isEqualTo(-28_000);
    assertThat(trialBalance("takeout")).isEqualTo(10_000);
    assertThat(trialBalance("breakage")).isZero();
    assertAuditIsClean();
  }

  /**
   * Rows {@code V5} and {@code V3}: what was cancelled before is in another report than what is
   * void, and both are all that was given back.
   */
  @Test
  void aVoidMatchGivesEverybodyHisStakeBack() {
    office.openMatch();
    String ticket = office.buyApproved("buyer-1", "KT", 10_000).get("ticketId").textValue();
    office.buyApproved("buyer-2", "LG", 30_000);
    String cancelled = office.buyApproved("buyer-3", "LG", 5_000).get("ticketId").textValue();
    assertThat(office.buyer("buyer-3").post("/tickets/" + cancelled + "/cancel").statusCode())
        .isEqualTo(200);
    step(office.admin(), "void", "{\"cause\": \"EVENT_CANCELLED\", \"note\": \"rain\"}");
    assertThat(awaitCompleted().at("/fixed/result/kind").textValue()).isEqualTo("VOID");
    assertThat(office.balance("buyer-1")).isEqualTo(Office.OPENING_BALANCE);
    assertThat(office.balance("buyer-2")).isEqualTo(Office.OPENING_BALANCE);
    assertThat(office.ticket("buyer-1", ticket).get("reason").textValue()).isEqualTo("VOID");
    assertThat(history(ticket)).last().isEqualTo("SETTLED VOID 10000");
    Awaitility.await().until(() -> trialBalance("pool") == 0);
    JsonNode returns = returns();
    assertThat(reports(returns))
        .containsExactly(
            "CANCELLED 1 5000", "FAILED 0 0", "VOID 2 40000", "REFUNDED 0 0", "UNKNOWN 0 0");
    assertThat(returns.get("tickets").longValue()).isEqualTo(3);
    assertThat(returns.get("amount").longValue()).isEqualTo(45_000);
    assertThat(returns.get("difference").longValue()).isZero();
    assertThat(ofCause("VOID")).hasSize(2).contains("buyer-1", "buyer-2");
    assertThat(ofCause("BUYER_REQUEST")).containsExactly("buyer-3");
    assertAuditIsClean();
  }

  private JsonNode returns() {
    var answer = office.admin().get("/admin/matches/match-1/returns");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Office.json(answer);
  }

  /** Of each class its tickets and their stakes. */
  private static List<String> reports(JsonNode returns) {
    List<String> reports = new ArrayList<>();
    returns
        .get("classes")
        .forEach(
            it ->
                reports.add(
                    "%s %s %s"
                        .formatted(it.get("of").textValue(), it.get("tickets"), it.get("amount"))));
    return reports;
  }

  /** Whose stakes were given back for it. */
  private List<String> ofCause(String cause) {
    List<String> buyers = new ArrayList<>();
    Office.json(office.admin().get("/admin/ledger/transactions?matchId=match-1&cause=" + cause))
        .get("items")
        .forEach(it -> buyers.add(it.get("credit").textValue().replace("wallet:", "")));
    return buyers;
  }

  /** A ticket that was approved while the tally was stopped is in the pool ({@code C6}). */
  @Test
  void ticketsThatTheTallyHasMissedAreWaitedForAndPaid() {
    office.openMatch();
    office.buyApproved("buyer-1", "KT", 10_000);
    databases.stop(Migrations.Part.TALLY);
    office.buyApproved("buyer-2", "KT", 20_000);
    office.buyApproved("buyer-3", "LG", 30_000);
    step(office.admin(), "close", null);
    databases.start(Migrations.Part.TALLY);
    decide("KT");
    assertThat(awaitCompleted().at("/fixed/result/gross").longValue()).isEqualTo(60_000);
    assertThat(office.balance("buyer-2")).isEqualTo(Office.OPENING_BALANCE - 20_000 + 28_000);
    assertAuditIsClean();
  }

  /** Its node is stopped again and again, and the databases go away, until it is settled. */
  @Test
  void aSettlementGoesOnWhateverGoesAway() {
    office.openMatch();
    for (int i = 0; i < 60; i++) {
      String team = i % 3 == 0 ? "KT" : "LG";
      office.buyApproved("buyer-" + i % 10, team, 1000);
    }
    decide("KT");
    for (Migrations.Part part :
        List.of(Migrations.Part.LEDGER, Migrations.Part.TALLY, Migrations.Part.VIEW)) {
      databases.stop(part);
      node.close();
      databases.start(part);
      node = start();
      office = new Office(node);
    }
    JsonNode settlement = awaitCompleted();
    assertThat(settlement.at("/settled/won").longValue()).isEqualTo(20);
    assertThat(settlement.at("/settled/lost").longValue()).isEqualTo(40);
    long held = 0;
    for (int i = 0; i < 10; i++) {
      held += office.balance("buyer-" + i);
    }
    assertThat(held)
        .isEqualTo(
            10 * Office.OPENING_BALANCE
                - 60_000
                + settlement.at("/fixed/result/payouts").longValue());
    Awaitility.await().until(() -> trialBalance("pool") == 0);
    assertAuditIsClean();
  }
}
