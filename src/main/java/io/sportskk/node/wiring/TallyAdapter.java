package io.sportskk.node.wiring;

import io.sportskk.tally.TallyClient;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TallyRequests;
import java.util.concurrent.CompletionStage;

/** What tickets need of the tally. */
public final class TallyAdapter implements TallyRequests {

  private final TallyClient tally;

  public TallyAdapter(TallyClient tally) {
    this.tally = tally;
  }

  @Override
  public CompletionStage<Outcome> count(Purchase purchase) {
    return tally.count(purchase, purchase.correlationId()).thenApply(TallyAdapter::outcome);
  }

  @Override
  public CompletionStage<Outcome> uncount(Purchase purchase, String correlationId) {
    return tally.uncount(purchase, correlationId).thenApply(TallyAdapter::outcome);
  }

  private static Outcome outcome(boolean confirmed) {
    return confirmed ? Outcome.CONFIRMED : Outcome.NOT_ANSWERED;
  }
}
