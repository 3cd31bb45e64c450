package io.sportskk.payment;

import akka.actor.typed.ActorRef;
import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Correlated;
import io.sportskk.kernel.Money;
import io.sportskk.payment.WalletEvent.ReturnCause;
import java.time.Instant;
import java.util.Map;

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
   *
   * @param cause that is stored with it; null if a node of an earlier release asks, and a wallet of
   *     one stores none
   */
  record Reverse(
      String ticketId,
      String matchId,
      ReturnCause cause,
      Instant salesCloseAt,
      String correlationId,
      ActorRef<ReverseReply> replyTo)
      implements Request, Correlated {}

  /**
   * Give a ticket's stake back of which the wallet may have forgotten the charge: what that was,
   * and that it must be given back, has been decided elsewhere. Once for each ticket, and not if
   * the wallet still knows better: a charge that it remembers is reversed, and one that it knows to
   * be reversed or never made is not paid for.
   *
   * @param amount that was charged
   * @param cause that is stored with it, also if the charge is reversed; null as of {@link Reverse}
   * @param salesCloseAt when sales of the match closed, as in every command about the ticket
   * @param decidedAt when it was decided, the same for all repetitions: once a refund that was made
   *     then may be forgotten, none is made for this decision
   */
  record Refund(
      String ticketId,
      String matchId,
      Money amount,
      ReturnCause cause,
      Instant salesCloseAt,
      Instant decidedAt,
      String correlationId,
      ActorRef<RefundReply> replyTo)
      implements Request, Correlated {}

  /**
   * Pay what a ticket has won, once for each round of its settlement: a correction is a later round
   * and is paid on top. From the first on the ticket's stake is not given back any more.
   *
   * <p>What was won, and by a ticket that was charged, has been decided elsewhere: the wallet may
   * have forgotten the charge. It refuses if it knows that the charge was refused or given back.
   *
   * @param payout more than nothing
   * @param tax that is kept back of it
   * @param cause why it is what is left of a stake that is given back; null if the ticket has won,
   *     and as of {@link Reverse}
   * @param decidedAt when it was decided, the same for all repetitions of a round: once a payout
   *     that was made then may be forgotten, none is made for this decision
   */
  record PayOut(
      String ticketId,
      String matchId,
      int round,
      Money payout,
      Money tax,
      ReturnCause cause,
      Instant decidedAt,
      String correlationId,
      ActorRef<PayOutReply> replyTo)
      implements Request, Correlated {

    public PayOut {
      WalletEvent.PaidOut.check(payout, tax);
    }
  }

  /**
   * Pay what a corrected result leaves owing to a ticket, once for each round of its settlement:
   * what it is due less what it was paid before, if that is not more. The wallet takes into account
   * all that it remembers of earlier rounds, as it may have paid what the ticket does not know of.
   *
   * @param stake of the ticket: so much was given back, if that is what the wallet has done
   * @param due by this round, nothing if the ticket has lost
   * @param paid what the ticket knows that it was paid, or given back, in earlier rounds
   * @param cause why the stake is due; null as of {@link PayOut}
   * @param decidedAt as of {@link PayOut}
   */
  record PayUp(
      String ticketId,
      String matchId,
      Money stake,
      int round,
      PaidSum due,
      PaidSum paid,
      ReturnCause cause,
      Instant decidedAt,
      String correlationId,
      ActorRef<PayUpReply> replyTo)
      implements Request, Correlated {}

  /** Pay money in, once for each deposit id. */
  record Deposit(
      String depositId, Money amount, String correlationId, ActorRef<DepositReply> replyTo)
      implements Request, Correlated {}

  /** Whether money is staked on the match that may still be won, or given back. Changes nothing. */
  record HasStaked(String matchId, ActorRef<Staked> replyTo) implements Request {}

  /** The answer to {@link HasStaked}. */
  record Staked(boolean any) implements CborSerializable {}

  /**
   * The buyer sets all his limits of play anew. What is tighter is in force at once. What is looser
   * has to be asked for twice, with a time in between: what the first time begins, the second one
   * confirms.
   *
   * @param limits a kind that is missing is to have no limit
   */
  record SetLimits(Map<LimitKind, Long> limits, String correlationId, ActorRef<PlayLimits> replyTo)
      implements Request, Correlated {}

  /**
   * The house sets all its limits of this buyer anew, at once.
   *
   * @param limits a kind that is missing is to have no limit
   * @param by the administrator
   */
  record SetHouseLimits(
      Map<LimitKind, Long> limits, String by, String correlationId, ActorRef<PlayLimits> replyTo)
      implements Request, Correlated {}

  /**
   * Let the buyer neither buy nor pay in until then. It can be prolonged, not shortened.
   *
   * @param by the buyer himself, or an administrator
   */
  record Exclude(Instant until, String by, String correlationId, ActorRef<ExcludeReply> replyTo)
      implements Request, Correlated {}

  /**
   * Approve one large stake of the buyer ahead, once for each approval id.
   *
   * @param upTo the stake may be so much, not more
   * @param by the administrator, who must not be the buyer
   */
  record ApproveStake(
      String approvalId,
      Money upTo,
      String reason,
      String by,
      String correlationId,
      ActorRef<ApproveReply> replyTo)
      implements Request, Correlated {}

  record GetLimits(ActorRef<PlayLimits> replyTo) implements Request {}

  record GetWallet(ActorRef<Wallet> replyTo) implements Request {}

  /** Stop: the shard's stop message, which every state must obey. */
  record Stop() implements Request {}
}
