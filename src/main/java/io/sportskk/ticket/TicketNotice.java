package io.sportskk.ticket;

import akka.actor.typed.ActorRef;
import io.sportskk.kernel.CborSerializable;

/** What a subscriber of a ticket is told. */
public sealed interface TicketNotice extends CborSerializable {

  /**
   * The subscription holds as long as {@code entity} lives: whoever wants to go on after its end
   * subscribes again.
   *
   * @param entity to be watched
   */
  record Subscribed(ActorRef<TicketCommand> entity) implements TicketNotice {}

  /** Changes come in the order of their sequence numbers, without gaps. */
  record Changed(Ticket ticket) implements TicketNotice {}

  record NoSuchTicket() implements TicketNotice {}
}
