package io.sportskk.ticket;

import akka.actor.typed.ActorRef;
import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Correlated;
import io.sportskk.kernel.Money;
import java.time.Duration;
import java.time.Instant;

/** What a ticket can be asked. */
public sealed interface TicketCommand permits TicketCommand.Request, TicketProgress {

  /** What others may ask; {@link TicketProgress} is what the ticket tells itself. */
  sealed interface Request extends TicketCommand, CborSerializable {}

  /**
   * A request that is repeated while it is not answered. A ticket that has answered that nothing
   * was done does nothing for the same asker any more, nor for one who has given up.
   */
  sealed interface Asked extends Request {

    /**
     * By so much the clock of the asker may be ahead of the ticket's: it takes this off the time
     * for which it really waits.
     */
    Duration CLOCKS_APART = Duration.ofSeconds(1);

    /** The same for all repetitions of a request. */
    ActorRef<?> replyTo();

    /**
     * Until when (exclusive) the request may be begun, by the asker's clock; null if a node of an
     * earlier release asks, which does not say.
     */
    Instant answerBy();
  }

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
      Instant answerBy,
      ActorRef<BuyReply> replyTo)
      implements Asked, Correlated {}

  /**
   * Cancel this ticket. That it is too late is answered once it is kept who asked ({@code V2}).
   *
   * @param buyerId who asks; somebody else's ticket is answered as if there were none
   */
  record Cancel(
      String buyerId, String correlationId, Instant answerBy, ActorRef<CancelReply> replyTo)
      implements Asked, Correlated {}

  /**
   * Somebody who can cancel no ticket wants to cancel this one. It is refused in any case, and
   * answered as if there were no such ticket; this is for what is kept of it ({@code V2}). It is no
   * {@link Cancel}, which a node of an earlier release would do for who is the ticket's buyer as
   * well; such a node does not answer this.
   *
   * @param by who asks
   */
  record CancelInVain(String by, String correlationId, ActorRef<CancelReply> replyTo)
      implements Request, Correlated {}

  /**
   * Decide whether the stake of this ticket is to be given back, as payment can't tell. The same
   * decision once more changes nothing.
   *
   * @param decidedBy the operator
   * @param note why, in the operator's words; null if nothing is said
   * @param replyTo gets one reply, once the decision is durable
   */
  record Decide(
      ReversalDecision decision,
      String decidedBy,
      String note,
      String correlationId,
      ActorRef<DecideReply> replyTo)
      implements Request, Correlated {}

  /**
   * Settle this ticket, once for each round: pay what it is awarded, and end. Asked again with the
   * same content, it answers the same. By a later round it is paid what it was paid too little
   * before; what it was paid too much stays with its buyer.
   *
   * @param round of the settlement, from 1: later ones correct earlier ones
   * @param matchId as team and stake, what the settlement takes the ticket for
   * @param decidedAt when the award was fixed, the same for all repetitions
   */
  record Settle(
      int round,
      String matchId,
      String team,
      Money stake,
      Award award,
      Instant decidedAt,
      String correlationId,
      ActorRef<SettleReply> replyTo)
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
   *
   * @param wokenAt when it was sent
   * @param replyTo is told if nothing is left to be done; null if a node of an earlier release asks
   */
  record Resume(Instant wokenAt, ActorRef<ResumeReply> replyTo) implements Request {}

  /** Stop: the shard's stop message, which every state must obey. */
  record Stop() implements Request {}
}
