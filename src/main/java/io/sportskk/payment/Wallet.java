package io.sportskk.payment;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Money;
import java.util.List;

/**
 * What a buyer sees of the wallet.
 *
 * @param openCharges charges that could still be reversed, in the order in which they were made;
 *     the newest {@value #OPEN_CHARGES_SHOWN} if there are more, as a message between nodes is
 *     bounded
 */
public record Wallet(String buyerId, Money balance, List<OpenCharge> openCharges)
    implements CborSerializable {

  /** How many open charges are shown at most. */
  public static final int OPEN_CHARGES_SHOWN = 1_000;

  public record OpenCharge(String ticketId, String matchId, Money amount)
      implements CborSerializable {}
}
