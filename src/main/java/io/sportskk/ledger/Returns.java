package io.sportskk.ledger;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.payment.WalletEvent.ReturnCause;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * The stakes of one match that were given back, told twice: by why, each of them once, and by how
 * they were booked. Both are of the same moment.
 *
 * @param byCause only causes of which there is something
 * @param byKind whatever of these kinds has left the pool, of whichever cause; of {@link
 *     EntryKind#PAYOUT} only what was left of stakes or owed to them, not what was won
 * @param entries how many entries the ledger had when it was made
 * @param latestAt the time of the latest event that was booked then; null if there was none
 * @param handled up to this number of the journal at least, all events of wallets had been booked
 */
public record Returns(
    List<OfCause> byCause, List<OfKind> byKind, long entries, Instant latestAt, long handled)
    implements CborSerializable {

  public Returns {
    byCause = List.copyOf(byCause);
    byKind = List.copyOf(byKind);
  }

  /**
   * @param cause null if it is not known
   * @param tickets how many; one that was given a part back by a result that was corrected, and
   *     another part by the right one, is one of each
   * @param amount in KRW
   */
  public record OfCause(ReturnCause cause, long tickets, BigInteger amount)
      implements CborSerializable {}

  /**
   * @param entries how many
   * @param amount in KRW
   */
  public record OfKind(EntryKind kind, long entries, BigInteger amount)
      implements CborSerializable {}

  /** In KRW, of all causes. */
  public BigInteger total() {
    return sum(byCause, OfCause::amount);
  }

  /** How many tickets, of all causes. */
  public long tickets() {
    return byCause.stream().mapToLong(OfCause::tickets).sum();
  }

  /** In KRW, by what it is booked as less by why: 0, or the ledger is wrong. */
  public BigInteger difference() {
    return sum(byKind, OfKind::amount).subtract(total());
  }

  private static <T> BigInteger sum(List<T> parts, Function<T, BigInteger> amount) {
    return parts.stream().map(amount).reduce(BigInteger.ZERO, BigInteger::add);
  }
}
