package io.sportskk.endtoend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sportskk.testing.Audits;
import io.sportskk.testing.HeldTables;
import io.sportskk.testing.Office;
import io.sportskk.testing.Patience;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import io.sportskk.ticket.Sales;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nodes sell by their own copies of the terms of sale, and stop when sales are closed. */
class ClosingSalesTest {

  private static final int BUYERS = 8;
  private static final String OFTEN = "sportskk.match.terms { refresh = 50 ms, lease = 2 s }";

  /**
   * @param begun nano time
   * @param answered nano time
   * @param status of the answer
   * @param ticket null if none was sold
   */
  private record Bought(String buyerId, long begun, long answered, int status, JsonNode ticket) {}

  /** {@code C3} {@code C4} {@code C7} Nor between a suspension and its end. */
  @Test
  void nothingIsSoldOnceACloseIsConfirmedHoweverManyBuyOnEveryNode() {
    ExecutorService buyers = Executors.newFixedThreadPool(BUYERS);
    ConcurrentLinkedQueue<Bought> bought = new ConcurrentLinkedQueue<>();
    try (TestDatabases databases = TestDatabases.create();
        TestNode one = TestNode.on(databases).with(OFTEN).start();
        TestNode other = TestNode.on(databases).with(OFTEN).joining(one).start()) {
      Office office = new Office(one);
      office.openMatch();
      List<Office> offices = List.of(office, new Office(other));
      AtomicBoolean isConfirmed = new AtomicBoolean();
      List<CompletableFuture<Void>> running =
          IntStream.range(0, BUYERS)
              .mapToObj(
                  buyer ->
                      CompletableFuture.runAsync(
                          () ->
                              buyUntilClosed(
                                  offices.get(buyer % 2), "buyer-" + buyer, bought, isConfirmed),
                          buyers))
              .toList();
      await().until(() -> sold(bought).size() >= 100);
      String early = sold(bought).iterator().next().ticket().get("ticketId").textValue();

      HttpResponse<String> suspended = office.admin().post("/admin/matches/match-1/suspend");
      long onHold = System.nanoTime();
      assertThat(suspended.statusCode()).as(suspended.body()).isEqualTo(200);
      for (Office each : offices) {
        assertThat(Office.json(each.buy("early", "KT", 100)).get("code").textValue())
            .isEqualTo("SALES_SUSPENDED");
        assertThat(Office.json(cancel(each, bought, early)).get("code").textValue())
            .isEqualTo("SALES_SUSPENDED");
      }
      // All have tried.
      await()
          .until(
              () -> begunAfter(onHold, bought).map(Bought::buyerId).distinct().count() == BUYERS);
      long resuming = System.nanoTime();
      int before = sold(bought).size();
      assertThat(office.admin().post("/admin/matches/match-1/resume").statusCode()).isEqualTo(200);
      await().until(() -> sold(bought).size() >= before + 10);

      HttpResponse<String> closed = office.admin().post("/admin/matches/match-1/close");
      long confirmed = System.nanoTime();
      isConfirmed.set(true);
      assertThat(closed.statusCode()).as(closed.body()).isEqualTo(200);
      Instant stoppedAt = Instant.parse(Office.json(closed).get("stoppedAt").textValue());
      CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
          .orTimeout(Patience.LIMIT.toSeconds(), SECONDS)
          .join();

      assertThat(begunAfter(confirmed, bought)).isNotEmpty();
      assertThat(sold(bought))
          .noneMatch(each -> each.begun() - onHold > 0 && each.answered() - resuming < 0);
      assertThat(sold(bought))
          .allSatisfy(
              each -> {
                assertThat(each.begun() - confirmed).isNegative();
                assertThat(Instant.parse(each.ticket().get("requestedAt").textValue()))
                    .isBeforeOrEqualTo(stoppedAt);
              });
      for (Office each : offices) {
        assertThat(each.buy("late", "KT", 100).statusCode()).isEqualTo(409);
        assertThat(each.balance("late")).isEqualTo(Office.OPENING_BALANCE);
      }
      Audits.settled(
          one.system().settings().config(),
          databases.journal(),
          databases.tally(),
          databases.view(),
          databases.ledger(),
          Patience.LIMIT);
    } finally {
      buyers.shutdownNow();
    }
  }

