package io.sportskk.payment;

import akka.actor.typed.ActorRef;
import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Correlated;
import io.sportskk.kernel.Money;
import java.time.Instant;

/** What a buyer's wallet can be asked. */
public sealed interface WalletCommand extends CborSerializable {

  /**
   * Charge the stake of a ticket, once, however often it is asked.
   *
   * @param payBefore a charge that is not made by then is refused
   * @param salesCloseAt when sales of the match close: how long the wallet must remember this
   *     charge depends on it
   */
  record Charge(
      String ticketId,
      String matchId,
      Money amount,
      Instant payBefore,
      Instant salesCloseAt,
      String correlationId,
      ActorRef<ChargeReply> replyTo)
      implements WalletCommand, Correlated {}

  /**
   * Give back what was charged for a ticket, once, and refuse a charge for it that arrives later.
   */
  record Reverse(
      String ticketId,
      String matchId,
      Instant salesCloseAt,
      String correlationId,
      ActorRef<ReverseReply> replyTo)
      implements WalletCommand, Correlated {}

  /** Pay money in, once for each deposit id. */
  record Deposit(
      String depositId, Money amount, String correlationId, ActorRef<DepositReply> replyTo)
      implements WalletCommand, Correlated {}

  record GetWallet(ActorRef<Wallet> replyTo) implements WalletCommand {}

  /** Stop: the shard's stop message, which every state must obey. */
  record Stop() implements WalletCommand {}
}
