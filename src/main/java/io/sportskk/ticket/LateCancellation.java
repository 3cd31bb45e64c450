package io.sportskk.ticket;

import akka.actor.typed.ActorRef;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.sportskk.ticket.RefusedCancellations.Attempt;
import io.sportskk.ticket.TicketCommand.Cancel;
import io.sportskk.ticket.TicketCommand.CancelInVain;
import io.sportskk.ticket.TicketCommand.Decide;
import io.sportskk.ticket.TicketEvent.CancellationRefused;
import io.sportskk.ticket.TicketEvent.Canceller;
import io.sportskk.ticket.TicketEvent.TooLateToCancel;
import io.sportskk.ticket.TicketState.Approved;
import io.sportskk.ticket.TicketState.Settled;
import io.sportskk.ticket.TicketState.Sold;
import java.time.Instant;
import java.util.Optional;

/**
 * Cancellations that come too late, whoever asks for them: each is refused, and before that is
 * answered it is kept who asked ({@code V2}).
 */
final class LateCancellation {

  /** No other answer of a match is for good: by its node's clock sales may not have opened yet. */
  static final Sales.Answer CLOSED = new Sales.NotOnSale(Sales.Refusal.SALES_CLOSED);

  private final TicketServices services;
  private final TicketEffects effects;

  LateCancellation(TicketServices services, TicketEffects effects) {
    this.services = services;
    this.effects = effects;
  }

  /** The buyer's own ticket. */
  ReplyEffect<TicketEvent, TicketState> refuse(Sold state, Cancel cancel, TooLateToCancel reason) {
    CancelReply refusal = new CancelReply.TooLate(state.ticket());
    Attempt attempt = new Attempt(Canceller.OWNER, cancel.buyerId(), reason);
    if (!isToBeKept(state, attempt)) {
      return effects.refuse(cancel, cancel.replyTo(), refusal);
    }
    return keep(
        state,
        attempt,
        cancel.correlationId(),
        () -> {
          effects.refused().add(cancel);
          cancel.replyTo().tell(refusal);
        });
  }

  /** Somebody else's ticket, of which he is not told. */
  ReplyEffect<TicketEvent, TicketState> refuseOther(Sold state, Cancel cancel) {
    return refuse(
        state,
        Canceller.OTHER_BUYER,
        cancel.buyerId(),
        cancel.correlationId(),
        cancel.replyTo(),
        new CancelReply.NoSuchTicket());
  }

  ReplyEffect<TicketEvent, TicketState> refuseOther(Sold state, CancelInVain cancel) {
    return refuse(
        state,
        Canceller.ADMINISTRATOR,
        cancel.by(),
        cancel.correlationId(),
        cancel.replyTo(),
        new CancelReply.NoSuchTicket());
  }

  /** Of a ticket that is not undecided, it would be a cancellation by another name. */
  ReplyEffect<TicketEvent, TicketState> refuseDecision(Sold state, Decide decide) {
    return refuse(
        state,
        Canceller.ADMINISTRATOR,
        decide.decidedBy(),
        decide.correlationId(),
        decide.replyTo(),
        new DecideReply.NotUndecided(state.ticket()));
  }

  /**
   * While its buyer may cancel the ticket, nothing is wrong but who asks for it, and that is not
   * kept.
   */
  private <R> ReplyEffect<TicketEvent, TicketState> refuse(
      Sold state,
      Canceller as,
      String by,
      String correlationId,
      ActorRef<? super R> replyTo,
      R refusal) {
    Optional<Attempt> late = reason(state).map(reason -> new Attempt(as, by, reason));
    if (late.filter(attempt -> isToBeKept(state, attempt)).isEmpty()) {
      return effects.reply(replyTo, refusal);
    }
    return keep(state, late.get(), correlationId, () -> replyTo.tell(refusal));
  }

  /**
   * Empty if it can be cancelled, or is; or if only the match knows that its sales were closed
   * early, which is not asked for somebody who can cancel nothing.
   */
  private Optional<TooLateToCancel> reason(Sold state) {
    if (state instanceof Settled) {
      return Optional.of(TooLateToCancel.SETTLED);
    }
    if (!(state instanceof Approved approved)) {
      return Optional.empty();
    }
    Instant now = services.clock().instant();
    if (areSalesClosed(approved, now)) {
      return Optional.of(TooLateToCancel.SALES_CLOSED);
    }
    return now.isBefore(approved.cancellableUntil())
        ? Optional.empty()
        : Optional.of(TooLateToCancel.CANCEL_WINDOW_OVER);
  }

  /** What is not kept is in the log, but for a repetition. */
  private boolean isToBeKept(Sold state, Attempt attempt) {
    RefusedCancellations refused = state.history().refused();
    if (refused.has(attempt)) {
      return false;
    }
    boolean keeps = services.settings().keepRefusals();
    if (keeps && refused.hasRoomFor(attempt)) {
      return true;
    }
    effects
        .log()
        .info(
            "cancellation refused to {} ({}): {} (not kept: {})",
            attempt.by(),
            attempt.as(),
            attempt.reason(),
            keeps ? "too many were refused it" : "sportskk.ticket.keep-refusals is off");
    return false;
  }

  /**
   * Why its buyer can't cancel an approved ticket any more, as far as its node knows; empty if the
   * match is to be asked. What was refused to him stays so, whatever the clock of another node says
   * and whatever that knows of the match.
   */
  Optional<TooLateToCancel> toOwner(Approved state, Instant now) {
    if (now.isBefore(state.cancellableUntil())) {
      return state.history().refused().toOwner();
    }
    return Optional.of(
        areSalesClosed(state, now)
            ? TooLateToCancel.SALES_CLOSED
            : TooLateToCancel.CANCEL_WINDOW_OVER);
  }

  /** As far as this node knows. */
  private boolean areSalesClosed(Approved state, Instant now) {
    Purchase purchase = state.purchase();
    return !now.isBefore(state.salesCloseAt())
        || services
            .sales()
            .known(purchase.matchId(), purchase.team(), now)
            .filter(CLOSED::equals)
            .isPresent();
  }

  private ReplyEffect<TicketEvent, TicketState> keep(
      Sold state, Attempt attempt, String correlationId, Runnable then) {
    return effects.note(
        new CancellationRefused(
            state.purchase(),
            attempt.reason(),
            attempt.as(),
            attempt.by(),
            correlationId,
            services.clock().instant()),
        then);
  }
}
