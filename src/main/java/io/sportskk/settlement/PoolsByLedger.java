package io.sportskk.settlement;

import java.util.concurrent.CompletionStage;

/** What wallets have paid into pools, as the ledger has booked it. */
public interface PoolsByLedger {

  /**
   * What is in the pool of a match, in KRW; less than nothing if more has left it than came in.
   *
   * @return fails if the ledger does not answer
   */
  CompletionStage<Long> balance(String matchId);
}
