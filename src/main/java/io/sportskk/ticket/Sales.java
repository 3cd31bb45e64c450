package io.sportskk.ticket;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What a ticket needs of a match: whether it is on sale. */
public interface Sales {

  /**
   * What this node knows of itself; empty if it does not know the match, and the match must be
   * asked.
   *
   * @param now the time that the sale will bear, taken before this is asked
   */
  Optional<Answer> known(String matchId, String team, Instant now);

  /**
   * What this node knows by now counts more than what the match has answered: that may have been
   * one that is about to be put out of the cluster, and whoever closes sales relies on what nodes
   * know.
   */
  default Answer upToDate(String matchId, String team, Instant now, Answer answer) {
    return known(matchId, team, now).orElse(answer);
  }

  /** Asks the match. Never fails: what went wrong is an answer. */
  CompletionStage<Answer> check(String matchId, String team, String correlationId);

  /** Whether tickets are sold. */
  sealed interface Answer {}

  /**
   * @param rules the version of the rules by which the ticket will be settled; null if a match of
   *     an earlier release does not say it
   */
  record OnSale(Instant closesAt, String rules) implements Answer {}

  record NotOnSale(Refusal reason) implements Answer {}

  /** The match did not answer, or this node may not sell at the moment. */
  record Unavailable(String cause) implements Answer {}

  /** Why a match does not sell. */
  enum Refusal {
    UNKNOWN_MATCH,
    UNKNOWN_TEAM,
    SALES_NOT_OPEN,
    /** For now: they may be resumed. */
    SALES_SUSPENDED,
    /** The same, of all matches. */
    ALL_SALES_SUSPENDED,
    SALES_CLOSED;

    boolean isForNow() {
      return this == SALES_SUSPENDED || this == ALL_SALES_SUSPENDED;
    }
  }
}
