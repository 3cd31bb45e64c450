package io.sportskk.ticket;

import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** What a ticket needs of a match: whether it is on sale. */
public interface Sales {

  /** Never fails: what went wrong is an answer. */
  CompletionStage<Answer> check(String matchId, String team, String correlationId);

  /** The answer of the match. */
  sealed interface Answer {}

  record OnSale(Instant closesAt) implements Answer {}

  record NotOnSale(Refusal reason) implements Answer {}

  /** The match did not answer. */
  record Unavailable(String cause) implements Answer {}

  /** Why a match does not sell. */
  enum Refusal {
    UNKNOWN_MATCH,
    UNKNOWN_TEAM,
    SALES_NOT_OPEN,
    SALES_CLOSED
  }
}
