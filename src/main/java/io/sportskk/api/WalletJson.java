package io.sportskk.api;

import io.sportskk.payment.Wallet;
import java.util.List;

/**
 * A wallet as its buyer sees it.
 *
 * @param balance in KRW
 */
record WalletJson(String buyerId, long balance, List<OpenChargeJson> openCharges) {

  /**
   * @param amount in KRW
   */
  record OpenChargeJson(String ticketId, String matchId, long amount) {}

  static WalletJson of(Wallet wallet) {
    return new WalletJson(
        wallet.buyerId(),
        wallet.balance().won(),
        wallet.openCharges().stream()
            .map(
                charge ->
                    new OpenChargeJson(charge.ticketId(), charge.matchId(), charge.amount().won()))
            .toList());
  }
}
