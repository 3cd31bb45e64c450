package io.sportskk.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a client sends, it gets a problem that says what to mend. */
class BadInputTest {

  private static final String JSON = "application/json";
  private static final String TICKET = "/tickets/00000000-0000-4000-8000-000000000000";

  private final Client client = TestApi.shared().client();

  private static final String APPROVAL = "{\"approvalId\":\"a\",\"upTo\":5,\"reason\":\"r\"}";

  /** One bad request and what must be said of it; {@code where} is the only part at fault. */
  private static final class Bad {
    private final String method;
    private final String path;
    private byte[] body;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private int status;
    private String code;
    private String where;

    Bad(String method, String path) {
      this.method = method;
      this.path = path;
    }

    static Bad get(String path) {
      return new Bad("GET", path);
    }

    static Bad post(String path, String json) {
      return of("POST", path, json);
    }

    static Bad put(String path, String json) {
      return of("PUT", path, json);
    }

    private static Bad of(String method, String path, String json) {
      Bad bad = new Bad(method, path).with("Content-Type", JSON);
      bad.body = json.getBytes(StandardCharsets.UTF_8);
      return bad;
    }

    static Bad buy(String json) {
      return post("/tickets", json).as(Client.BUYER);
    }

    Bad bytes(byte[] body) {
      this.body = body;
      return this;
    }

    Bad as(String token) {
      return with("Authorization", "Bearer " + token);
    }

    Bad with(String header, String value) {
      headers.put(header, value);
      return this;
    }

    Bad is(int status, String code) {
      this.status = status;
      this.code = code;
      return this;
    }

    Bad at(String where) {
      this.where = where;
      return this;
    }

    Bad invalid(String where) {
      return is(400, "INVALID_REQUEST").at(where);
    }

    @Override
    public String toString() {
      String text = body == null ? "" : new String(body, StandardCharsets.UTF_8);
      return method
          + " "
          + path
          + " "
          + text.substring(0, Math.min(60, text.length()))
          + " -> "
          + status
          + " "
          + code
          + (where == null ? "" : " " + where);
    }
  }

  static List<Bad> table() {
    List<Bad> table = new ArrayList<>();
    table.addAll(purchases());
    table.addAll(administration());
    table.addAll(lists());
    table.addAll(ledger());
    table.addAll(previews());
    table.addAll(addresses());
    table.addAll(tokens());
    return table;
  }

  private static Bad approval(String body) {
    return Bad.post("/admin/wallets/b/stake-approvals", body).as(Client.ADMIN);
  }

  /**
   * All limits are given, but for one.
   *
   * @param value null if it is missing
   */
  private static Bad limits(String name, String value) {
    Map<String, String> fields = new TreeMap<>();
    for (String field :
        List.of(
            "dailyStake",
            "weeklyStake",
            "monthlyStake",
            "dailyLoss",
            "weeklyLoss",
            "monthlyLoss",
            "dailyDeposit",
            "weeklyDeposit",
            "monthlyDeposit",
            "dailyMinutes")) {
      fields.put(field, "null");
    }
    fields.remove(name);
    if (value != null) {
      fields.put(name, value);
    }
    String json =
        fields.entrySet().stream()
            .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
            .collect(Collectors.joining(",", "{", "}"));
    return Bad.put("/wallet/limits", json).as(Client.BUYER);
  }

