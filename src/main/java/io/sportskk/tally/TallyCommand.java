package io.sportskk.tally;

import akka.actor.typed.ActorRef;
import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Correlated;
import io.sportskk.kernel.Money;
import java.time.Instant;

/** What the tally of one match can be asked. */
public sealed interface TallyCommand permits TallyCommand.Request, TallyProgress {

  /** What others may ask; {@link TallyProgress} is what the tally tells itself. */
  sealed interface Request extends TallyCommand, CborSerializable {}

  /**
   * Count a ticket, once, however often it is asked; not if it was uncounted before.
   *
   * @param buyerId null if a node of an earlier release asks, as {@code acceptedAt}
   * @param acceptedAt when it was sold
   */
  record Count(
      String ticketId,
      String buyerId,
      String team,
      Money stake,
      Instant acceptedAt,
      String correlationId,
      ActorRef<CountReply> replyTo)
      implements Request, Correlated {}

  /** Take a ticket out, once; if it was not counted yet, it never will be. */
  record Uncount(
      String ticketId, String team, Money stake, String correlationId, ActorRef<CountReply> replyTo)
      implements Request, Correlated {}

  /**
   * The totals are final: count nothing any more. Answered with the totals, which are published at
   * once.
   */
  record Seal(String correlationId, ActorRef<TotalsReply> replyTo) implements Request, Correlated {}

  record GetTotals(ActorRef<TotalsReply> replyTo) implements Request {}

  /** Stop: the shard's stop message, which every state must obey. */
  record Stop() implements Request {}
}
