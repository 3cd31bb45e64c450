package io.sportskk.ticket;

import io.sportskk.kernel.CborSerializable;
import java.time.Instant;

/** The answer to {@link TicketCommand.Decide}. */
public sealed interface DecideReply extends CborSerializable {

  /**
   * The decision is durable. A stake that is to be given back is on its way while the ticket is
   * {@link TicketStatus#CANCELLING}.
   *
   * @param replayed whether the same had been decided before
   */
  record Decided(Ticket ticket, boolean replayed) implements DecideReply {}

  /** Nothing was done: the other thing has been decided. */
  record OtherDecision(Ticket ticket, ReversalDecision decision, String decidedBy, Instant at)
      implements DecideReply {}

  /** Nothing was done: there is nothing to decide of this ticket. */
  record NotUndecided(Ticket ticket) implements DecideReply {}

  record NoSuchTicket() implements DecideReply {}
}
