package io.sportskk.api;

import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.sharding.ShardRegion;
import akka.cluster.sharding.typed.GetShardRegionState;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import com.fasterxml.jackson.databind.JsonNode;
import io.sportskk.pool.PoolRules;
import io.sportskk.pool.Tax;
import io.sportskk.pool.Unbacked;
import io.sportskk.tally.Tallies;
import io.sportskk.testing.ApiClient;
import io.sportskk.testing.EventReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists, matches, tallies, wallets and payment: what is asked, and how answers look. */
class ResourcesHttpTest {

  private static final String DECISION = "/admin/tickets/" + ScriptedParts.TICKET_ID + "/decision";

  private static final String MATCH =
      "{\"matchId\":\"%s\",\"name\":\"KT - LG\",\"teams\":[{\"code\":\"KT\",\"name\":\"KT"
          + " Wiz\"},{\"code\":\"LG\",\"name\":\"LG"
          + " Twins\"}],\"opensAt\":%s,\"closesAt\":\"2999-01-01T09:00:00+09:00\"}";

  private final Client client = TestApi.shared().client();

  @Test
  void buyersListTheirOwnTicketsOnly() {
    JsonNode page =
        client
            .get("/tickets?status=Pending&matchId=kt-lg&limit=7&cursor=abc")
            .as(Client.BUYER)
            .answer()
            .json();

    assertThat(page.toString())
        .isEqualTo(
            "{\"items\":[{\"ticketId\":\""
                + ScriptedParts.TICKET_ID
                + "\",\"buyerId\":\"buyer-1\",\"matchId\":\"kt-lg\","
                + "\"team\":\"ANY\",\"stake\":1000,\"status\":\"Pending\",\"tallied\":true,"
                + "\"reason\":null,\"correlationId\":\"7-abc\","
                + "\"requestedAt\":\"2026-05-01T10:00:00Z\",\"updatedAt\":\"2026-05-01T10:00:00Z\"}],"
                + "\"nextCursor\":\"next\"}");
  }

  @Test
  void aPageHas20ItemsUnlessAskedOtherwise() {
    assertThat(asked("/tickets")).isEqualTo("20-null");
    assertThat(asked("/tickets?limit=1")).isEqualTo("1-null");
    assertThat(asked("/tickets?limit=100")).isEqualTo("100-null");
  }

  private String asked(String path) {
    return client
        .get(path)
        .as(Client.BUYER)
        .answer()
        .json()
        .at("/items/0/correlationId")
        .textValue();
  }