  private static List<Bad> purchases() {
    String big = "x".repeat(20_000);
    return List.of(
        Bad.buy("").is(400, "MALFORMED_JSON"),
        Bad.buy("   ").is(400, "MALFORMED_JSON"),
        Bad.buy("{").is(400, "MALFORMED_JSON"),
        Bad.buy("{\"matchId\":\"kt-lg\",}").is(400, "MALFORMED_JSON"),
        Bad.buy("{'matchId':'kt-lg'}").is(400, "MALFORMED_JSON"),
        Bad.buy("matchId=kt-lg&team=KT&stake=100").is(400, "MALFORMED_JSON"),
        Bad.buy("{\"matchId\":\"kt-lg\",\"team\":\"KT\",\"stake\":100} x")
            .is(400, "MALFORMED_JSON"),
        Bad.buy("{\"matchId\":\"kt-lg\",\"team\":\"KT\",\"stake\":100}{}")
            .is(400, "MALFORMED_JSON"),
        Bad.buy("{\"matchId\":\"kt-lg\",\"team\":\"KT\",\"stake\":100,\"stake\":200}")
            .is(400, "MALFORMED_JSON"),
        Bad.buy("{\"matchId\":\"kt-lg\",\"team\":\"KT\",\"stake\":NaN}").is(400, "MALFORMED_JSON"),
        Bad.buy("{\"matchId\":\"kt-lg\",\"team\":\"KT\",\"stake\":0100}").is(400, "MALFORMED_JSON"),
        Bad.buy("{/* stake */}").is(400, "MALFORMED_JSON"),
        Bad.buy("[".repeat(10_000)).is(400, "MALFORMED_JSON"),
        Bad.buy("")
            .bytes(new byte[] {'{', '"', (byte) 0xC3, '(', '"', ':', '1', '}'})
            .is(400, "MALFORMED_JSON"),
        Bad.buy("")
            .bytes("{\"team\":\"두산\"}".getBytes(StandardCharsets.UTF_16))
            .is(400, "MALFORMED_JSON"),
        Bad.buy("null").invalid(""),
        Bad.buy("[]").invalid(""),
        Bad.buy("42").invalid(""),
        Bad.buy("\"kt-lg\"").invalid(""),
        Bad.buy("{\"team\":\"KT\",\"stake\":100}").invalid("/matchId"),
        Bad.buy("{\"matchId\":null,\"team\":\"KT\",\"stake\":100}").invalid("/matchId"),
        Bad.buy("{\"matchId\":7,\"team\":\"KT\",\"stake\":100}").invalid("/matchId"),
        Bad.buy("{\"matchId\":[\"kt-lg\"],\"team\":\"KT\",\"stake\":100}").invalid("/matchId"),
        Bad.buy("{\"matchId\":\"\",\"team\":\"KT\",\"stake\":100}").invalid("/matchId"),
        Bad.buy("{\"matchId\":\"a b\",\"team\":\"KT\",\"stake\":100}").invalid("/matchId"),
        Bad.buy("{\"matchId\":\"../etc\",\"team\":\"KT\",\"stake\":100}").invalid("/matchId"),
        Bad.buy("{\"matchId\":\"a|b\",\"team\":\"KT\",\"stake\":100}").invalid("/matchId"),
        Bad.buy("{\"matchId\":\"%s\",\"team\":\"KT\",\"stake\":100}".formatted("m".repeat(65)))
            .invalid("/matchId"),
        Bad.buy("{\"matchId\":\"kt-lg\",\"stake\":100}").invalid("/team"),
        Bad.buy("{\"matchId\":\"kt-lg\",\"team\":true,\"stake\":100}").invalid("/team"),
        Bad.buy("{\"matchId\":\"kt-lg\",\"team\":\"K\\u0000T\",\"stake\":100}").invalid("/team"),
        Bad.buy("{\"matchId\":\"kt-lg\",\"team\":\"KT\"}").invalid("/stake"),
        Bad.buy("{\"matchId\":\"kt-lg\",\"team\":\"KT\",\"stake\":null}").invalid("/stake"),
        Bad.buy("{\"matchId\":\"kt-lg\",\"team\":\"KT\",\"stake\":\"100\"}").invalid("/stake"),
        Bad.buy("{\"matchId\":\"kt-lg\",\"team\":\"KT\",\"stake\":100.0}").invalid("/stake"),
        Bad.buy("{\"matchId\":\"kt-lg\",\"team\":\"KT\",\"stake\":1e3}").invalid("/stake"),
        Bad.buy("{\"matchId\":\"kt-lg\",\"team\":\"KT\",\"stake\":true}").invalid("/stake"),
        Bad.buy("{\"matchId\":\"kt-lg\",\"team\":\"KT\",\"stake\":{}}").invalid("/stake"),
        Bad.buy("{\"matchId\":\"kt-lg\",\"team\":\"KT\",\"stake\":9223372036854775808}")
            .invalid("/stake"),
        Bad.buy("{\"matchId\":\"kt-lg\",\"team\":\"KT\",\"stake\":100,\"colour\":\"red\"}")
            .invalid("/colour"),
        Bad.buy("{\"matchId\":\"kt-lg\",\"team\":\"KT\",\"stake\":100,\"a/b~c\":1}")
            .invalid("/a~1b~0c"),
        Bad.buy("{\"matchId\":\"%s\"}".formatted(big)).is(413, "CONTENT_TOO_LARGE"),
        Bad.buy("{\"matchId\":\"%s\"}".formatted(big.repeat(50))).is(413, "CONTENT_TOO_LARGE"),
        Bad.buy("{}").with("Content-Type", "text/plain").is(415, "UNSUPPORTED_MEDIA_TYPE"),
        Bad.buy("{}").with("Content-Type", "application/xml").is(415, "UNSUPPORTED_MEDIA_TYPE"),
        Bad.buy("{}").with("Content-Type", "rubbish").is(415, "UNSUPPORTED_MEDIA_TYPE"),
        Bad.buy("{}")
            .with("Content-Type", "application/vnd.api+json")
            .is(415, "UNSUPPORTED_MEDIA_TYPE"),
        Bad.buy("a=1")
            .with("Content-Type", "application/x-www-form-urlencoded")
            .is(415, "UNSUPPORTED_MEDIA_TYPE"),
        Bad.buy("{}").with("Content-Encoding", "gzip").is(415, "UNSUPPORTED_MEDIA_TYPE"),
        Bad.buy("{}").with("Idempotency-Key", "").invalid("Idempotency-Key"),
        Bad.buy("{}").with("Idempotency-Key", "k".repeat(256)).invalid("Idempotency-Key"));
  }

