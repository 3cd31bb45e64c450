package io.sportskk.payment;

import io.sportskk.kernel.Money;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** What a wallet's snapshot says, for whoever compares it with the wallet's events. */
public interface StoredWallet {

  String buyerId();

  Money balance();

  /** The open charges that it remembers, by ticket id. */
  Map<String, Money> openCharges();

  /** The tickets that it will not charge, as far as it remembers them. */
  Set<String> barredTickets();

  /** The rounds in which it has paid tickets out, by ticket id, as far as it remembers them. */
  Map<String, Set<Integer>> paidOut();

  /** Those limits of play that it has. */
  Map<LimitKind, Long> limitsInForce();

  /** Until when its buyer is excluded, or was; null if never. */
  Instant excludedUntil();

  /** How much it remembers to be approved and not used, by approval id; it may have lapsed. */
  Map<String, Money> unusedApprovals();

  /** The deposits that it remembers by id. */
  Map<String, Money> deposits();
}
