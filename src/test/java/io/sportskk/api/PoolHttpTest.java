package io.sportskk.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports of settlements, proofs and previews over HTTP: what is asked, and how answers look. */
class PoolHttpTest {

  private static final String RULES =
      "\"rules\":{\"version\":\"%s\",\"takeoutBasisPoints\":2800,\"minimumDividend\":1.0,"
          + "\"dividendStep\":0.1,\"stakeUnit\":100,\"unbacked\":\"REFUND\",\"tax\":\"KOREA_2016\"}";

  private final Client client = TestApi.shared().client();

  private Client.Answer admin(String path) {
    return client.get(path).as(Client.ADMIN).answer();
  }

  private static String settlement(String matchId) {
    return "/admin/matches/" + matchId + "/settlement";
  }

  private String bought(String matchId) {
    Client.Answer bought =
        client
            .post(
                "/tickets",
                "{\"matchId\":\"%s\",\"team\":\"KT\",\"stake\":1000}".formatted(matchId))
            .as(Client.BUYER)
            .answer();
    return bought.json().get("ticketId").textValue();
  }

  private Client.Answer proof(String matchId) {
    return client.get("/tickets/" + bought(matchId) + "/proof").as(Client.BUYER).answer();
  }

  @Test
  void aBuyerGetsTheProofOfTheOwnTicket() {
    String ticketId = bought(ScriptedPools.SETTLED);
    String path = "/tickets/" + ticketId + "/proof";
    Client.Answer own = client.get(path).as(Client.BUYER).answer();
    assertThat(own.http().body())
        .isEqualTo(
            "{\"ticketId\":\"%s\",\"matchId\":\"%s\",\"team\":\"KT\",\"stake\":1000,\"index\":1,"
                    .formatted(ticketId, ScriptedPools.SETTLED)
                + "\"tickets\":3,\"root\":\"%1$s\",\"path\":[\"%2$s\",\"%1$s\"]}"
                    .formatted(ScriptedPools.ROOT, ScriptedPools.HASH));
    assertThat(admin(path).json()).isEqualTo(own.json());
    client.get(path).as(Client.OTHER_BUYER).answer().problem(404, "TICKET_NOT_FOUND");
    client.get(path).answer().problem(401, "UNAUTHENTICATED");
    admin("/tickets/x/proof").problem(404, "TICKET_NOT_FOUND");
  }

  @Test
  void whyThereIsNoProofIsSaid() {
    JsonNode unfixed = proof(ScriptedPools.UNFIXED).problem(409, "DIVIDENDS_NOT_FIXED");
    assertThat(unfixed.get("retryable").booleanValue()).isTrue();
    proof(ScriptedPools.LEFT_OUT).problem(404, "TICKET_NOT_IN_POOL");
    proof("never-paid").problem(404, "TICKET_NOT_IN_POOL"); // cancelled; its match is not asked
    proof(ScriptedPools.OTHER).problem(503, "UNAVAILABLE");
    proof(ScriptedPools.DOWN).problem(503, "UNAVAILABLE");
  }

  /** {@code R5} */
  @Test
  void anybodyReadsTheReport() {
    JsonNode report = client.get("/matches/pool-settled/settlement").answer().json();
    String version = report.at("/rules/version").textValue();
    assertThat(report.toString())
        .isEqualTo(
            "{\"matchId\":\"pool-settled\",\"round\":1,\"at\":\"2026-05-01T10:00:00Z\","
                + RULES.formatted(version)
                + ",\"result\":{\"kind\":\"PAID\",\"winners\":[\"KT\"],"
                + "\"stakes\":{\"KT\":300000,\"LG\":700000},\"gross\":1000000,\"carryIn\":0,"
                + "\"net\":720000,\"takeout\":280000,\"topUp\":0,\"payouts\":720000,"
                + "\"breakage\":0,\"carryOut\":0,\"dividends\":{\"KT\":2.4}},"
                + "\"tickets\":3,\"root\":\""
                + ScriptedPools.ROOT
                + "\"}");
    client.get("/matches/pool-unfixed/settlement").answer().problem(409, "DIVIDENDS_NOT_FIXED");
    client.get("/matches/none/settlement").answer().problem(404, "MATCH_NOT_FOUND");
  }

