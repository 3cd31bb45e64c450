package io.sportskk.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sportskk.kernel.Money;
import io.sportskk.ticket.Ticket;

/**
 * A ticket in the answer to the very request that moved its stake.
 *
 * @param balance what the buyer's wallet held after that, in KRW; left out if it is not known
 */
record TicketAndBalanceJson(
    @JsonUnwrapped TicketJson ticket, @JsonInclude(JsonInclude.Include.NON_NULL) Long balance) {

  static TicketAndBalanceJson of(Ticket ticket, Money balance) {
    return new TicketAndBalanceJson(
        TicketJson.of(ticket), balance == null ? null : (Long) balance.won());
  }
}
