package io.sportskk.browser;

import io.sportskk.kernel.Money;
import io.sportskk.ticket.PaidSoFar;
import io.sportskk.ticket.Payments;
import io.sportskk.ticket.Purchase;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Payment as it is, but that charges wait at a gate, or are told that it is suspended. */
final class GatedPayments {

  /** Charges wait until it is complete; they go on at once if it is. */
  private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

  private volatile boolean suspended;
  private volatile boolean asked;

  Payments of(Payments direct) {
    return new Gated(direct);
  }

  /** From now on charges wait. */
  void hold() {
    asked = false;
    gate = new CompletableFuture<>();
  }

  /** From now on charges are not made. */
  void suspend() {
    suspended = true;
  }

  /** All is as it should be. */
  void open() {
    suspended = false;
    gate.complete(null);
  }

  /** Whether a charge has come to the gate since it was closed. */
  boolean isAsked() {
    return asked;
  }

  private final class Gated implements Payments {
    private final Payments direct;

    Gated(Payments direct) {
      this.direct = direct;
    }

    @Override
    public CompletionStage<ChargeOutcome> charge(
        Purchase purchase, Instant payBefore, Instant salesCloseAt, boolean patient) {
      if (suspended) {
        return CompletableFuture.completedFuture(new Suspended(Duration.ofMillis(500)));
      }
      asked = true;
      return gate.thenCompose(open -> direct.charge(purchase, payBefore, salesCloseAt, patient));
    }

    @Override
    public CompletionStage<ReverseOutcome> reverse(
        Purchase purchase, Cause cause, Instant salesCloseAt, String correlationId) {
      return direct.reverse(purchase, cause, salesCloseAt, correlationId);
    }

    @Override
    public CompletionStage<RefundOutcome> refund(
        Purchase purchase,
        Cause cause,
        Instant salesCloseAt,
        Instant decidedAt,
        String correlationId) {
      return direct.refund(purchase, cause, salesCloseAt, decidedAt, correlationId);
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
      return direct.payOut(purchase, round, payout, tax, cause, decidedAt, correlationId);
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
      return direct.payUp(purchase, round, due, paid, cause, decidedAt, correlationId);
    }
  }
}