  private static List<Bad> administration() {
    String decision = "/admin/tickets/" + ScriptedParts.TICKET_ID + "/decision";
    String match = "{\"matchId\":\"m\",\"name\":\"n\",\"teams\":[%s],\"closesAt\":%s}";
    String teams = "{\"code\":\"KT\",\"name\":\"KT\"},{\"code\":\"LG\",\"name\":\"LG\"}";
    return List.of(
        Bad.post("/admin/matches", match.formatted(teams, "\"tomorrow\""))
            .as(Client.ADMIN)
            .invalid("/closesAt"),
        Bad.post("/admin/matches", match.formatted(teams, "1767225600"))
            .as(Client.ADMIN)
            .invalid("/closesAt"),
        Bad.post("/admin/matches", match.formatted(teams, "\"2026-05-01T18:30:00\""))
            .as(Client.ADMIN)
            .invalid("/closesAt"),
        Bad.post("/admin/matches", match.formatted(teams, "\"+99999-01-01T00:00:00Z\""))
            .as(Client.ADMIN)
            .invalid("/closesAt"),
        Bad.post(
                "/admin/matches",
                match.formatted(teams, "\"2999-05-01T18:30:00Z\",\"unbacked\":\"carry\""))
            .as(Client.ADMIN)
            .invalid("/unbacked"),
        Bad.post(
                "/admin/matches",
                match.formatted(teams, "\"2999-05-01T18:30:00Z\",\"carryFrom\":\"a b\""))
            .as(Client.ADMIN)
            .invalid("/carryFrom"),
        Bad.post("/admin/matches", match.formatted(teams, "\"2999-05-01T18:30:00Z\",\"takeout\":0"))
            .as(Client.ADMIN)
            .invalid("/takeout"),
        Bad.post("/admin/matches", match.formatted("1", "\"2026-05-01T18:30:00Z\""))
            .as(Client.ADMIN)
            .invalid("/teams/0"),
        Bad.post(
                "/admin/matches",
                match.formatted(
                    "{\"code\":\"KT\",\"name\":\"KT\",\"x\":1}", "\"2026-05-01T18:30:00Z\""))
            .as(Client.ADMIN)
            .invalid("/teams/0/x"),
        Bad.post("/admin/matches", match.formatted("{\"code\":\"KT\"}", "\"2026-05-01T18:30:00Z\""))
            .as(Client.ADMIN)
            .invalid("/teams/0/name"),
        Bad.post(
                "/admin/matches",
                "{\"matchId\":\"m\",\"name\":\"n\",\"teams\":{},\"closesAt\":\"2026-05-01T18:30:00Z\"}")
            .as(Client.ADMIN)
            .invalid("/teams"),
        Bad.post("/admin/matches", "{}").as(Client.BUYER).is(403, "FORBIDDEN"),
        Bad.post("/admin/matches/no-such/close", "").as(Client.ADMIN).is(404, "MATCH_NOT_FOUND"),
        Bad.post("/admin/matches/a%20b/close", "").as(Client.ADMIN).is(404, "MATCH_NOT_FOUND"),
        Bad.post("/admin/matches/kt-lg/suspend", "{\"reason\":\"\"}")
            .as(Client.ADMIN)
            .invalid("/reason"),
        Bad.post("/admin/matches/kt-lg/suspend", "[]").as(Client.ADMIN).invalid(""),
        Bad.post("/admin/matches/kt-lg/suspend", "{\"until\":1}")
            .as(Client.ADMIN)
            .invalid("/until"),
        Bad.post("/admin/matches/kt-lg/suspend", "").as(Client.BUYER).is(403, "FORBIDDEN"),
        Bad.post("/admin/matches/kt-lg/resume", "").as(Client.BUYER).is(403, "FORBIDDEN"),
        Bad.post("/admin/matches/kt-lg/result", "").as(Client.ADMIN).is(400, "MALFORMED_JSON"),
        Bad.post("/admin/matches/kt-lg/result", "{\"source\":\"tv\"}")
            .as(Client.ADMIN)
            .invalid("/winners"),
        Bad.post("/admin/matches/kt-lg/result", "{\"winners\":\"KT\",\"source\":\"tv\"}")
            .as(Client.ADMIN)
            .invalid("/winners"),
        Bad.post("/admin/matches/kt-lg/result", "{\"winners\":[1],\"source\":\"tv\"}")
            .as(Client.ADMIN)
            .invalid("/winners/0"),
        Bad.post("/admin/matches/kt-lg/result", "{\"winners\":[\"KT\"]}")
            .as(Client.ADMIN)
            .invalid("/source"),
        Bad.post("/admin/matches/kt-lg/result", "{\"winners\":[\"KT\"],\"source\":\"\"}")
            .as(Client.ADMIN)
            .invalid("/source"),
        Bad.post(
                "/admin/matches/kt-lg/result",
                "{\"winners\":[\"KT\"],\"source\":\"tv\",\"startedAt\":\"at three\"}")
            .as(Client.ADMIN)
            .invalid("/startedAt"),
        Bad.post("/admin/matches/kt-lg/result", "{\"winners\":[\"KT\"],\"source\":\"tv\"}")
            .as(Client.BUYER)
            .is(403, "FORBIDDEN"),
        Bad.post("/admin/matches/kt-lg/confirm", "").as(Client.BUYER).is(403, "FORBIDDEN"),
        Bad.post("/admin/matches/kt-lg/confirm", "").as(Client.ADMIN).is(400, "MALFORMED_JSON"),
        Bad.post("/admin/matches/kt-lg/confirm", "{}").as(Client.ADMIN).invalid("/winners"),
        Bad.post("/admin/matches/kt-lg/confirm", "{\"void\":\"RAIN\"}")
            .as(Client.ADMIN)
            .invalid("/void"),
        Bad.post("/admin/matches/kt-lg/confirm", "{\"void\":\"OTHER\",\"winners\":[\"KT\"]}")
            .as(Client.ADMIN)
            .invalid("/winners"),
        Bad.post("/admin/matches/kt-lg/confirm", "{\"winners\":[\"KT\"],\"startedAt\":3}")
            .as(Client.ADMIN)
            .invalid("/startedAt"),
        Bad.post("/admin/matches/kt-lg/withdraw", "{}").as(Client.ADMIN).invalid("/reason"),
        Bad.post("/admin/matches/kt-lg/withdraw", "{\"reason\":\"a slip\"}")
            .as(Client.BUYER)
            .is(403, "FORBIDDEN"),
        Bad.post("/admin/matches/kt-lg/void", "{}").as(Client.ADMIN).invalid("/cause"),
        Bad.post("/admin/matches/kt-lg/void", "{\"cause\":\"RAIN\"}")
            .as(Client.ADMIN)
            .invalid("/cause"),
        Bad.post("/admin/matches/kt-lg/void", "{\"cause\":\"OTHER\",\"note\":7}")
            .as(Client.ADMIN)
            .invalid("/note"),
        Bad.post("/admin/matches/kt-lg/void", "{\"cause\":\"OTHER\"}")
            .as(Client.BUYER)
            .is(403, "FORBIDDEN"),
        Bad.get("/matches?status=Over").invalid("status"),
        Bad.post("/admin/wallets/b/deposits", "{\"depositId\":\"d\",\"amount\":0}")
            .as(Client.ADMIN)
            .invalid("/amount"),
        Bad.post("/admin/wallets/b/deposits", "{\"depositId\":\"d\",\"amount\":-5}")
            .as(Client.ADMIN)
            .invalid("/amount"),
        Bad.post("/admin/wallets/b/deposits", "{\"depositId\":\"d\",\"amount\":1000000000001}")
            .as(Client.ADMIN)
            .invalid("/amount"),
        Bad.post("/admin/wallets/b/deposits", "{\"depositId\":\"\",\"amount\":5}")
            .as(Client.ADMIN)
            .invalid("/depositId"),
        Bad.post("/admin/wallets/b%7Cc/deposits", "{\"depositId\":\"d\",\"amount\":5}")
            .as(Client.ADMIN)
            .invalid("buyerId"),
        approval("{\"upTo\":5,\"reason\":\"r\"}").invalid("/approvalId"),
        approval("{\"approvalId\":\"a b\",\"upTo\":5,\"reason\":\"r\"}").invalid("/approvalId"),
        approval("{\"approvalId\":\"a\",\"upTo\":0,\"reason\":\"r\"}").invalid("/upTo"),
        approval("{\"approvalId\":\"a\",\"upTo\":9007199254740992,\"reason\":\"r\"}")
            .invalid("/upTo"),
        approval("{\"approvalId\":\"a\",\"upTo\":5}").invalid("/reason"),
        approval("{\"approvalId\":\"a\",\"upTo\":5,\"reason\":\"\"}").invalid("/reason"),
        approval("{\"approvalId\":\"a\",\"upTo\":5,\"reason\":\" \"}").invalid("/reason"),
        approval("{\"approvalId\":\"a\",\"upTo\":5,\"reason\":\" \\u00a0\\u3000\"}")
            .invalid("/reason"),
        Bad.post("/admin/sales/suspend", "{\"reason\":\" \"}").as(Client.ADMIN).invalid("/reason"),
        approval("{\"approvalId\":\"a\",\"upTo\":5,\"reason\":\"r\",\"by\":\"me\"}").invalid("/by"),
        Bad.post("/admin/wallets/b%7Cc/stake-approvals", APPROVAL)
            .as(Client.ADMIN)
            .invalid("buyerId"),
        Bad.post("/admin/wallets/b/stake-approvals", APPROVAL)
            .as(Client.BUYER)
            .is(403, "FORBIDDEN"),
        limits("weeklyLoss", null).invalid("/weeklyLoss"),
        limits("dailyMinutes", null).invalid("/dailyMinutes"),
        limits("dailyStake", "-1").invalid("/dailyStake"),
        limits("dailyStake", "1.5").invalid("/dailyStake"),
        limits("weeklyStake", "9007199254740992").invalid("/weeklyStake"),
        limits("dailyMinutes", "1441").invalid("/dailyMinutes"),
        limits("yearlyLoss", "1").invalid("/yearlyLoss"),
        Bad.put("/wallet/exclusion", "{}").as(Client.BUYER).invalid("/until"),
        Bad.put("/wallet/exclusion", "{\"until\":\"for ever\"}").as(Client.BUYER).invalid("/until"),
        Bad.put("/wallet/exclusion", "{\"until\":\"2000-01-01T00:00:00Z\"}")
            .as(Client.BUYER)
            .invalid("/until"),
        Bad.put("/admin/wallets/b%7Cc/exclusion", "{\"until\":\"2999-01-01T00:00:00Z\"}")
            .as(Client.ADMIN)
            .invalid("buyerId"),
        Bad.get("/admin/wallets/b%7Cc/limits").as(Client.ADMIN).invalid("buyerId"),
        Bad.post(decision, "{}").as(Client.ADMIN).invalid("/decision"),
        Bad.post(decision, "{\"decision\":\"give_back\"}").as(Client.ADMIN).invalid("/decision"),
        Bad.post(decision, "{\"decision\":1}").as(Client.ADMIN).invalid("/decision"),
        Bad.post(decision, "{\"decision\":\"GIVE_BACK\",\"note\":\"a\\nb\"}")
            .as(Client.ADMIN)
            .invalid("/note"),
        Bad.post(decision, "{\"decision\":\"GIVE_BACK\",\"by\":\"me\"}")
            .as(Client.ADMIN)
            .invalid("/by"),
        Bad.post(decision, "{\"decision\":\"GIVE_BACK\"}").as(Client.BUYER).is(403, "FORBIDDEN"),
        Bad.post("/admin/tickets/1/decision", "{\"decision\":\"GIVE_BACK\"}")
            .as(Client.ADMIN)
            .is(404, "TICKET_NOT_FOUND"),
        Bad.post("/demo/tokens", "{\"sub\":\"\",\"roles\":[\"buyer\"]}").invalid("/sub"),
        Bad.post("/demo/tokens", "{\"sub\":\"b\",\"roles\":[\"root\"]}").invalid("/roles"),
        Bad.post("/demo/tokens", "{\"sub\":\"b\",\"roles\":[]}").invalid("/roles"),
        Bad.post("/demo/tokens", "{\"sub\":\"b\",\"roles\":\"buyer\"}").invalid("/roles"));
  }

