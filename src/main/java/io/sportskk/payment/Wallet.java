package io.sportskk.payment;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Money;
import java.util.List;

/**
 * What a buyer sees of the wallet.
 *
 * @param openCharges charges that could still be reversed, by the order in which they were made
 */
public record Wallet(String buyerId, Money balance, List<OpenCharge> openCharges)
    implements CborSerializable {

  public record OpenCharge(String ticketId, String matchId, Money amount)
      implements CborSerializable {}
}
