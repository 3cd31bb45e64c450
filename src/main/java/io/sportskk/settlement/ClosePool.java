package io.sportskk.settlement;

import io.sportskk.kernel.EndedTransactions;
import io.sportskk.settlement.SettlementEvent.TotalsSealed;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Makes the totals of a match final, once its sales have stopped and they are complete. A purchase
 * whose event was still on its way to the database then finds the totals sealed, and is late.
 */
final class ClosePool {

  private final String matchId;
  private final Services services;
  private final Completeness completeness;

  /** Whoever may count a ticket without knowing of the seal; null before that is there. */
  private EndedTransactions counting;

  private final String correlationId = "settlement-" + UUID.randomUUID();

  ClosePool(String matchId, Services services) {
    this.matchId = matchId;
    this.services = services;
    this.completeness = new Completeness(matchId, services);
  }

  CompletionStage<Outcome> take() {
    return services
        .neighbours()
        .match(matchId)
        .thenCompose(
            match ->
                match.isStopped()
                    ? completeness
                        .missing()
                        .thenCompose(
                            why ->
                                why.isEmpty()
                                    ? seal()
                                    : CompletableFuture.completedFuture(Outcome.waiting(why)))
                    : CompletableFuture.completedFuture(
                        new Outcome.Nothing("tickets may still be sold")));
  }

  private CompletionStage<Outcome> seal() {
    if (counting != null) {
      return over(counting);
    }
    return services
        .neighbours()
        .seal(matchId, correlationId)
        .thenCompose(
            totals -> {
              counting = new EndedTransactions(services.tally().timeout());
              return over(counting);
            });
  }

  private CompletionStage<Outcome> over(EndedTransactions writers) {
    return services
        .tallyDatabase()
        .run(writers::all)
        .thenApply(
            over ->
                over
                    ? new Outcome.Happened(
                        new TotalsSealed(matchId, correlationId, services.clock().instant()))
                    : Outcome.waiting("tickets are still being counted"));
  }
}
