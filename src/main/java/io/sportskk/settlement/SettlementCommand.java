package io.sportskk.settlement;

import akka.actor.typed.ActorRef;
import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Correlated;
import io.sportskk.kernel.Money;

/** What the settlement of a match can be asked. */
public sealed interface SettlementCommand permits SettlementCommand.Request, SettlementProgress {

  /** What others may ask. */
  sealed interface Request extends SettlementCommand, CborSerializable {}

  /** There may be something to do: the match has changed, or nobody has looked for a while. */
  record Wake() implements Request {}

  /**
   * Take what this match leaves to another one, once for that match and never for a third one.
   *
   * @param forMatch the match that gets it
   */
  record TakeCarry(String forMatch, String correlationId, ActorRef<CarryReply> replyTo)
      implements Request, Correlated {}

  /** The answer to {@link TakeCarry}. */
  sealed interface CarryReply extends CborSerializable {}

  /**
   * @param amount zero if there is nothing, or another match has taken it
   */
  record Carry(Money amount) implements CarryReply {}

  /** What it leaves is not known yet. */
  record NotKnownYet() implements CarryReply {}

  record GetSettlement(ActorRef<Settlement> replyTo) implements Request {}

  /** Stop: the shard's stop message, which every state must obey. */
  record Stop() implements Request {}
}
