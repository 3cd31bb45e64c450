package io.sportskk.match;

import java.util.concurrent.CompletionStage;

/** What a match needs of other matches. */
interface Others {

  /** Whether there is a match with this id. It fails if that is not known at the moment. */
  CompletionStage<Boolean> isThere(String matchId);
}