  private static List<Bad> lists() {
    return List.of(
        Bad.get("/tickets?limit=0").as(Client.BUYER).invalid("limit"),
        Bad.get("/tickets?limit=101").as(Client.BUYER).invalid("limit"),
        Bad.get("/tickets?limit=-1").as(Client.BUYER).invalid("limit"),
        Bad.get("/tickets?limit=ten").as(Client.BUYER).invalid("limit"),
        Bad.get("/tickets?limit=").as(Client.BUYER).invalid("limit"),
        Bad.get("/tickets?limit=99999999999").as(Client.BUYER).invalid("limit"),
        Bad.get("/tickets?limit=5&limit=6").as(Client.BUYER).invalid("limit"),
        Bad.get("/tickets?status=approved").as(Client.BUYER).invalid("status"),
        Bad.get("/tickets?matchId=a%20b").as(Client.BUYER).invalid("matchId"),
        Bad.get("/tickets?buyerId=buyer-2").as(Client.BUYER).invalid("buyerId"),
        Bad.get("/tickets?cursor=bad").as(Client.BUYER).invalid("cursor"),
        Bad.get("/tickets?cursor=").as(Client.BUYER).invalid("cursor"),
        Bad.get("/tickets?cursor=%00").as(Client.BUYER).invalid("cursor"),
        Bad.get("/matches?limit=1000").invalid("limit"),
        Bad.get("/matches?cursor=bad").invalid("cursor"),
        Bad.get("/admin/tickets?from=yesterday").as(Client.ADMIN).invalid("from"),
        Bad.get("/admin/tickets?to=2026-05-01T00:00:00+09:00").as(Client.ADMIN).invalid("to"),
        Bad.get("/admin/tickets?matchId=%27%3B--").as(Client.ADMIN).invalid("matchId"),
        Bad.get("/admin/tickets?stauts=Approved").as(Client.ADMIN).invalid("stauts"),
        Bad.get("/admin/tickets?matchId=down").as(Client.ADMIN).is(503, "UNAVAILABLE"),
        Bad.get("/admin/tickets").as(Client.BUYER).is(403, "FORBIDDEN"),
        Bad.get("/admin/tickets/refusals").as(Client.BUYER).is(403, "FORBIDDEN"),
        Bad.get("/admin/tickets/refusals?limit=0").as(Client.ADMIN).invalid("limit"),
        Bad.get("/admin/tickets/refusals?cursor=bad").as(Client.ADMIN).invalid("cursor"),
        Bad.get("/admin/tickets/refusals?matchId=%27").as(Client.ADMIN).invalid("matchId"),
        Bad.get("/admin/tickets/refusals?by=admin-1").as(Client.ADMIN).invalid("by"),
        Bad.get("/admin/tickets/refusals?matchId=down").as(Client.ADMIN).is(503, "UNAVAILABLE"),
        Bad.get("/admin/tallies").as(Client.BUYER).is(403, "FORBIDDEN"),
        Bad.get("/admin/tallies?limit=0").as(Client.ADMIN).invalid("limit"),
        Bad.get("/admin/tallies?limit=101").as(Client.ADMIN).invalid("limit"),
        Bad.get("/admin/tallies?cursor=bad").as(Client.ADMIN).invalid("cursor"),
        Bad.get("/admin/tallies?matchId=kt-lg").as(Client.ADMIN).invalid("matchId"),
        Bad.get("/admin/payments").as(Client.BUYER).is(403, "FORBIDDEN"),
        Bad.get("/tickets").as(Client.ADMIN).is(403, "FORBIDDEN"),
        Bad.get("/wallet").as(Client.ADMIN).is(403, "FORBIDDEN"));
  }

