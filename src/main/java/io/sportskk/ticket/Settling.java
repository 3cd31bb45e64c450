package io.sportskk.ticket;

import akka.actor.typed.ActorRef;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.sportskk.kernel.Money;
import io.sportskk.ticket.SettleReply.Differs;
import io.sportskk.ticket.SettleReply.NotYet;
import io.sportskk.ticket.TicketCommand.Settle;
import io.sportskk.ticket.TicketEvent.TicketSettled;
import io.sportskk.ticket.TicketProgress.AwardPaid;
import io.sportskk.ticket.TicketProgress.Idle;
import io.sportskk.ticket.TicketProgress.TurnCame;
import io.sportskk.ticket.TicketState.Approved;
import io.sportskk.ticket.TicketState.Settled;
import io.sportskk.ticket.TicketState.Sold;

/**
 * How a ticket ends when its pool is settled. It is paid first, and then it is stored that it is
 * settled: one event, after which nothing is left to be done. If that is lost, the settlement asks
 * again, and payment knows that it has paid.
 */
final class Settling {

  private final TicketServices services;
  private final TicketSaga saga;
  private final TicketEffects effects;

  /** What was asked last: whoever asked the same before has given up. */
  private Settle asked;

  /** Null while nobody has asked, or all is done. */
  private SettlingTurns.Turn turn;

  Settling(TicketServices services, TicketSaga saga, TicketEffects effects) {
    this.services = services;
    this.saga = saga;
    this.effects = effects;
  }

  ReplyEffect<TicketEvent, TicketState> settle(Approved state, Settle settle) {
    Purchase purchase = state.purchase();
    String ticketId = purchase.ticketId();
    String difference = difference(purchase, settle);
    if (difference != null) {
      return effects.reply(settle.replyTo(), new Differs(ticketId, difference));
    }
    if (!state.ticket().tallied() && settle.award().kind() != Award.Kind.LATE) {
      return notYet(state, settle);
    }
    return takeTurn(settle);
  }

  private ReplyEffect<TicketEvent, TicketState> takeTurn(Settle settle) {
    asked = settle;
    if (turn == null) {
      ActorRef<TicketCommand> self = effects.context().getSelf();
      turn = services.turns().take(come -> self.tell(new TurnCame(settle, come)));
    } // else it is answered when that has ended; there is one settlement only
    return effects.noReply();
  }

  ReplyEffect<TicketEvent, TicketState> turnCame(Approved state, TurnCame came) {
    if (came.turn() != turn) {
      return effects.noReply(); // it was given up when the entity was recovered
    }
    Settle settle = came.settle();
    if (settle.round() > 1 && !isLate(settle.award())) {
      // Payment may have paid by an earlier round what was not stored here.
      saga.payUp(state.purchase(), settle, PaidSoFar.NOTHING);
      return effects.noReply();
    }
    if (settle.award().amount().equals(Money.ZERO)) {
      return settled(state, settle, PaidSoFar.NOTHING);
    }
    saga.pay(state, settle);
    return effects.noReply();
  }

  /** What it was awarded before was wrong: it is paid what that was too little. */
  ReplyEffect<TicketEvent, TicketState> settle(Settled state, Settle settle) {
    if (settle.round() <= state.round()) {
      return again(state, settle);
    }
    String difference = difference(state.purchase(), settle);
    if (difference != null || isLate(state.award()) || isLate(settle.award())) {
      return effects.reply(
          settle.replyTo(),
          new Differs(
              state.purchase().ticketId(), difference == null ? settledAs(state) : difference));
    }
    return takeTurn(settle);
  }

  ReplyEffect<TicketEvent, TicketState> turnCame(Settled state, TurnCame came) {
    if (came.turn() != turn) {
      return effects.noReply(); // it was given up when the entity was recovered
    }
    Settle settle = came.settle();
    boolean knowsAll = settle.round() == state.round() + 1;
    if (knowsAll && !settle.award().amount().isMoreThan(state.paid().gross())) {
      return settled(state, settle, state.paid());
    }
    saga.payUp(state.purchase(), settle, state.paid());
    return effects.noReply();
  }

  /** It is in no pool, so no result is about it. */
  private static boolean isLate(Award award) {
    return award.kind() == Award.Kind.LATE;
  }

