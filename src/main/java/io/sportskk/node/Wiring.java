package io.sportskk.node;

import io.sportskk.ticket.Payments;
import io.sportskk.ticket.Sales;
import io.sportskk.ticket.TallyRequests;

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
}