  @Test
  void administratorsFilterAllTickets() {
    JsonNode ticket =
        client
            .get(
                "/admin/tickets?status=Cancelled&matchId=kt-lg&team=KT&buyerId=b@x:1"
                    + "&from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00%2B09:00")
            .as(Client.ADMIN)
            .answer()
            .json()
            .at("/items/0");

    assertThat(ticket.get("status").textValue()).isEqualTo("Cancelled");
    assertThat(ticket.get("matchId").textValue()).isEqualTo("kt-lg");
    assertThat(ticket.get("team").textValue()).isEqualTo("KT");
    assertThat(ticket.get("buyerId").textValue()).isEqualTo("b@x:1");
    assertThat(ticket.get("requestedAt").textValue()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(ticket.get("updatedAt").textValue()).isEqualTo("2026-01-31T15:00:00Z");
  }

  /** {@code T2} */
  @Test
  void theLifeOfATicketIsToldToItsBuyerAndToAdministrators() {
    String path = "/tickets/" + ScriptedParts.TICKET_ID + "/history";
    String history =
        "{\"ticketId\":\""
            + ScriptedParts.TICKET_ID
            + "\",\"buyerId\":\"buyer-1\",\"matchId\":\"kt-lg\",\"team\":\"KT\",\"stake\":1000,\"events\":["
            + "{\"sequenceNr\":1,\"at\":\"2026-05-01T10:00:00Z\",\"event\":\"REVERSAL_DECIDED\",%s},"
            + "{\"sequenceNr\":2,\"at\":\"2026-05-01T10:00:00Z\",\"event\":\"SETTLED\",\"reason\":\"WON\","
            + "\"round\":1,\"dividend\":2.8,\"amount\":2800,\"tax\":0,\"paid\":2800,"
            + "\"correlationId\":\"c-2\"},"
            + "{\"sequenceNr\":3,\"at\":\"2026-05-01T10:00:00Z\",\"event\":\"CANCELLATION_REFUSED\","
            + "\"by\":\"buyer-1\",\"as\":\"OWNER\",\"reason\":\"SETTLED\",\"correlationId\":\"c-3\"},"
            + "{\"sequenceNr\":4,\"at\":\"2026-05-01T10:00:00Z\",\"event\":\"CANCELLATION_REFUSED\","
            + "%s\"reason\":\"SETTLED\",\"correlationId\":\"c-3\"}]}";

    assertThat(client.get(path).as(Client.ADMIN).answer().json().toString())
        .isEqualTo(
            history.formatted(
                "\"by\":\"admin-1\",\"reason\":\"GIVE_BACK\",\"note\":\"the log shows it\","
                    + "\"correlationId\":\"c-1\"",
                "\"by\":\"buyer-9\",\"as\":\"OTHER_BUYER\","));
    assertThat(client.get(path).as(Client.BUYER).answer().json().toString())
        .isEqualTo(history.formatted("\"reason\":\"GIVE_BACK\",\"correlationId\":\"c-1\"", ""));
    client.get(path).as(Client.OTHER_BUYER).answer().problem(404, "TICKET_NOT_FOUND");
    client.get(path).answer().problem(401, "UNAUTHENTICATED");
  }

  /** {@code V2} */
  @Test
  void administratorsReadWhoWantedToCancelTicketsTooLate() {
    String refused =
        "{\"items\":[{\"ticketId\":\""
            + ScriptedParts.TICKET_ID
            + "\",\"matchId\":\"%s\",\"as\":\"ADMINISTRATOR\",\"by\":\"admin-2\",\"reason\":\"SETTLED\","
            + "\"at\":\"2026-05-01T10:00:00Z\",\"correlationId\":\"%s\"}],\"nextCursor\":\"next\"}";

    assertThat(client.get("/admin/tickets/refusals").as(Client.ADMIN).answer().json().toString())
        .isEqualTo(refused.formatted("any-match", "20-null"));
    assertThat(
            client
                .get("/admin/tickets/refusals?matchId=kt-lg&limit=5&cursor=next")
                .as(Client.ADMIN)
                .answer()
                .json()
                .toString())
        .isEqualTo(refused.formatted("kt-lg", "5-next"));
  }

  @Test
  void ofAnUnknownTicketThereIsNoHistory() {
    client
        .get("/tickets/" + UUID.randomUUID() + "/history")
        .as(Client.ADMIN)
        .answer()
        .problem(404, "TICKET_NOT_FOUND");
    client.get("/tickets/%20/history").as(Client.ADMIN).answer().problem(404, "TICKET_NOT_FOUND");
    client
        .get("/tickets/" + ScriptedParts.NO_JOURNAL + "/history")
        .as(Client.ADMIN)
        .answer()
        .problem(503, "UNAVAILABLE");
  }

  @Test
  void anyoneReadsMatches() {
    String match =
        "{\"matchId\":\"kt-lg\",\"name\":\"KT - LG\",\"teams\":[{\"code\":\"KT\",\"name\":\"KT"
            + " Wiz\"},{\"code\":\"LG\",\"name\":\"LG Twins\"}],"
            + "\"opensAt\":\"2026-05-01T10:00:00Z\",\"closesAt\":\"2999-01-01T00:00:00Z\","
            + "\"status\":\"Open\",\"salesStatus\":\"OnSale\",\"rules\":\""
            + PoolRules.EARLIER.version()
            + "\",\"pool\":{\"takeoutBasisPoints\":2800,\"unbacked\":\"REFUND\",\"tax\":\"NONE\","
            + "\"carryFrom\":null},\"closedBy\":null,\"closedAt\":null,\"stoppedAt\":null,"
            + "\"suspended\":null,\"result\":null,\"withdrawn\":null,\"voidProposed\":null,\"voided\":null,"
            + "\"settledAt\":null,"
            + "\"corrections\":{\"made\":0,\"reason\":null,\"proposed\":null}}";

    assertThat(client.get("/matches/kt-lg").answer().json().toString()).isEqualTo(match);
    assertThat(client.get("/matches?limit=5&status=Open").answer().json().toString())
        .isEqualTo("{\"items\":[" + match + "],\"nextCursor\":null}");
  }

  @Test
  void anyoneReadsTheTallyOfAMatch() {
    String tally =
        "{\"matchId\":\"kt-lg\",\"teams\":["
            + "{\"team\":\"KT\",\"stake\":3000,\"tickets\":2,\"cancelled\":1,\"dividend\":%s},"
            + "{\"team\":\"LG\",\"stake\":500,\"tickets\":1,\"cancelled\":0,\"dividend\":%s}],"
            + "\"stake\":3500,\"tickets\":3,\"pool\":%s,"
            + "\"version\":4,\"updatedAt\":\"2998-01-01T00:00:00Z\",\"final\":false}";
    String pool =
        "{\"gross\":3500,\"carryIn\":0,\"net\":2520,\"takeoutBasisPoints\":2800,"
            + "\"rulesVersion\":\""
            + PoolRules.EARLIER.version()
            + "\"}";

    assertThat(client.get("/matches/kt-lg/tally").answer().json().toString())
        .isEqualTo(tally.formatted("1.0", "5.0", pool));
  }

  @Test
  void anyoneReadsHowTheTotalsOfAMatchHaveMoved() {
    assertThat(client.get("/matches/kt-lg/tally/history").answer().json().toString())
        .isEqualTo(
            "{\"matchId\":\"kt-lg\",\"points\":["
                + "{\"at\":\"2026-05-01T10:00:00Z\",\"teams\":["
                + "{\"team\":\"KT\",\"stake\":3000,\"dividend\":1.0},"
                + "{\"team\":\"LG\",\"stake\":0,\"dividend\":null}]},"
                + "{\"at\":\"2026-05-01T10:03:00Z\",\"teams\":["
                + "{\"team\":\"KT\",\"stake\":3000,\"dividend\":1.0},"
                + "{\"team\":\"LG\",\"stake\":500,\"dividend\":5.0}]}]}");
    client
        .get("/matches/" + ScriptedPools.DOWN + "/tally/history")
        .answer()
        .problem(503, "UNAVAILABLE");
  }

  /** The gateway asks each match for its rules, once it knows of its totals. */
  @Test
  void anAdministratorReadsTheTalliesOfAllMatches() {
    String one = client.get("/matches/kt-lg/tally").answer().json().toString();

    for (String path : List.of("/admin/tallies", "/admin/tallies?limit=1")) {
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(client.get(path).as(Client.ADMIN).answer().json().toString())
                      .isEqualTo("{\"items\":[" + one + "],\"nextCursor\":null}"));
    }
  }

