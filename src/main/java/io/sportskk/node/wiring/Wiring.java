package io.sportskk.node.wiring;

import akka.actor.typed.RecipientRef;
import io.sportskk.payment.WalletCommand;
import io.sportskk.ticket.Payments;
import io.sportskk.ticket.Sales;
import io.sportskk.ticket.TallyRequests;
import java.util.function.Function;

/**
 * What is put between a ticket and the contexts that it needs. By default nothing is: each gets
 * what the node has made for it.
 */
public interface Wiring {

  /** Nothing is put in between. */
  Wiring DIRECT = new Wiring() {};

  default Payments payments(Payments payments) {
    return payments;
  }

  default TallyRequests tally(TallyRequests tally) {
    return tally;
  }

  default Sales sales(Sales sales) {
    return sales;
  }

  /**
   * Whom the payment client asks for a buyer's wallet, below its circuit breaker.
   *
   * @param wallets the wallet by buyer id
   */
  default Function<String, RecipientRef<WalletCommand>> wallets(
      Function<String, RecipientRef<WalletCommand>> wallets) {
    return wallets;
  }
}
