package io.sportskk.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sportskk.testing.ApiClient;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import io.sportskk.ticket.Payments;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TallyRequests;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The node is killed between any two events of a ticket. Another one starts on the same databases,
 * and nobody asks for the ticket: it must come to its end by itself.
 */
class RestartTest {

  private static final String BUYER = "buyer-1";
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** At which point the first node is killed. */
  private enum Point {
    /** The intent is durable, the charge was not asked. */
    BEFORE_CHARGE,
    /** The charge is made, its answer has not arrived. */
    AFTER_CHARGE,
    /** Approved, the tally was not asked. */
    BEFORE_COUNT,
    /** Counted, the answer has not arrived. */
    AFTER_COUNT,
    /** The cancellation is certain, the reversal was not asked. */
    BEFORE_REVERSAL,
    /** The reversal is made, its answer has not arrived. */
    AFTER_REVERSAL
  }

  @Test
  void killedBeforeTheCharge() {
    killAt(Point.BEFORE_CHARGE, "Approved");
  }

  @Test
  void killedAfterTheChargeBeforeItsAnswer() {
    killAt(Point.AFTER_CHARGE, "Approved");
  }

  @Test
  void killedBeforeTheTallyIsAsked() {
    killAt(Point.BEFORE_COUNT, "Approved");
  }

  @Test
  void killedAfterTheTallyHasCounted() {
    killAt(Point.AFTER_COUNT, "Approved");
  }

  @Test
  void killedBeforeTheReversal() {
    killAt(Point.BEFORE_REVERSAL, "Cancelled");
  }

  @Test
  void killedAfterTheReversalBeforeItsAnswer() {
    killAt(Point.AFTER_REVERSAL, "Cancelled");
  }

  private static void killAt(Point point, String end) {
    try (TestDatabases databases = TestDatabases.create()) {
      CountDownLatch reached = new CountDownLatch(1);
      TestNode first =
          TestNode.on(databases)
              .withPayments(payments -> new StoppingPayments(payments, point, reached))
              .withTally(tally -> new StoppingTally(tally, point, reached))
              .start();
      try {
        Office office = new Office(first);
        office.openMatch();
        ApiClient buyer = office.buyer(BUYER);
        inBackground(client -> buy(client, end), buyer);
        await(reached);
      } finally {
        first.kill();
      }

      try (TestNode second =
          TestNode.on(databases).with("sportskk.ticket.sweeper.unfinished-after = 1 s").start()) {
        Office office = new Office(second);
        Awaitility.await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> {
                  assertThat(office.view()).hasSize(1);
                  JsonNode ticket = office.view().get(0);
                  assertThat(ticket.get("status").textValue()).isEqualTo(end);
                  assertThat(ticket.get("tallied").booleanValue())
                      .isEqualTo(end.equals("Approved"));
                });
        boolean kept = end.equals("Approved");
        assertThat(office.balance(BUYER)).isEqualTo(Office.OPENING_BALANCE - (kept ? 10_000 : 0));
        Awaitility.await()
            .atMost(PATIENCE)
            .until(() -> office.tally().get("tickets").longValue() == (kept ? 1 : 0));
      }
    }
  }

  /** Buys a ticket and, if that is how it should end, cancels it. */
  private static void buy(ApiClient buyer, String end) {
    JsonNode ticket = Office.json(buyer.post("/tickets", Office.order("KT", 10_000)));
    if (end.equals("Cancelled")) {
      buyer.post("/tickets/" + ticket.get("ticketId").textValue() + "/cancel");
    }
  }

  /** The request is cut off when the node is killed: how it ends does not matter. */
  private static void inBackground(Consumer<ApiClient> request, ApiClient client) {
    Thread thread = new Thread(() -> request.accept(client), "a request that is cut off");
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((cut, off) -> {});
    thread.start();
  }

  private static void await(CountDownLatch reached) {
    try {
      assertThat(reached.await(30, TimeUnit.SECONDS)).as("the point was reached").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Goes on to payment, but for the point at which it stops for ever. */
  private record StoppingPayments(Payments payments, Point point, CountDownLatch reached)
      implements Payments {

    @Override
    public CompletionStage<ChargeOutcome> charge(
        Purchase purchase, Instant payBefore, Instant salesCloseAt, boolean patient) {
      if (point == Point.BEFORE_CHARGE) {
        return never(reached);
      }
      CompletionStage<ChargeOutcome> outcome =
          payments.charge(purchase, payBefore, salesCloseAt, patient);
      return point == Point.AFTER_CHARGE ? neverAfter(outcome, reached) : outcome;
    }

    @Override
    public CompletionStage<ReverseOutcome> reverse(
        Purchase purchase, Instant salesCloseAt, String correlationId) {
      if (point == Point.BEFORE_REVERSAL) {
        return never(reached);
      }
      CompletionStage<ReverseOutcome> outcome =
          payments.reverse(purchase, salesCloseAt, correlationId);
      return point == Point.AFTER_REVERSAL ? neverAfter(outcome, reached) : outcome;
    }
  }

  /** Goes on to the tally, but for the point at which it stops for ever. */
  private record StoppingTally(TallyRequests tally, Point point, CountDownLatch reached)
      implements TallyRequests {

    @Override
    public CompletionStage<Outcome> count(Purchase purchase) {
      if (point == Point.BEFORE_COUNT) {
        return never(reached);
      }
      CompletionStage<Outcome> outcome = tally.count(purchase);
      return point == Point.AFTER_COUNT ? neverAfter(outcome, reached) : outcome;
    }

    @Override
    public CompletionStage<Outcome> uncount(Purchase purchase, String correlationId) {
      return tally.uncount(purchase, correlationId);
    }
  }

  private static <T> CompletionStage<T> never(CountDownLatch reached) {
    reached.countDown();
    return new CompletableFuture<>();
  }

  private static <T> CompletionStage<T> neverAfter(
      CompletionStage<T> outcome, CountDownLatch reached) {
    CompletableFuture<T> never = new CompletableFuture<>();
    outcome.whenComplete((done, failure) -> reached.countDown());
    return never;
  }
}