  /** {@code K8}. */
  @Test
  void dividendsComeWithTheStreamOfTotals() {
    try (EventReader stream = ApiClient.on(TestApi.shared().port()).events("/matches/events")) {
      EventReader.Event event = stream.next(it -> it.data().contains("rulesVersion"));

      assertThat(event.event()).isEqualTo("tally");
      assertThat(event.data())
          .isEqualTo(client.get("/matches/kt-lg/tally").answer().json().toString());
    }
  }

  /** {@code K9}. */
  @Test
  void anyoneReadsTheRulesOfAMatchBeforeHeBuys() {
    JsonNode rules = client.get("/matches/kt-lg/rules").answer().json();

    assertThat(rules.get("matchId").textValue()).isEqualTo("kt-lg");
    assertThat(rules.get("version").textValue()).isEqualTo(PoolRules.EARLIER.version());
    assertThat(rules.get("takeoutBasisPoints").intValue()).isEqualTo(2800);
    assertThat(rules.get("minimumDividend").toString()).isEqualTo("1.0");
    assertThat(rules.get("dividendStep").toString()).isEqualTo("0.1");
    assertThat(rules.get("unbacked").textValue()).isEqualTo("REFUND");
    assertThat(rules.get("tax").textValue()).isEqualTo("NONE");
    assertThat(rules.get("stakes").toString())
        .isEqualTo("{\"min\":100,\"max\":100000,\"step\":100,\"onMatch\":100000}");
    assertThat(rules.get("text").findValuesAsText("rule"))
        .containsExactly(
            "stake",
            "close",
            "takeout",
            "dividend",
            "breakage",
            "minimum",
            "joint winners",
            "no winning ticket",
            "void",
            "result",
            "tax");
    client.get("/matches/nobody-knows/rules").answer().problem(404, "MATCH_NOT_FOUND");
  }

