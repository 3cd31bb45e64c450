package io.sportskk.payment;

import io.sportskk.kernel.Money;
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

  /** The deposits that it remembers by id. */
  Map<String, Money> deposits();
}
