package io.sportskk.audit;

import io.sportskk.payment.WalletEvent;
import io.sportskk.payment.WalletEvent.Deposited;
import io.sportskk.payment.WalletRules;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The deposits of one wallet, worked out from its events. */
final class ReplayedDeposits {

  private final WalletRules rules;
  private final Consumer<String> illegal;

  /** Those that the wallet remembers, and when they were made, oldest first. */
  private final Map<String, Instant> remembered = new LinkedHashMap<>();

  private long opening;
  private long deposited;

  /**
   * @param illegal is told what can't be
   */
  ReplayedDeposits(WalletRules rules, Consumer<String> illegal) {
    this.rules = rules;
    this.illegal = illegal;
  }

  long opening() {
    return opening;
  }

  /** Without the opening balance. */
  long deposited() {
    return deposited;
  }

  /**
   * @param first whether it is the wallet's first event
   */
  void enter(Deposited deposit, boolean first) {
    long amount = deposit.amount().won();
    forget(deposit.at());
    if (remembered.put(deposit.depositId(), deposit.at()) != null) {
      illegal.accept("deposit " + deposit.depositId() + " was made twice");
    }
    if (!deposit.depositId().equals(WalletEvent.OPENING_BALANCE)) {
      deposited = Math.addExact(deposited, amount);
      return;
    }
    opening = Math.addExact(opening, amount);
    if (!first) {
      illegal.accept("its opening balance is not its first event");
    }
  }

  /** From the oldest on, but for the opening balance, up to the first that is remembered. */
  private void forget(Instant now) {
    var oldest = remembered.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<String, Instant> made = oldest.next();
      if (made.getKey().equals(WalletEvent.OPENING_BALANCE)) {
        continue;
      }
      if (!now.isAfter(made.getValue().plus(rules.rememberDepositsFor()))) {
        return;
      }
      oldest.remove();
    }
  }
}