  @Test
  void theTallyOfAMatchThatIsNotThereIsNotEvenAsked() {
    client.get("/matches/nobody-knows/tally").answer().problem(404, "MATCH_NOT_FOUND");
    client.get("/matches/kt-lg/tally").answer();

    ActorSystem<Void> system = TestApi.shared().system();
    ShardRegion.CurrentShardRegionState tallies =
        TestApi.join(
            AskPattern.ask(
                ClusterSharding.get(system).shardState(),
                replyTo -> new GetShardRegionState(Tallies.KEY, replyTo),
                LIMIT,
                system.scheduler()));
    assertThat(tallies.getShards().stream().flatMap(shard -> shard.getEntityIds().stream()))
        .contains("kt-lg")
        .doesNotContain("nobody-knows");
  }

  @Test
  void aMatchIsOpened() {
    Client.Answer answer =
        client.post("/admin/matches", MATCH.formatted("new", "null")).as(Client.ADMIN).answer();

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Location")).isEqualTo("/matches/new");
    assertThat(answer.json().get("closesAt").textValue()).isEqualTo("2999-01-01T00:00:00Z");
    assertThat(answer.json().get("opensAt").textValue()).isEqualTo("2026-05-01T10:00:00Z");
  }

  @Test
  void aMatchIsOpenedWithAPolicyAndACarryOfItsOwn() {
    String match =
        MATCH
            .formatted("new", "null")
            .replace("\"opensAt\"", "\"unbacked\":\"CARRY\",\"carryFrom\":\"cup\",\"opensAt\"");

    Client.Answer answer = client.post("/admin/matches", match).as(Client.ADMIN).answer();

    assertThat(answer.json().at("/pool/unbacked").textValue()).isEqualTo("CARRY");
    assertThat(answer.json().at("/pool/carryFrom").textValue()).isEqualTo("cup");
    assertThat(answer.json().get("rules").textValue())
        .isEqualTo(new PoolRules(2_800, Unbacked.CARRY, Tax.NONE).version());
  }

  @Test
  void aMatchIsNotOpenedWhileThatWhoseCarryItTakesDoesNotAnswer() {
    client
        .post("/admin/matches", MATCH.formatted("carry-away", "null"))
        .as(Client.ADMIN)
        .answer()
        .problem(503, "UNAVAILABLE");
  }

  @Test
  void aMatchCanOpenLater() {
    Client.Answer answer =
        client
            .post("/admin/matches", MATCH.formatted("new", "\"2998-01-01T00:00:00Z\""))
            .as(Client.ADMIN)
            .answer();

    assertThat(answer.json().get("opensAt").textValue()).isEqualTo("2998-01-01T00:00:00Z");
    assertThat(answer.json().get("salesStatus").textValue()).isEqualTo("NotOpen");
  }

  @Test
  void openingAgainIsAReplayAConflictOrInvalid() {
    Client.Answer again =
        client.post("/admin/matches", MATCH.formatted("again", "null")).as(Client.ADMIN).answer();
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");

    client
        .post("/admin/matches", MATCH.formatted("taken", "null"))
        .as(Client.ADMIN)
        .answer()
        .problem(409, "MATCH_EXISTS");

    Client.Answer broken =
        client.post("/admin/matches", MATCH.formatted("broken", "null")).as(Client.ADMIN).answer();
    broken.problem(422, "INVALID_MATCH");
    assertThat(broken.onlyError().get("pointer").textValue()).isEqualTo("/closesAt");
  }

