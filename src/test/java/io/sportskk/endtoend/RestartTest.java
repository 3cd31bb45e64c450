package io.sportskk.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sportskk.kernel.Money;
import io.sportskk.testing.Office;
import io.sportskk.testing.Resources;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import io.sportskk.ticket.PaidSoFar;
import io.sportskk.ticket.Payments;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TallyRequests;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The node is killed while tickets stand between any two of their events. Another one starts on the
 * same databases, and nobody asks for the tickets: each must come to its end by itself.
 */
class RestartTest {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** At which point a ticket is cut off; its buyer has the same name. */
  private enum Point {
    /** The intent is durable, the charge was not asked. */
    BEFORE_CHARGE(1_000),
    /** The charge is made, its answer has not arrived. */
    AFTER_CHARGE(2_000),
    /** Approved, the tally was not asked. */
    BEFORE_COUNT(4_000),
    /** Counted, the answer has not arrived. */
    AFTER_COUNT(8_000),
    /** The cancellation is certain, the reversal was not asked. */
    BEFORE_REVERSAL(16_000),
    /** The reversal is made, its answer has not arrived. */
    AFTER_REVERSAL(32_000);

    private final long stake;

    /**
     * @param stake another for each, so that the tally's sum tells which tickets are in it
     */
    Point(long stake) {
      this.stake = stake;
    }

    boolean isOf(Purchase purchase) {
      return purchase.buyerId().equals(name());
    }

    /** Whether it is reached by a ticket that is being cancelled. */
    boolean isOfCancellation() {
      return this == BEFORE_REVERSAL || this == AFTER_REVERSAL;
    }
  }

  private static final Set<Point> REACHED = ConcurrentHashMap.newKeySet();

  private static TestDatabases databases;
  private static TestNode second;
  private static Office office;

