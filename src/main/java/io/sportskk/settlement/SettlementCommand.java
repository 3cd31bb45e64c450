package io.sportskk.settlement;

import akka.actor.typed.ActorRef;
import io.sportskk.kernel.CborSerializable;

/** What the settlement of a match can be asked. */
public sealed interface SettlementCommand
    permits SettlementCommand.Request, SettlementProgress {

  /** What others may ask. */
  sealed interface Request extends SettlementCommand, CborSerializable {}

  /** There may be something to do: the match has changed, or nobody has looked for a while. */
  record Wake() implements Request {}

  record GetSettlement(ActorRef<Settlement> replyTo) implements Request {}

  /** Stop: the shard's stop message, which every state must obey. */
  record Stop() implements Request {}
}
