package io.sportskk.ticket;

import akka.actor.typed.ActorRef;
import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Correlated;
import io.sportskk.kernel.Money;

/** What a ticket can be asked. */
public sealed interface TicketCommand permits TicketCommand.Request, TicketProgress {

  /** What others may ask; {@link TicketProgress} is what the ticket tells itself. */
  sealed interface Request extends TicketCommand, CborSerializable {}

  /**
   * Buy this ticket. Asked again with the same content, it answers how the ticket stands. The same
   * message may come more than once.
   *
   * @param replyTo gets one reply: once the purchase is complete or refused, or once it is clear
   *     that it will take longer
   */
  record Buy(
      String buyerId,
      String matchId,
      String team,
      Money stake,
      String correlationId,
      ActorRef<BuyReply> replyTo)
      implements Request, Correlated {}

  /**
   * Cancel this ticket.
   *
   * @param buyerId who asks; somebody else's ticket is answered as if there were none
   */
  record Cancel(String buyerId, String correlationId, ActorRef<CancelReply> replyTo)
      implements Request, Correlated {}

  record Get(ActorRef<GetReply> replyTo) implements Request {}

  /**
   * Send what happens to this ticket to the subscriber, until the subscriber or this entity stops.
   * Asked again by the same subscriber, it goes on from {@code after}.
   *
   * @param after the sequence number of the last event that the subscriber knows, 0 for none
   */
  record Subscribe(long after, ActorRef<TicketNotice> subscriber) implements Request {}

  /**
   * Go on where your events ended: sent by the sweeper to tickets that have been unfinished for too
   * long.
   */
  record Resume() implements Request {}

  /** Stop: the shard's stop message, which every state must obey. */
  record Stop() implements Request {}
}
