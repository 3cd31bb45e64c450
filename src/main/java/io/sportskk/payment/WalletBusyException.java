package io.sportskk.payment;

/**
 * A call that was not made: so much is under way for its buyer already that more would not find
 * room in the wallet. It says nothing about payment and may be repeated soon.
 */
public final class WalletBusyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  WalletBusyException(String message) {
    // Without a stack trace: hundreds may be refused at once.
    super(message, null, false, false);
  }
}