  private static List<Bad> ledger() {
    String entries = "/admin/ledger/transactions";
    return List.of(
        Bad.get("/wallet/transactions?limit=0").as(Client.BUYER).invalid("limit"),
        Bad.get("/wallet/transactions?cursor=bad").as(Client.BUYER).invalid("cursor"),
        Bad.get("/wallet/transactions?account=tax").as(Client.BUYER).invalid("account"),
        Bad.get("/wallet/transactions").as(Client.ADMIN).is(403, "FORBIDDEN"),
        Bad.get(entries + "?account=house").as(Client.ADMIN).invalid("account"),
        Bad.get(entries + "?account=wallet:").as(Client.ADMIN).invalid("account"),
        Bad.get(entries + "?account=pool:%27--").as(Client.ADMIN).invalid("account"),
        Bad.get(entries + "?account=tax:x").as(Client.ADMIN).invalid("account"),
        Bad.get(entries + "?matchId=a%20b").as(Client.ADMIN).invalid("matchId"),
        Bad.get(entries + "?ticketId=42").as(Client.ADMIN).invalid("ticketId"),
        Bad.get(entries + "?correlationId=a/b").as(Client.ADMIN).invalid("correlationId"),
        Bad.get(entries + "?kind=charge").as(Client.ADMIN).invalid("kind"),
        Bad.get(entries + "?cause=rain").as(Client.ADMIN).invalid("cause"),
        Bad.get("/admin/matches/no-such/returns").as(Client.ADMIN).is(404, "MATCH_NOT_FOUND"),
        Bad.get(entries + "?from=yesterday").as(Client.ADMIN).invalid("from"),
        Bad.get(entries + "?to=1").as(Client.ADMIN).invalid("to"),
        Bad.get(entries + "?limit=1000").as(Client.ADMIN).invalid("limit"),
        Bad.get(entries + "?cursor=bad").as(Client.ADMIN).invalid("cursor"),
        Bad.get(entries + "?buyerId=b").as(Client.ADMIN).invalid("buyerId"),
        Bad.get(entries + "?matchId=down").as(Client.ADMIN).is(503, "UNAVAILABLE"),
        Bad.get(entries + ".csv?matchId=down").as(Client.ADMIN).is(503, "UNAVAILABLE"),
        Bad.get(entries + ".csv?limit=5").as(Client.ADMIN).invalid("limit"),
        Bad.get(entries + ".csv?account=house").as(Client.ADMIN).invalid("account"),
        Bad.get("/admin/ledger/accounts?prefix=%25").as(Client.ADMIN).invalid("prefix"),
        Bad.get("/admin/ledger/accounts?cursor=bad").as(Client.ADMIN).invalid("cursor"),
        Bad.get("/admin/ledger/trial-balance?at=now").as(Client.ADMIN).invalid("at"),
        Bad.get("/admin/ledger/trial-balance?limit=5").as(Client.ADMIN).invalid("limit"));
  }