  @Test
  void aMatchThatIsKnownIsNotAskedByAPurchase() {
    AtomicInteger asked = new AtomicInteger();
    List<Sales> direct = new ArrayList<>();
    try (TestDatabases databases = TestDatabases.create();
        TestNode node =
            TestNode.on(databases)
                .withSales(
                    sales -> {
                      direct.add(sales);
                      return new Counted(sales, asked);
                    })
                .start()) {
      Office office = new Office(node);
      office.openMatch();
      office.buyApproved("first", "KT", 100); // known or not
      await().until(() -> direct.get(0).known("match-1", "KT", Instant.now()).isPresent());

      int before = asked.get();
      office.buyApproved("second", "KT", 100);

      assertThat(asked).hasValue(before);
    }
  }

  @Test
  void aNodeThatCannotReadTheTermsSellsNothingUntilItCan() throws SQLException {
    try (TestDatabases databases = TestDatabases.create();
        TestNode node = TestNode.on(databases).with(OFTEN).start()) {
      Office office = new Office(node);
      office.openMatch();
      office.buyApproved("buyer-1", "KT", 100);
      try (HeldTables held = new HeldTables(databases.journal(), "match_catalogue")) {
        await()
            .until(
                () -> office.buy("buyer-1", "KT", 100),
                refused ->
                    refused.statusCode() == 503 && refused.body().contains("Nothing was bought."));
        held.release();
      }
      await().until(() -> office.buy("buyer-1", "KT", 100).statusCode() == 201);
    }
  }

  private static HttpResponse<String> cancel(
      Office office, ConcurrentLinkedQueue<Bought> bought, String ticketId) {
    String buyerId =
        sold(bought).stream()
            .map(Bought::ticket)
            .filter(ticket -> ticket.get("ticketId").textValue().equals(ticketId))
            .map(ticket -> ticket.get("buyerId").textValue())
            .findAny()
            .orElseThrow();
    return office.buyer(buyerId).post("/tickets/" + ticketId + "/cancel");
  }

  /** And a little longer. */
  private static void buyUntilClosed(
      Office office,
      String buyerId,
      ConcurrentLinkedQueue<Bought> bought,
      AtomicBoolean isConfirmed) {
    for (int after = 0; after < 5 && !Thread.currentThread().isInterrupted(); ) {
      if (isConfirmed.get()) {
        after++;
      }
      long begun = System.nanoTime();
      HttpResponse<String> answer = office.buy(buyerId, "KT", 100);
      assertThat(answer.statusCode()).as(answer.body()).isIn(201, 202, 409, 503);
      JsonNode ticket = answer.statusCode() < 300 ? Office.json(answer) : null;
      bought.add(new Bought(buyerId, begun, System.nanoTime(), answer.statusCode(), ticket));
    }
  }

  private static Stream<Bought> begunAfter(long time, ConcurrentLinkedQueue<Bought> bought) {
    return bought.stream().filter(each -> each.begun() - time > 0);
  }

  private static List<Bought> sold(ConcurrentLinkedQueue<Bought> bought) {
    return bought.stream().filter(each -> each.ticket() != null).toList();
  }

  /** Counts how often matches are asked. */
  private record Counted(Sales sales, AtomicInteger asked) implements Sales {
    @Override
    public Optional<Answer> known(String matchId, String team, Instant now) {
      return sales.known(matchId, team, now);
    }

    @Override
    public CompletionStage<Answer> check(String matchId, String team, String correlationId) {
      asked.incrementAndGet();
      return sales.check(matchId, team, correlationId);
    }
  }
}