  @Test
  void administratorsGetAllTicketsAsAFile() {
    Client.Answer file = admin(settlement(ScriptedPools.LONG) + "/tickets.csv");
    assertThat(file.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"pool-long-tickets.csv\"");
    assertThat(file.http().body())
        .isEqualTo("ticketId,team,stake\r\nid-1,KT,100000\r\nid-2,KT,200000\r\nid-3,LG,700000\r\n");
    admin(settlement(ScriptedPools.UNFIXED) + "/tickets.csv").problem(409, "DIVIDENDS_NOT_FIXED");
    admin(settlement(ScriptedPools.DOWN) + "/tickets.csv").problem(503, "UNAVAILABLE");
    admin(settlement("none") + "/tickets.csv").problem(404, "MATCH_NOT_FOUND");
  }

  @ParameterizedTest
  @ValueSource(strings = {ScriptedPools.BREAKS, ScriptedPools.SHORT})
  void aFileThatIsNotWholeBreaksOff(String matchId) {
    for (String file : new String[] {"/tickets.csv", "/preview/movements.csv?winners=KT"}) {
      assertThatThrownBy(() -> admin(settlement(matchId) + file))
          .as(file)
          .hasCauseInstanceOf(IOException.class);
    }
  }

  @Test
  void administratorsSeeWhatAnEndWouldComeTo() {
    String preview = settlement(ScriptedPools.UNFIXED) + "/preview";
    JsonNode joint = admin(preview + "?winners=LG,KT,LG").json();
    assertThat(joint.at("/result/winners").toString()).isEqualTo("[\"KT\",\"LG\"]");
    JsonNode seen = admin(preview + "?winners=LG").json();
    assertThat(seen.toString())
        .isEqualTo(
            "{\"final\":true,\"matchId\":\"pool-unfixed\","
                + "\"updatedAt\":\"2026-05-01T10:00:00Z\",\"tickets\":3,"
                + RULES.formatted(seen.at("/rules/version").textValue())
                + ",\"result\":{\"kind\":\"PAID\",\"winners\":[\"LG\"],"
                + "\"stakes\":{\"KT\":300000,\"LG\":700000},\"gross\":1000000,\"carryIn\":0,"
                + "\"net\":720000,\"takeout\":280000,\"topUp\":0,\"payouts\":700000,"
                + "\"breakage\":20000,\"carryOut\":0,\"dividends\":{\"LG\":1.0}}}");
    assertThat(admin(preview + "?void=true").json().at("/result/kind").textValue())
        .isEqualTo("VOID");
    assertThat(admin(preview + "?winners=SSG").json().at("/result/kind").textValue())
        .isEqualTo("REFUNDED");
    assertThat(
            admin("/admin/matches/kt-lg/settlement/preview?winners=KT")
                .json()
                .get("final")
                .booleanValue())
        .isFalse();
  }

  @Test
  void whatAnotherMatchLeavesIsInThePreview() {
    String query = "/preview?winners=KT";
    assertThat(
            admin(settlement(ScriptedPools.TAKES_CARRY) + query)
                .json()
                .at("/result/carryIn")
                .longValue())
        .isEqualTo(720_000);
    assertThat(
            admin(settlement(ScriptedPools.COMES_TOO_LATE) + query)
                .json()
                .at("/result/carryIn")
                .longValue())
        .isZero();
    assertThat(
            admin(settlement(ScriptedPools.WAITS_FOR_CARRY) + query)
                .problem(409, "DIVIDENDS_NOT_FIXED")
                .get("detail")
                .textValue())
        .contains(ScriptedPools.UNFIXED);
  }