  private static List<Bad> previews() {
    String preview = "/admin/matches/" + ScriptedPools.SETTLED + "/settlement/preview";
    return List.of(
        Bad.get(preview).as(Client.ADMIN).invalid("winners"),
        Bad.get(preview + "?winners=KT&void=true").as(Client.ADMIN).invalid("winners"),
        Bad.get(preview + "?winners=").as(Client.ADMIN).invalid("winners"),
        Bad.get(preview + "?winners=KT,,LG").as(Client.ADMIN).invalid("winners"),
        Bad.get(preview + "?winners=KT%20LG").as(Client.ADMIN).invalid("winners"),
        Bad.get(preview + "?winners=KT,NC").as(Client.ADMIN).invalid("winners"),
        Bad.get(preview + "?winners=KT&winners=LG").as(Client.ADMIN).invalid("winners"),
        Bad.get(preview + "?void=yes").as(Client.ADMIN).invalid("void"),
        Bad.get(preview + "?void=true&team=KT").as(Client.ADMIN).invalid("team"),
        Bad.get(preview + "/movements.csv?winners=NC").as(Client.ADMIN).invalid("winners"),
        Bad.get(preview + "/movements.csv").as(Client.ADMIN).invalid("winners"));
  }

  private static List<Bad> addresses() {
    return List.of(
        Bad.get("/nothing").is(404, "NOT_FOUND"),
        Bad.get("/ticket").is(404, "NOT_FOUND"),
        Bad.get("/tickets/").as(Client.BUYER).is(404, "NOT_FOUND"),
        Bad.get("//tickets").as(Client.BUYER).is(404, "NOT_FOUND"),
        Bad.get("/Tickets").as(Client.BUYER).is(404, "NOT_FOUND"),
        Bad.get("/admin/").is(404, "NOT_FOUND"),
        Bad.get("/assets/none.js").is(404, "NOT_FOUND"),
        Bad.get("/tickets/42").as(Client.BUYER).is(404, "TICKET_NOT_FOUND"),
        Bad.get("/tickets/%00").as(Client.BUYER).is(404, "TICKET_NOT_FOUND"),
        Bad.get("/tickets/..%2F..%2Fetc").as(Client.BUYER).is(404, "TICKET_NOT_FOUND"),
        Bad.get(TICKET).as(Client.BUYER).is(404, "TICKET_NOT_FOUND"),
        Bad.get("/matches/no-such").is(404, "MATCH_NOT_FOUND"),
        Bad.get("/matches/a%20b").is(404, "MATCH_NOT_FOUND"),
        Bad.get("/matches/no-such/tally").is(404, "MATCH_NOT_FOUND"),
        Bad.get("/matches/kt-lg/tally/x").is(404, "NOT_FOUND"),
        Bad.get("/matches/no-such/tally/history").is(404, "MATCH_NOT_FOUND"),
        Bad.get("/matches/a%20b/tally/history").is(404, "MATCH_NOT_FOUND"),
        Bad.get("/matches/kt-lg/tally/history/x").is(404, "NOT_FOUND"),
        new Bad("PUT", "/tickets").as(Client.BUYER).is(405, "METHOD_NOT_ALLOWED"),
        new Bad("DELETE", TICKET).as(Client.BUYER).is(405, "METHOD_NOT_ALLOWED"),
        new Bad("PATCH", "/wallet").is(405, "METHOD_NOT_ALLOWED"),
        new Bad("POST", "/matches").is(405, "METHOD_NOT_ALLOWED"),
        Bad.get("/demo/tokens").is(405, "METHOD_NOT_ALLOWED"),
        Bad.get(TICKET + "/cancel").as(Client.BUYER).is(405, "METHOD_NOT_ALLOWED"),
        new Bad("FROB", "/tickets").is(501, "NOT_IMPLEMENTED"),
        Bad.get("/" + "x".repeat(3000)).is(414, "URI_TOO_LONG"),
        Bad.get("/wallet").with("X-Long", "x".repeat(10_000)).is(431, "HEADERS_TOO_LARGE"));
  }

