package io.sportskk.api;

import io.sportskk.kernel.Money;
import io.sportskk.ticket.PaidSoFar;
import io.sportskk.ticket.Payments;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.Sales;
import io.sportskk.ticket.TallyRequests;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** What tickets need of others: everything is on sale; whether charges wait is set. */
public final class StreamsParts implements Payments, Sales, TallyRequests {

  private final Map<String, CompletableFuture<ChargeOutcome>> waiting = new ConcurrentHashMap<>();
  public volatile boolean chargesWait;

  /** How many charges wait. */
  public int waiting() {
    return waiting.size();
  }

  /** Lets the charge of a ticket go through. */
  public void charge(String ticketId) {
    waiting.remove(ticketId).complete(new Charged(Money.won(95_000)));
  }

  @Override
  public CompletionStage<ChargeOutcome> charge(
      Purchase purchase, Instant payBefore, Instant salesCloseAt, boolean patient) {
    if (chargesWait) {
      return waiting.computeIfAbsent(purchase.ticketId(), id -> new CompletableFuture<>());
    }
    return CompletableFuture.completedFuture(new Charged(Money.won(95_000)));
  }

  @Override
  public CompletionStage<ReverseOutcome> reverse(
      Purchase purchase, Cause cause, Instant salesCloseAt, String correlationId) {
    return CompletableFuture.completedFuture(new Reversed(Money.won(100_000)));
  }

  @Override
  public CompletionStage<RefundOutcome> refund(
      Purchase purchase,
      Cause cause,
      Instant salesCloseAt,
      Instant decidedAt,
      String correlationId) {
    return CompletableFuture.completedFuture(new Refunded());
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
    return CompletableFuture.completedFuture(new PaidOut());
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
    return CompletableFuture.completedFuture(new PaidUp(due));
  }

  @Override
  public Optional<Answer> known(String matchId, String team, Instant now) {
    return Optional.empty();
  }

  @Override
  public CompletionStage<Answer> check(String matchId, String team, String correlationId) {
    return CompletableFuture.completedFuture(
        new OnSale(Instant.now().plusSeconds(3600), null)); // the tickets' clock is the system's
  }

  @Override
  public CompletionStage<Outcome> count(Purchase purchase) {
    return CompletableFuture.completedFuture(Outcome.CONFIRMED);
  }

  @Override
  public CompletionStage<Outcome> uncount(Purchase purchase, String correlationId) {
    return CompletableFuture.completedFuture(Outcome.CONFIRMED);
  }
}
