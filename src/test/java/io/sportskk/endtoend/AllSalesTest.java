package io.sportskk.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sportskk.testing.Office;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code C7} The sales of all matches are suspended at once, on every node. */
class AllSalesTest {

  private static final String OFTEN = "sportskk.match.terms { refresh = 50 ms, lease = 2 s }";
  private static final String REASON = "{\"reason\":\"a fault of the feed\"}";

  @Test
  void noMatchIsSoldOnAnyNodeNorAfterARestartUntilSalesAreResumed() {
    try (TestDatabases databases = TestDatabases.create()) {
      String ticketId;
      try (TestNode one = TestNode.on(databases).with(OFTEN).start();
          TestNode other = TestNode.on(databases).with(OFTEN).joining(one).start()) {
        List<Office> offices =
            List.of(
                new Office(one),
                new Office(other),
                new Office(one, "match-2"),
                new Office(other, "match-2"));
        offices.get(0).openMatch();
        offices.get(3).openMatch();
        ticketId = offices.get(0).buyApproved("buyer-1", "KT", 100).get("ticketId").textValue();
        offices.get(3).buyApproved("buyer-1", "LG", 100);

        HttpResponse<String> suspended =
            offices.get(0).admin().post("/admin/sales/suspend", REASON);

        assertThat(suspended.statusCode()).as(suspended.body()).isEqualTo(200);
        JsonNode state = Office.json(suspended);
        assertThat(state.get("state").textValue()).isEqualTo("Suspended");
        assertThat(state.get("by").textValue()).isEqualTo("admin-1");
        assertThat(state.get("reason").textValue()).isEqualTo("a fault of the feed");
        assertThat(Instant.parse(state.get("stoppedAt").textValue()))
            .isAfter(Instant.parse(state.get("since").textValue()));
        offices.forEach(AllSalesTest::sellsNothing);
        Office late = new Office(other, "match-3"); // which no node may know yet
        late.openMatch();
        sellsNothing(late);
        for (TestNode node : List.of(one, other)) {
          await().until(() -> salesOf(node, "match-1").equals(List.of("Suspended", "Suspended")));
        }
        HttpResponse<String> cancelled =
            offices.get(1).buyer("buyer-1").post("/tickets/" + ticketId + "/cancel");
        assertThat(Office.json(cancelled).get("code").textValue()).isEqualTo("SALES_SUSPENDED");
        HttpResponse<String> again =
            offices.get(1).admin("admin-2").post("/admin/sales/suspend", REASON);
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(Office.json(again)).isEqualTo(state);
        assertThat(Office.json(offices.get(1).admin().get("/admin/sales"))).isEqualTo(state);
      }
      try (TestNode node = TestNode.on(databases).with(OFTEN).start()) {
        Office office = new Office(node);
        Office second = new Office(node, "match-2");
        sellsNothing(office);
        sellsNothing(second);

        HttpResponse<String> resumed = office.admin("admin-2").post("/admin/sales/resume");

        assertThat(resumed.statusCode()).as(resumed.body()).isEqualTo(200);
        assertThat(Office.json(resumed).get("state").textValue()).isEqualTo("OnSale");
        assertThat(Office.json(resumed).get("by").textValue()).isEqualTo("admin-2");
        assertThat(Office.json(resumed).get("steps")).hasSize(2);
        await().until(() -> office.buy("buyer-1", "KT", 100).statusCode() == 201);
        await().until(() -> second.buy("buyer-1", "KT", 100).statusCode() == 201);
        await().until(() -> salesOf(node, "match-1").equals(List.of("OnSale", "OnSale")));
      }
    }
  }

  /** As anyone is told: by the match, and in the list. */
  private static List<String> salesOf(TestNode node, String matchId) {
    JsonNode match = Office.json(node.client().get("/matches/" + matchId));
    assertThat(match.get("status").textValue()).isEqualTo("Open"); // by itself it is
    assertThat(match.get("suspended").isNull()).isTrue();
    List<String> sales = new ArrayList<>(List.of(match.get("salesStatus").textValue()));
    for (JsonNode listed : Office.json(node.client().get("/matches?status=Open")).get("items")) {
      if (listed.get("matchId").textValue().equals(matchId)) {
        sales.add(listed.get("salesStatus").textValue());
      }
    }
    return sales;
  }

  private static void sellsNothing(Office office) {
    HttpResponse<String> refused = office.buy("buyer-2", "KT", 100);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
    assertThat(Office.json(refused).get("code").textValue()).isEqualTo("SALES_SUSPENDED");
    assertThat(Office.json(refused).get("detail").textValue()).contains("All sales are suspended");
  }
}
