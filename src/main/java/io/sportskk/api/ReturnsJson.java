package io.sportskk.api;

import io.sportskk.ledger.EntryKind;
import io.sportskk.ledger.ReturnClass;
import io.sportskk.ledger.Returns;
import io.sportskk.payment.WalletEvent.ReturnCause;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The stakes of a match that were given back: a report of each class, and what they come to.
 *
 * @param classes all of them, with what each has of tickets and money
 * @param tickets of all classes
 * @param amount in KRW, of all classes
 * @param kinds the same money, by what it was booked as
 * @param difference in KRW, of the kinds less that of the classes: 0, or the ledger is wrong
 * @param entries how many the ledger had
 * @param latestAt the time of the latest event that was booked, null if none was
 * @param journalPosition up to this number of the journal at least all that wallets did was booked
 */
record ReturnsJson(
    String matchId,
    List<OfClass> classes,
    long tickets,
    BigInteger amount,
    List<OfKind> kinds,
    BigInteger difference,
    long entries,
    Instant latestAt,
    long journalPosition) {

  /**
   * @param causes that are of this class
   */
  record OfClass(ReturnClass of, long tickets, BigInteger amount, List<OfCause> causes) {}

  record OfCause(ReturnCause cause, long tickets, BigInteger amount) {}

  record OfKind(EntryKind kind, long entries, BigInteger amount) {}

  private static final List<EntryKind> KINDS =
      List.of(EntryKind.REVERSAL, EntryKind.REFUND, EntryKind.PAYOUT);

  static ReturnsJson of(String matchId, Returns returns) {
    Map<ReturnClass, List<Returns.OfCause>> byClass =
        returns.byCause().stream().collect(Collectors.groupingBy(it -> ReturnClass.of(it.cause())));
    return new ReturnsJson(
        matchId,
        Arrays.stream(ReturnClass.values())
            .map(it -> ofClass(it, byClass.getOrDefault(it, List.of())))
            .toList(),
        returns.tickets(),
        returns.total(),
        KINDS.stream().map(it -> ofKind(it, returns.byKind())).toList(),
        returns.difference(),
        returns.entries(),
        returns.latestAt(),
        returns.handled());
  }

  private static OfClass ofClass(ReturnClass of, List<Returns.OfCause> sums) {
    return new OfClass(
        of,
        tickets(sums),
        amount(sums),
        Arrays.stream(ReturnCause.values())
            .filter(cause -> ReturnClass.of(cause) == of)
            .map(cause -> ofCause(cause, sums.stream().filter(it -> it.cause() == cause).toList()))
            .toList());
  }

  private static OfCause ofCause(ReturnCause cause, List<Returns.OfCause> sums) {
    return new OfCause(cause, tickets(sums), amount(sums));
  }

  private static long tickets(List<Returns.OfCause> sums) {
    return sums.stream().mapToLong(Returns.OfCause::tickets).sum();
  }

  private static BigInteger amount(List<Returns.OfCause> sums) {
    return sums.stream().map(Returns.OfCause::amount).reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static OfKind ofKind(EntryKind kind, List<Returns.OfKind> sums) {
    return sums.stream()
        .filter(it -> it.kind() == kind)
        .findFirst()
        .map(it -> new OfKind(kind, it.entries(), it.amount()))
        .orElse(new OfKind(kind, 0, BigInteger.ZERO));
  }
}
