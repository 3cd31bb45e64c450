package io.sportskk.ticket;

import java.util.concurrent.CompletionStage;

/**
 * What a ticket needs of the tally: a request that is answered soon or not at all. It never fails;
 * a ticket that is not answered is counted by the tally's own projection of the ticket's events.
 */
public interface TallyRequests {

  CompletionStage<Outcome> count(Purchase purchase);

  CompletionStage<Outcome> uncount(Purchase purchase, String correlationId);

  /** Whether the tally has confirmed. */
  enum Outcome {
    CONFIRMED,
    NOT_ANSWERED
  }
}
