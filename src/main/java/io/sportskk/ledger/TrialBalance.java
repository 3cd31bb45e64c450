package io.sportskk.ledger;

import io.sportskk.kernel.CborSerializable;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;

/**
 * What all accounts hold, those of one class together.
 *
 * @param balances in KRW, of each class
 * @param entries how many entries the ledger had when it was made
 * @param latestAt the time of the latest event that was booked then; null if there was none
 * @param handled up to this number of the journal at least, all events of wallets had been booked;
 *     what settlements keep back may be a moment behind
 */
public record TrialBalance(
    Map<AccountClass, BigInteger> balances, long entries, Instant latestAt, long handled)
    implements CborSerializable {

  /** 0, or the ledger is wrong. */
  public BigInteger total() {
    return balances.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
  }
}
