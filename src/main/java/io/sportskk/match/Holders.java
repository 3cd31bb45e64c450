package io.sportskk.match;

import java.util.concurrent.CompletionStage;

/** What a match needs of payment: who has an interest in how it ends. */
public interface Holders {

  /**
   * Whether this person has staked money on the match that may still be won. It fails if that is
   * not known at the moment.
   */
  CompletionStage<Boolean> holdsTicket(String matchId, String person);
}