  @BeforeAll
  static void killTheNodeAndStartAnother() {
    databases = TestDatabases.create();
    TestNode first =
        TestNode.on(databases)
            .withPayments(StoppingPayments::new)
            .withTally(StoppingTally::new)
            .start();
    try {
      Office closed = new Office(first);
      closed.openMatch();
      for (Point point : Point.values()) {
        inBackground(() -> buy(closed, point));
      }
      Awaitility.await("every point is reached")
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(REACHED).containsExactlyInAnyOrder(Point.values()));
    } finally {
      first.kill();
    }
    second = TestNode.on(databases).with("sportskk.ticket.sweeper.unfinished-after = 1 s").start();
    office = new Office(second);
  }

  @AfterAll
  static void stop() {
    Resources.close(second, databases);
  }

  /** {@code T5} */
  @ParameterizedTest
  @EnumSource
  void aTicketThatWasCutOffComesToItsEndByItself(Point point) {
    boolean kept = !point.isOfCancellation();
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              List<JsonNode> tickets =
                  office.view().stream()
                      .filter(ticket -> ticket.get("buyerId").textValue().equals(point.name()))
                      .toList();
              assertThat(tickets).hasSize(1);
              JsonNode ticket = tickets.get(0);
              assertThat(ticket.get("status").textValue())
                  .isEqualTo(kept ? "Approved" : "Cancelled");
              assertThat(ticket.get("tallied").booleanValue()).isEqualTo(kept);
            });
    assertThat(office.balance(point.name()))
        .isEqualTo(Office.OPENING_BALANCE - (kept ? point.stake : 0));
  }

  @Test
  void theTallyHasEachTicketOnceThatIsKept() {
    List<Point> kept =
        Arrays.stream(Point.values()).filter(point -> !point.isOfCancellation()).toList();
    long stake = kept.stream().mapToLong(point -> point.stake).sum();
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode tally = office.tally();
              assertThat(tally.get("tickets").longValue()).isEqualTo(kept.size());
              assertThat(tally.get("stake").longValue()).isEqualTo(stake);
            });
  }

  /** Buys a ticket and, if that is where it is to be cut off, cancels it. */
  private static void buy(Office office, Point point) {
    HttpResponse<String> bought = office.buy(point.name(), "KT", point.stake);
    if (point.isOfCancellation()) {
      String ticketId = Office.json(bought).get("ticketId").textValue();
      office.buyer(point.name()).post("/tickets/" + ticketId + "/cancel");
    }
  }

  /** The request is cut off when the node is killed: how it ends does not matter. */
  private static void inBackground(Runnable request) {
    Thread thread = new Thread(request, "a request that is cut off");
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((cut, off) -> {});
    thread.start();
  }

  /** Goes on to payment, but for the point at which a ticket is cut off. */
  private record StoppingPayments(Payments payments) implements Payments {

    @Override
    public CompletionStage<ChargeOutcome> charge(
        Purchase purchase, Instant payBefore, Instant salesCloseAt, boolean patient) {
      if (Point.BEFORE_CHARGE.isOf(purchase)) {
        return never(Point.BEFORE_CHARGE);
      }
      CompletionStage<ChargeOutcome> outcome =
          payments.charge(purchase, payBefore, salesCloseAt, patient);
      return Point.AFTER_CHARGE.isOf(purchase) ? neverAfter(outcome, Point.AFTER_CHARGE) : outcome;
    }

    @Override
    public CompletionStage<RefundOutcome> refund(
        Purchase purchase,
        Cause cause,
        Instant salesCloseAt,
        Instant decidedAt,
        String correlationId) {
      return payments.refund(purchase, cause, salesCloseAt, decidedAt, correlationId);
    }

    @Override
    public CompletionStage<PayOutOutcome> payOut(
        Purchase purchase,
        int round,
        Money payout,
        Money tax,
        Cause cause,
        Instant decidedAt,
        String correlationId) {
      return payments.payOut(purchase, round, payout, tax, cause, decidedAt, correlationId);
    }

    @Override
    public CompletionStage<PayUpOutcome> payUp(
        Purchase purchase,
        int round,
        PaidSoFar due,
        PaidSoFar paid,
        Cause cause,
        Instant decidedAt,
        String correlationId) {
      return payments.payUp(purchase, round, due, paid, cause, decidedAt, correlationId);
    }

    @Override
    public CompletionStage<ReverseOutcome> reverse(
        Purchase purchase, Cause cause, Instant salesCloseAt, String correlationId) {
      if (Point.BEFORE_REVERSAL.isOf(purchase)) {
        return never(Point.BEFORE_REVERSAL);
      }
      CompletionStage<ReverseOutcome> outcome =
          payments.reverse(purchase, cause, salesCloseAt, correlationId);
      return Point.AFTER_REVERSAL.isOf(purchase)
          ? neverAfter(outcome, Point.AFTER_REVERSAL)
          : outcome;
    }
  }

  /** Goes on to the tally, but for the point at which a ticket is cut off. */
  private record StoppingTally(TallyRequests tally) implements TallyRequests {

    @Override
    public CompletionStage<Outcome> count(Purchase purchase) {
      if (Point.BEFORE_COUNT.isOf(purchase)) {
        return never(Point.BEFORE_COUNT);
      }
      CompletionStage<Outcome> outcome = tally.count(purchase);
      return Point.AFTER_COUNT.isOf(purchase) ? neverAfter(outcome, Point.AFTER_COUNT) : outcome;
    }

    @Override
    public CompletionStage<Outcome> uncount(Purchase purchase, String correlationId) {
      return tally.uncount(purchase, correlationId);
    }
  }

  private static <T> CompletionStage<T> never(Point point) {
    REACHED.add(point);
    return new CompletableFuture<>();
  }

  private static <T> CompletionStage<T> neverAfter(CompletionStage<T> outcome, Point point) {
    CompletableFuture<T> never = new CompletableFuture<>();
    outcome.whenComplete((done, failure) -> REACHED.add(point));
    return never;
  }
}
