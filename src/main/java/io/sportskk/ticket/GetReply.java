package io.sportskk.ticket;

import io.sportskk.kernel.CborSerializable;

/** The answer to {@link TicketCommand.Get}. */
public sealed interface GetReply extends CborSerializable {

  record Found(Ticket ticket) implements GetReply {}

  record NoSuchTicket() implements GetReply {}
}
