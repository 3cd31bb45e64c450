package io.sportskk.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sportskk.node.database.Migrations;
import io.sportskk.testing.EventReader;
import io.sportskk.testing.FreePorts;
import io.sportskk.testing.Office;
import io.sportskk.testing.Resources;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each role has a node of its own: what the gateway tells, it has asked others for. */
class SeparateGatewayTest {

  private static final int MATCHES = 20_000;
  private static final String EVENTS = "/matches/events";

  private static TestDatabases databases;
  private static TestNode seller;
  private static TestNode gateway;
  private static TestNode read;
  private static Office office;

  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    int port = FreePorts.next();
    seller =
        TestNode.on(databases)
            .with("sportskk.roles = [ticket, payment]")
            .with(
                """
                akka.remote.artery.canonical.port = %1$d
                sportskk.cluster { join = seed-nodes, seed-nodes = ["akka://sportskk@127.0.0.1:%1$d"] }
                """
                    .formatted(port))
            .start();
    gateway =
        TestNode.on(databases)
            .joining(seller)
            .with("sportskk.roles = [gateway]")
            .with("sportskk.sse.refresh = 1 s")
            .start();
    startRead();
    office = new Office(gateway);
    office.openMatch();
  }

  @AfterAll
  static void stop() {
    Resources.close(read, gateway, seller, databases);
  }

  private static void startRead() {
    read =
        TestNode.on(databases)
            .joining(seller)
            .with("sportskk.roles = [tally, view]")
            .with("sportskk.settlement.not-before = 0 s")
            .start();
  }

  /** In one message all of them are many times what one node can send another. */
  @Test
  void totalsOfTwentyThousandMatchesAreListedAndWatched() throws SQLException {
    tally(
        """
        INSERT INTO tally (match_id, team, stake, tickets, cancelled, version, updated_at)
        SELECT 'many-' || match, team, 1000, 1, 0, 1, now() - interval '30 days'
        FROM generate_series(1, %d) AS match, unnest(ARRAY['KT', 'LG']) AS team"""
            .formatted(MATCHES));
    Set<String> expected = new HashSet<>();
    IntStream.rangeClosed(1, MATCHES).forEach(match -> expected.add("many-" + match));

    Set<String> atOnce = new LinkedHashSet<>();
    JsonNode all = list("");
    all.get("items").forEach(totals -> atOnce.add(totals.get("matchId").textValue()));
    assertThat(atOnce).containsAll(expected);
    assertThat(all.get("nextCursor").isNull()).isTrue();
    List<String> inPages = new ArrayList<>();
    String cursor = "";
    for (int i = 0; i < 5; i++) {
      JsonNode page = list("?limit=100" + cursor);
      page.get("items").forEach(totals -> inPages.add(totals.get("matchId").textValue()));
      cursor = "&cursor=" + page.get("nextCursor").textValue();
    }
    assertThat(inPages).isEqualTo(List.copyOf(atOnce).subList(0, 500));

    try (EventReader events = gateway.client().events(EVENTS)) {
      Set<String> missing = new HashSet<>(expected);
      while (!missing.isEmpty()) {
        EventReader.Event totals = events.next(event -> event.event().equals("tally"));
        missing.remove(Office.json(totals.data()).path("matchId").asText());
      }
      // Nobody publishes this: it comes with a refresh.
      tally("UPDATE tally SET tickets = 7, version = version + 1 WHERE match_id = 'many-19999'");
      events.next(event -> isTotals(event, "many-19999", 14));
      assertThat(events.hasEnded()).isFalse();
    }
  }

  /**
   * {@code K8}: the gateway has no database of the tally or of matches, and tells dividends with
   * the totals once it knows the match's rules.
   */
  @Test
  void theStreamOfTotalsGoesOnWhenTheTallyIsMadeAnew() throws SQLException {
    int before = 5;
    try (EventReader events = gateway.client().events(EVENTS)) {
      for (int i = 1; i <= before; i++) {
        office.buyApproved("buyer", "KT", 100);
        int tickets = i;
        // One after the other, so that each is a change of its own.
        events.next(event -> isTotals(event, "match-1", tickets) && hasDividends(event));
      }
      long version = office.tally().get("version").longValue();

      read.stop();
      tally("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
      startRead();
      Awaitility.await()
          .untilAsserted(
              () -> assertThat(office.tally().get("tickets").intValue()).isEqualTo(before));
      assertThat(office.tally().get("version").longValue()).isGreaterThan(version);
      office.buyApproved("buyer", "KT", 100);
      events.next(event -> isTotals(event, "match-1", before + 1));
    }
  }

  /** The gateway has no database of matches. */
  @Test
  void whatBecomesOfAMatchIsToldByTheStreamAsItIsAnsweredThen() {
    Office told = new Office(gateway, "told");
    String path = "/admin/matches/told";
    try (EventReader events = gateway.client().events(EVENTS)) {
      told.openMatch();
      next(events, "Open", "OnSale");
      done(told.admin().post("/admin/sales/suspend", "{\"reason\": \"a fire alarm\"}"));
      try {
        next(events, "Open", "Suspended");
      } finally {
        done(told.admin().post("/admin/sales/resume"));
      }
      next(events, "Open", "OnSale");
      done(told.admin().post(path + "/close"));
      next(events, "Closed", "Closed");
      done(
          told.admin()
              .post(path + "/result", "{\"winners\": [\"KT\"], \"source\": \"the league\"}"));
      JsonNode last = next(events, "Provisional", "Closed");
      assertThat(last).isEqualTo(listed("told"));
      // But for what is shorter than a microsecond.
      ObjectNode asked = Office.json(done(gateway.client().get("/matches/told"))).deepCopy();
      asked.set("closesAt", last.get("closesAt"));
      assertThat(asked).isEqualTo(last);
    }
  }

  private static JsonNode listed(String matchId) {
    for (JsonNode match :
        Office.json(done(gateway.client().get("/matches?limit=100"))).get("items")) {
      if (match.get("matchId").textValue().equals(matchId)) {
        return match;
      }
    }
    throw new AssertionError(matchId);
  }

  private static JsonNode next(EventReader events, String status, String salesStatus) {
    return Office.json(
        events
            .next(
                event -> {
                  JsonNode match = Office.json(event.data());
                  return event.event().equals("match")
                      && match.get("matchId").textValue().equals("told")
                      && match.get("status").textValue().equals(status)
                      && match.get("salesStatus").textValue().equals(salesStatus);
                })
            .data());
  }

  @Test
  void aMatchIsPlayedToItsEnd() {
    Office pool = new Office(gateway, "played");
    pool.openMatch();
    String won = pool.buyApproved("winner", "KT", 10_000).get("ticketId").textValue();
    String lost = pool.buyApproved("loser", "LG", 30_000).get("ticketId").textValue();
    String path = "/admin/matches/played";
    done(pool.admin().post(path + "/close"));
    // A ticket that the tally has not counted yet is waited for.
    Awaitility.await()
        .until(
            () ->
                Office.json(done(pool.admin().get(path + "/settlement/preview?winners=KT")))
                    .get("final")
                    .booleanValue());
    done(
        pool.admin().post(path + "/result", "{\"winners\": [\"KT\"], \"source\": \"the league\"}"));
    done(pool.admin("admin-2").post(path + "/confirm", "{\"winners\": [\"KT\"]}"));
    Awaitility.await()
        .until(
            () ->
                Office.json(done(gateway.client().get("/matches/played")))
                    .get("status")
                    .textValue()
                    .equals("Settled"));

    assertThat(pool.balance("winner")).isEqualTo(Office.OPENING_BALANCE - 10_000 + 28_000);
    assertThat(pool.balance("loser")).isEqualTo(Office.OPENING_BALANCE - 30_000);
    assertThat(pool.ticket("winner", won).get("status").textValue()).isEqualTo("Won");
    assertThat(pool.ticket("loser", lost).get("status").textValue()).isEqualTo("Lost");
    assertThat(done(gateway.client().get("/matches/played/settlement")).body())
        .contains("\"root\"");
    done(pool.buyer("winner").get("/tickets/" + won + "/proof"));
    assertThat(done(pool.admin().get(path + "/settlement/tickets.csv")).body()).contains(won, lost);
    // Asked of the ledger, which books it when it hears of it.
    Awaitility.await()
        .until(
            () -> done(pool.buyer("winner").get("/wallet/transactions")).body().contains("28000"));
  }

  private static HttpResponse<String> done(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private static boolean isTotals(EventReader.Event event, String matchId, int tickets) {
    JsonNode totals = Office.json(event.data());
    return event.event().equals("tally")
        && totals.get("matchId").textValue().equals(matchId)
        && totals.get("tickets").intValue() == tickets;
  }

  private static boolean hasDividends(EventReader.Event event) {
    JsonNode totals = Office.json(event.data());
    return totals.at("/pool/gross").equals(totals.get("stake"))
        && totals.at("/teams/0/dividend").isNumber();
  }

  private static JsonNode list(String parameters) {
    HttpResponse<String> listed = office.admin().get("/admin/tallies" + parameters);
    assertThat(listed.statusCode()).as(listed.body()).isEqualTo(200);
    return Office.json(listed);
  }

  private static void tally(String sql) throws SQLException {
    try (Connection connection = databases.dataSource(Migrations.Part.TALLY).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