  @Test
  void salesAreClosedByAnAdministrator() {
    Client.Answer answer = client.post("/admin/matches/kt-lg/close").as(Client.ADMIN).answer();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("salesStatus").textValue()).isEqualTo("Closed");
    assertThat(answer.json().get("closedBy").textValue()).isEqualTo("admin-1");
    assertThat(answer.json().get("closedAt").textValue()).isEqualTo("2026-05-01T10:00:00Z");
    client.post("/admin/matches/kt-lg/close").as(Client.BUYER).answer().problem(403, "FORBIDDEN");
  }

  @Test
  void buyersSeeTheirOwnWallet() {
    assertThat(client.get("/wallet").as(Client.BUYER).answer().json().toString())
        .isEqualTo(
            "{\"buyerId\":\"buyer-1\",\"balance\":9000,\"openCharges\":"
                + "[{\"ticketId\":\""
                + ScriptedParts.TICKET_ID
                + "\",\"matchId\":\"kt-lg\",\"amount\":1000}]}");
  }

  @Test
  void aDepositIsMadeOnce() {
    String path = "/admin/wallets/" + UUID.randomUUID() + "/deposits";
    Client.Answer first =
        client.post(path, "{\"depositId\":\"d-1\",\"amount\":500}").as(Client.ADMIN).answer();
    assertThat(first.status()).isEqualTo(201);
    assertThat(first.json().get("balance").longValue()).isEqualTo(500);
    assertThat(first.json().get("amount").longValue()).isEqualTo(500);

    Client.Answer again =
        client.post(path, "{\"depositId\":\"d-1\",\"amount\":500}").as(Client.ADMIN).answer();
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");

    client
        .post(path, "{\"depositId\":\"d-1\",\"amount\":600}")
        .as(Client.ADMIN)
        .answer()
        .problem(422, "DEPOSIT_ID_REUSED");
    client
        .post(path, "{\"depositId\":\"d-1\",\"amount\":500}")
        .as(Client.BUYER)
        .answer()
        .problem(403, "FORBIDDEN");
  }

  @Test
  void aWalletThatRemembersAsManyDepositsAsItCanSaysWhenItTakesTheNextOne() {
    JsonNode problem =
        client
            .post("/admin/wallets/full/deposits", "{\"depositId\":\"d-1\",\"amount\":500}")
            .as(Client.ADMIN)
            .answer()
            .problem(422, "TOO_MANY_DEPOSITS");

    assertThat(problem.get("detail").textValue()).contains("5000", "2026-05-31T09:30:00Z");
    assertThat(problem.get("retryable").booleanValue()).isFalse();
  }

  @Test
  void aBuyerSeesHisLimitsOfPlayAndSetsThem() {
    JsonNode limits =
        put(
                "/wallet/limits",
                limits(Map.of("dailyStake", 5_000, "dailyLoss", 0, "dailyMinutes", 720)),
                Client.BUYER)
            .json();

    assertThat(limits.get("buyerId").textValue()).isEqualTo("buyer-1");
    assertThat(limits.get("dailyStake").toString())
        .isEqualTo(
            "{\"own\":5000,\"house\":null,\"inForce\":5000,\"used\":700,\"left\":4300,"
                + "\"freeAgainAt\":\"2026-05-01T10:01:00Z\",\"raise\":{\"to\":null,"
                + "\"confirmFrom\":\"2026-05-01T10:00:03Z\","
                + "\"confirmBefore\":\"2026-05-01T10:00:09Z\"}}");
    assertThat(limits.get("weeklyLoss").toString())
        .isEqualTo(
            "{\"own\":null,\"house\":null,\"inForce\":null,\"used\":-700,\"left\":null,"
                + "\"freeAgainAt\":\"2026-05-01T10:01:00Z\",\"raise\":null}");
    assertThat(limits.at("/dailyMinutes/left").longValue()).isEqualTo(20);
    assertThat(limits.get("excludedUntil").isNull()).isTrue();
    assertThat(client.get("/wallet/limits").as(Client.BUYER).answer().status()).isEqualTo(200);
  }

  @Test
  void administratorsSeeALimitAndSetThoseOfTheHouse() {
    String path = "/admin/wallets/buyer-9/limits";
    assertThat(client.get(path).as(Client.ADMIN).answer().json().get("buyerId").textValue())
        .isEqualTo("buyer-9");
    JsonNode limits =
        put(path, limits(Map.of("weeklyStake", 800, "monthlyDeposit", 900)), Client.ADMIN).json();

    assertThat(limits.at("/weeklyStake/house").longValue()).isEqualTo(800);
    assertThat(limits.at("/monthlyDeposit/house").longValue()).isEqualTo(900);
    assertThat(limits.get("buyerId").textValue()).isEqualTo("buyer-9:admin-1");
    client.get(path).as(Client.BUYER).answer().problem(403, "FORBIDDEN");
    put(path, "{}", Client.BUYER).problem(403, "FORBIDDEN");
    put("/admin/wallets/buyer-9/exclusion", "{}", Client.BUYER).problem(403, "FORBIDDEN");
  }

  @Test
  void anExclusionIsPassedOnWithWhoAskedForIt() {
    String until = "{\"until\":\"2999-01-01T09:00:00+09:00\"}";
    JsonNode own = put("/wallet/exclusion", until, Client.BUYER).json();
    assertThat(own.get("excludedUntil").textValue()).isEqualTo("2999-01-01T00:00:00Z");
    assertThat(own.get("buyerId").textValue()).isEqualTo("buyer-1:buyer-1");
    assertThat(
            put("/admin/wallets/buyer-9/exclusion", until, Client.ADMIN)
                .json()
                .get("buyerId")
                .textValue())
        .isEqualTo("buyer-9:admin-1");

    Client.Answer shorter =
        put("/wallet/exclusion", "{\"until\":\"2997-01-01T00:00:00Z\"}", Client.BUYER);
    assertThat(shorter.problem(409, "EXCLUSION_NOT_SHORTENED").get("detail").textValue())
        .contains("2998-01-01T00:00:00Z");
    assertThat(shorter.onlyError().get("pointer").textValue()).isEqualTo("/until");
  }

  @Test
  void anExcludedBuyersWalletTakesNoDeposit() {
    JsonNode problem =
        client
            .post("/admin/wallets/excluded/deposits", "{\"depositId\":\"d-1\",\"amount\":500}")
            .as(Client.ADMIN)
            .answer()
            .problem(422, "BUYER_EXCLUDED");
    assertThat(problem.get("detail").textValue()).contains("2998-01-01T00:00:00Z");
  }

  @Test
  void aDepositBeyondALimitIsRefusedAndSaysWhatCouldBePaidIn() {
    Client.Answer answer =
        client
            .post("/admin/wallets/limited/deposits", "{\"depositId\":\"d-1\",\"amount\":500}")
            .as(Client.ADMIN)
            .answer();
    assertThat(answer.problem(422, "DEPOSIT_LIMIT_EXCEEDED").get("detail").textValue())
        .contains("monthlyDeposit", "2026-05-01T10:01:00Z");
    assertThat(answer.onlyError().get("pointer").textValue()).isEqualTo("/amount");
    assertThat(answer.onlyError().get("detail").textValue()).contains("400 KRW at most");
  }

  /** {@code L5} */
  @Test
  void anApprovalOfAStakeIsGivenOnceByWhomeverTheTokenNames() {
    Client.Answer given = approve("a-9").answer();
    assertThat(given.status()).isEqualTo(201);
    assertThat(given.json().toString())
        .isEqualTo(
            "{\"approvalId\":\"a-9\",\"buyerId\":\"buyer-9\",\"upTo\":95000,\"reason\":\"known\","
                + "\"by\":\"admin-1\",\"validUntil\":\"2026-05-01T10:01:00Z\"}");

    Client.Answer again = approve("again").answer();
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.json().get("validUntil").textValue()).isEqualTo("2026-05-01T10:00:30Z");
  }

  /** {@code L5} */
  @Test
  void anApprovalThatIsRefusedSaysWhy() {
    approve("own").answer().problem(403, "SECOND_PERSON_NEEDED");
    Client.Answer small = approve("small").answer();
    assertThat(small.problem(422, "APPROVAL_NOT_NEEDED").get("detail").textValue())
        .contains("100000");
    assertThat(small.onlyError().get("pointer").textValue()).isEqualTo("/upTo");
    assertThat(
            approve("unsupervised")
                .answer()
                .problem(422, "APPROVAL_NOT_NEEDED")
                .get("detail")
                .textValue())
        .isEqualTo("No stake needs an approval.");
    Client.Answer reused = approve("reused").answer();
    reused.problem(422, "APPROVAL_ID_REUSED");
    assertThat(reused.onlyError().get("pointer").textValue()).isEqualTo("/approvalId");
    assertThat(
            approve("many-open")
                .answer()
                .problem(422, "TOO_MANY_APPROVALS")
                .get("detail")
                .textValue())
        .contains("20", "2026-05-01T10:01:00Z");
    assertThat(
            approve("many").answer().problem(422, "TOO_MANY_APPROVALS").get("detail").textValue())
        .contains("200", "2026-05-01T11:00:00Z");
  }

  /** {@code L5} */
  @Test
  void limitsTellFromWhichStakeOnASupervisorIsNeededAndWhatIsApproved() {
    JsonNode limits = client.get("/wallet/limits").as(Client.BUYER).answer().json();

    assertThat(limits.get("supervisedStake").longValue()).isEqualTo(90_000);
    assertThat(limits.get("stakeApprovals").toString())
        .isEqualTo(
            "[{\"approvalId\":\"a-1\",\"upTo\":95000,\"validUntil\":\"2026-05-01T10:00:30Z\"}]");
  }

  private Client.Request approve(String approvalId) {
    return client
        .post(
            "/admin/wallets/buyer-9/stake-approvals",
            "{\"approvalId\":\"%s\",\"upTo\":95000,\"reason\":\"known\"}".formatted(approvalId))
        .as(Client.ADMIN);
  }

  /** All of them are named; those that are not given are null. */
  private static String limits(Map<String, Integer> given) {
    return Stream.of(
            "dailyStake",
            "weeklyStake",
            "monthlyStake",
            "dailyLoss",
            "weeklyLoss",
            "monthlyLoss",
            "dailyDeposit",
            "weeklyDeposit",
            "monthlyDeposit",
            "dailyMinutes")
        .map(name -> "\"" + name + "\":" + given.get(name))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private Client.Answer put(String path, String json, String token) {
    return client
        .send("PUT", path, json.getBytes(StandardCharsets.UTF_8))
        .with("Content-Type", "application/json")
        .as(token)
        .answer();
  }

  @Test
  void aDecisionIsPassedOnAndItsTicketShown() {
    Client.Answer answer =
        client.post(DECISION, "{\"decision\":\"GIVE_BACK\"}").as(Client.ADMIN).answer();
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().get("status").textValue()).isEqualTo("Cancelling");
    assertThat(answer.json().get("correlationId").textValue())
        .isEqualTo(answer.header("X-Correlation-ID"));
    assertThat(answer.header("Idempotent-Replayed")).isNull();

    Client.Answer again =
        client
            .post(DECISION, "{\"decision\":\"NOTHING_TO_GIVE_BACK\",\"note\":\"again\"}")
            .as(Client.ADMIN)
            .answer();
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().get("status").textValue()).isEqualTo("Cancelled");
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
  }

  @ParameterizedTest
  @CsvSource({
    "otherwise, 409, DECIDED_OTHERWISE, not admin-1 has decided GIVE_BACK at 2026-05-01T10:00:00Z",
    "not undecided, 409, NOTHING_TO_DECIDE, The ticket is Cancelling",
    "unknown, 404, TICKET_NOT_FOUND, There is no ticket with this id",
  })
  void aDecisionThatIsRefusedSaysWhy(String note, int status, String code, String detail) {
    JsonNode problem =
        client
            .post(DECISION, "{\"decision\":\"GIVE_BACK\",\"note\":\"" + note + "\"}")
            .as(Client.ADMIN)
            .answer()
            .problem(status, code);

    assertThat(problem.get("detail").textValue()).contains(detail);
    assertThat(problem.get("retryable").booleanValue()).isFalse();
    assertThat(problem.has("ticketId")).isEqualTo(status == 409);
  }

  @Test
  void theBreakersOfAllNodesAreListed() {
    JsonNode page = client.get("/admin/payments").as(Client.ADMIN).answer().json();

    assertThat(page.findValuesAsText("node")).containsExactly("node-a", "node-b");
    assertThat(page.at("/items/0").toString())
        .isEqualTo(
            "{\"node\":\"node-a\",\"state\":\"Closed\",\"since\":\"2026-05-01T10:00:00Z\","
                + "\"opened\":1,\"answered\":2,\"failures\":3,\"suspended\":4,"
                + "\"turns\":[{\"state\":\"Closed\",\"at\":\"2026-05-01T10:00:00Z\"}]}");
    assertThat(page.get("nextCursor").isNull()).isTrue();
  }

  @Test
  void aQueryThatIsNotUtf8IsRefused() {
    client.get("/admin/tickets?team=%ff").as(Client.ADMIN).answer().problem(400, "INVALID_REQUEST");
  }
}