  private static List<Bad> tokens() {
    return List.of(
        Bad.get("/wallet").is(401, "UNAUTHENTICATED"),
        Bad.get("/wallet").with("Authorization", "").is(401, "INVALID_TOKEN"),
        Bad.get("/wallet").with("Authorization", "Bearer").is(401, "INVALID_TOKEN"),
        Bad.get("/wallet").with("Authorization", "Bearer a b").is(401, "INVALID_TOKEN"),
        Bad.get("/wallet").with("Authorization", "Bearer rubbish").is(401, "INVALID_TOKEN"),
        Bad.get("/wallet").with("Authorization", "Basic dTpw").is(401, "INVALID_TOKEN"),
        Bad.get("/wallet").with("Authorization", Client.BUYER).is(401, "INVALID_TOKEN"));
  }

  /** {@code T4} */
  @ParameterizedTest
  @MethodSource("table")
  void isAnsweredWithAProblem(Bad bad) {
    Client.Request request = client.send(bad.method, bad.path, bad.body);
    bad.headers.forEach(request::with);
    Client.Answer answer = request.answer();

    JsonNode problem = answer.problem(bad.status, bad.code);
    if (bad.where != null) {
      JsonNode error = answer.onlyError();
      String where =
          error.path("pointer").asText("")
              + error.path("parameter").asText("")
              + error.path("header").asText("");
      assertThat(where).isEqualTo(bad.where);
      assertThat(error.get("detail").textValue()).isNotBlank();
      assertThat(error).hasSize(2);
    } else {
      assertThat(problem.has("errors")).isFalse();
    }
    if (bad.status == 401) {
      assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer ");
    }
    if (bad.status == 405) {
      assertThat(answer.header("Allow")).contains("OPTIONS");
    }
  }

  @Test
  void theTableIsAsLongAsItHasToBe() {
    assertThat(table()).hasSizeGreaterThan(100);
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    Client.Answer answer =
        client
            .post("/tickets", "{\"matchId\":1,\"stake\":\"x\",\"extra\":true}")
            .as(Client.BUYER)
            .answer();

    JsonNode problem = answer.problem(400, "INVALID_REQUEST");
    assertThat(Arrays.asList("/matchId", "/team", "/stake", "/extra"))
        .containsExactlyElementsOf(problem.findValuesAsText("pointer"));
  }
}