  /** The ticket is not what it was when it was asked: whoever waits asks again. */
  ReplyEffect<TicketEvent, TicketState> tooLate() {
    forget();
    return effects.noReply();
  }

  /** What the ticket is, if it is not what is to be settled; null if it is. */
  private static String difference(Purchase purchase, Settle settle) {
    boolean same =
        purchase.matchId().equals(settle.matchId())
            && purchase.team().equals(settle.team())
            && purchase.stake().equals(settle.stake());
    return same
        ? null
        : "match %s, team %s, stake %s"
            .formatted(purchase.matchId(), purchase.team(), purchase.stake());
  }

  ReplyEffect<TicketEvent, TicketState> paid(Sold state, AwardPaid answer) {
    if (turn == null) {
      return effects.noReply(); // it was asked before the entity was recovered
    }
    saga.answered();
    if (answer.unpaid().isEmpty() || answer.refused()) {
      services.turns().paymentAnswered();
    } else {
      services.turns().paymentFailed();
    }
    if (answer.unpaid().isEmpty()) {
      return settled(state, answer.settle(), answer.paid());
    }
    endTurn();
    effects.log().info("{} is not paid yet: {}", answer.settle().award(), answer.unpaid());
    String ticketId = state.purchase().ticketId();
    tell(
        ticketId,
        answer.settle(),
        answer.refused()
            ? new SettleReply.Refused(ticketId, answer.unpaid())
            : new NotYet(ticketId, answer.unpaid()));
    return effects.noReply();
  }

  private ReplyEffect<TicketEvent, TicketState> settled(Sold state, Settle settle, PaidSoFar paid) {
    TicketSettled event =
        new TicketSettled(
            state.purchase(),
            settle.round(),
            settle.award(),
            paid,
            settle.correlationId(),
            services.clock().instant());
    return effects.persist(
        event,
        settled -> {
          endTurn();
          if (event.leavesThePool()) {
            saga.uncount(state.purchase(), settle.correlationId());
          }
          String ticketId = state.purchase().ticketId();
          tell(ticketId, settle, new SettleReply.Settled(ticketId, paid.beyond(settle.award())));
          // Nothing is left to be done: it need not wait until nobody has asked for a while, as the
          // tickets of a large match would not have room until then.
          effects.context().getSelf().tell(new Idle());
        });
  }

  /** Whoever asks for a later round meanwhile is not answered with an earlier one. */
  private void tell(String ticketId, Settle settle, SettleReply reply) {
    if (asked != null) {
      asked
          .replyTo()
          .tell(
              asked.round() == settle.round()
                  ? reply
                  : new NotYet(ticketId, "round " + settle.round() + ": " + reply));
      asked = null;
    }
  }

  private ReplyEffect<TicketEvent, TicketState> again(Settled state, Settle settle) {
    boolean same = state.award().equals(settle.award()) && state.round() == settle.round();
    String ticketId = state.purchase().ticketId();
    return effects.reply(
        settle.replyTo(),
        same
            ? new SettleReply.Settled(ticketId, state.paid().beyond(state.award()))
            : new Differs(ticketId, settledAs(state)));
  }

  private static String settledAs(Settled state) {
    return "settled in round " + state.round() + ": " + state.award();
  }

  ReplyEffect<TicketEvent, TicketState> notYet(Sold state, Settle settle) {
    Ticket ticket = state.ticket();
    return effects.reply(
        settle.replyTo(),
        new NotYet(
            ticket.purchase().ticketId(),
            ticket.status().label() + (ticket.tallied() ? "" : ", not tallied")));
  }

  ReplyEffect<TicketEvent, TicketState> ended(Sold state, Settle settle) {
    return effects.reply(
        settle.replyTo(),
        new SettleReply.Ended(state.purchase().ticketId(), state.ticket().status()));
  }

  /** Whether it has its turn, or waits for it. */
  boolean isUnderWay() {
    return turn != null;
  }

  /** The entity was recovered from its events: whoever waited asks again. */
  void forget() {
    asked = null;
    endTurn();
  }

  private void endTurn() {
    if (turn != null) {
      turn.end();
      turn = null;
    }
  }
}
