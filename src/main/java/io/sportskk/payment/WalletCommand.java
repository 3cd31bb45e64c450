package io.sportskk.payment;

import akka.actor.typed.ActorRef;
import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Correlated;
import io.sportskk.kernel.Money;
import java.time.Instant;

/** What a buyer's wallet can be asked. */
public sealed interface WalletCommand permits WalletCommand.Request, WalletProgress {

  /** What others may ask; {@link WalletProgress} is what the wallet tells itself. */
  sealed interface Request extends WalletCommand, CborSerializable {}

  /**
   * Charge the stake of a ticket, once, however often it is asked. A ticket is of one match, for
   * ever: the wallet looks for an earlier charge among those of {@code matchId}.
   *
   * @param payBefore a charge that is not made before this time is refused
   * @param salesCloseAt when sales of the match close: nothing is charged from then on, and how
   *     long the wallet must remember this charge depends on it; the same for every command about
   *     one ticket
   */
  record Charge(
      String ticketId,
      String matchId,
      Money amount,
      Instant payBefore,
      Instant salesCloseAt,
      String correlationId,
      ActorRef<ChargeReply> replyTo)
      implements Request, Correlated {}

  /**
   * Give back what was charged for a ticket, once, and refuse a charge for it that arrives later.
   */
  record Reverse(
      String ticketId,
      String matchId,
      Instant salesCloseAt,
      String correlationId,
      ActorRef<ReverseReply> replyTo)
      implements Request, Correlated {}

  /** Pay money in, once for each deposit id. */
  record Deposit(
      String depositId, Money amount, String correlationId, ActorRef<DepositReply> replyTo)
      implements Request, Correlated {}

  record GetWallet(ActorRef<Wallet> replyTo) implements Request {}

  /** Stop: the shard's stop message, which every state must obey. */
  record Stop() implements Request {}
}
