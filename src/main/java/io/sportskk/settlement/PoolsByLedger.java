package io.sportskk.settlement;

import io.sportskk.kernel.Money;
import java.util.concurrent.CompletionStage;

/** What wallets have paid into pools, as the ledger has booked it. */
public interface PoolsByLedger {

  /**
   * What is in the pool of a match.
   *
   * @return fails if the ledger does not answer
   */
  CompletionStage<Money> balance(String matchId);
}