  /** {@code K6} */
  @Test
  void whatAnotherMatchLeavesIsInTheTotals() {
    JsonNode takes = client.get("/matches/pool-takes-carry/tally").answer().json();
    assertThat(takes.at("/pool/carryIn").longValue()).isEqualTo(720_000);
    assertThat(takes.at("/pool/net").longValue()).isEqualTo(1_440_000);
    assertThat(takes.at("/teams/0/dividend").toString()).isEqualTo("4.8");
    JsonNode tooLate = client.get("/matches/pool-comes-too-late/tally").answer().json();
    assertThat(tooLate.at("/pool/carryIn").longValue()).isZero();
    assertThat(tooLate.at("/teams/0/dividend").toString()).isEqualTo("2.4");
    JsonNode waits = client.get("/matches/pool-waits-for-carry/tally").answer().json();
    assertThat(waits.at("/pool/carryIn").isNull()).isTrue();
    assertThat(waits.at("/pool/net").longValue()).isEqualTo(720_000);
    JsonNode takesNone = client.get("/matches/pool-settled/tally").answer().json();
    assertThat(takesNone.at("/pool/carryIn").longValue()).isZero();
  }

  @Test
  void aVoidMatchLeavesACarryWhereItWas() {
    for (String matchId : List.of(ScriptedPools.TAKES_CARRY, ScriptedPools.WAITS_FOR_CARRY)) {
      JsonNode result = admin(settlement(matchId) + "/preview?void=true").json().get("result");
      assertThat(result.get("carryIn").longValue()).isZero();
      assertThat(result.get("carryOut").longValue()).isZero();
    }
  }

  /** 480,000 of 200,000 is taxed: 20 % of what was won, and 10 % of that. */
  @Test
  void administratorsSeeWhatWouldMove() {
    String movements = settlement(ScriptedPools.UNFIXED) + "/preview/movements.csv";
    assertThat(admin(movements + "?winners=LG").http().body().split("\r\n"))
        .containsExactly(
            "kind,debit,credit,amount,matchId,ticketId",
            "TAKEOUT,pool:pool-unfixed,takeout,280000,pool-unfixed,",
            "BREAKAGE,pool:pool-unfixed,breakage,20000,pool-unfixed,",
            "PAYOUT,pool:pool-unfixed,wallet:buyer-3,700000,pool-unfixed,id-3");
    assertThat(admin(movements + "?void=true").http().body().split("\r\n"))
        .containsExactly(
            "kind,debit,credit,amount,matchId,ticketId",
            "REFUND,pool:pool-unfixed,wallet:buyer-1,100000,pool-unfixed,id-1",
            "REFUND,pool:pool-unfixed,wallet:,200000,pool-unfixed,id-2",
            "REFUND,pool:pool-unfixed,wallet:buyer-3,700000,pool-unfixed,id-3");
    assertThat(
            admin(settlement(ScriptedPools.TAKES_CARRY) + "/preview/movements.csv?winners=KT")
                .http()
                .body()
                .split("\r\n"))
        .containsExactly(
            "kind,debit,credit,amount,matchId,ticketId",
            "CARRY_IN,carry,pool:pool-takes-carry,720000,pool-takes-carry,",
            "TAKEOUT,pool:pool-takes-carry,takeout,280000,pool-takes-carry,",
            "PAYOUT,pool:pool-takes-carry,wallet:buyer-1,480000,pool-takes-carry,id-1",
            "PAYOUT,pool:pool-takes-carry,wallet:,960000,pool-takes-carry,id-2");
    admin("/admin/matches/kt-lg/settlement/preview/movements.csv?winners=KT")
        .problem(409, "SALES_NOT_STOPPED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/tickets.csv", "/preview?winners=KT", "/preview/movements.csv?winners=KT"})
  void theyAreForAdministrators(String path) {
    String target = settlement(ScriptedPools.SETTLED) + path;
    client.get(target).as(Client.BUYER).answer().problem(403, "FORBIDDEN");
    client.get(target).answer().problem(401, "UNAUTHENTICATED");
    assertThat(admin(target).status()).isEqualTo(200);
  }
}
