package io.sportskk.ticket;

import akka.actor.typed.ActorRef;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.sportskk.ticket.TicketCommand.Cancel;
import io.sportskk.ticket.TicketEvent.CancellationRequested;
import io.sportskk.ticket.TicketEvent.ReversalRefused;
import io.sportskk.ticket.TicketEvent.TicketCancelled;
import io.sportskk.ticket.TicketEvent.TooLateToCancel;
import io.sportskk.ticket.TicketProgress.CancelChecked;
import io.sportskk.ticket.TicketProgress.ReverseAnswered;
import io.sportskk.ticket.TicketState.Approved;
import io.sportskk.ticket.TicketState.Cancelling;
import io.sportskk.ticket.TicketState.Pending;
import io.sportskk.ticket.TicketState.Settled;
import io.sportskk.ticket.TicketState.Sold;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The cancellation saga of one ticket: may it be cancelled, is its charge reversed. */
final class Cancellation {

  private final TicketServices services;
  private final TicketSaga saga;
  private final TicketEffects effects;
  private final Purchasing purchasing;
  private final LateCancellation late;

  /** Whose request is not answered yet, if any: nothing of it survives a restart of the entity. */
  private ActorRef<CancelReply> canceller;

  Cancellation(
      TicketServices services,
      TicketSaga saga,
      TicketEffects effects,
      Purchasing purchasing,
      LateCancellation late) {
    this.services = services;
    this.saga = saga;
    this.effects = effects;
    this.purchasing = purchasing;
    this.late = late;
  }

  ReplyEffect<TicketEvent, TicketState> cancelPending(Pending state, Cancel cancel) {
    if (!isOwn(state, cancel)) {
      return effects.reply(cancel.replyTo(), new CancelReply.NoSuchTicket());
    }
    return requestCancellation(state, cancel, services.clock().instant());
  }

  ReplyEffect<TicketEvent, TicketState> checkCancel(Approved state, Cancel cancel) {
    if (!isOwn(state, cancel)) {
      return late.refuseOther(state, cancel);
    }
    Instant now = services.clock().instant();
    Optional<TooLateToCancel> tooLate = late.toOwner(state, now);
    if (tooLate.isPresent()) {
      return late.refuse(state, cancel, tooLate.get());
    }
    if (cancel.replyTo().equals(canceller) || !effects.refused().waits(cancel)) {
      return effects.noReply(); // a repetition of what will be answered, or has been
    }
    // Sales may have been closed before the time that was announced.
    Purchase purchase = state.purchase();
    Optional<Sales.Answer> known = services.sales().known(purchase.matchId(), purchase.team(), now);
    if (known.isPresent()) {
      return cancelApproved(state, cancel, known.get(), now);
    }
    canceller = cancel.replyTo();
    effects
        .context()
        .pipeToSelf(
            services.sales().check(purchase.matchId(), purchase.team(), cancel.correlationId()),
            (answer, failure) ->
                new CancelChecked(
                    cancel, failure == null ? answer : new Sales.Unavailable(failure.toString())));
    return effects.noReply(); // answered when the match has answered
  }

  ReplyEffect<TicketEvent, TicketState> cancelApproved(Approved state, CancelChecked checked) {
    forgetChecked(checked);
    Purchase purchase = state.purchase();
    Instant now = services.clock().instant();
    return cancelApproved(
        state,
        checked.cancel(),
        services.sales().upToDate(purchase.matchId(), purchase.team(), now, checked.answer()),
        now);
  }

  private ReplyEffect<TicketEvent, TicketState> cancelApproved(
      Approved state, Cancel cancel, Sales.Answer answer, Instant now) {
    Optional<TooLateToCancel> tooLate = late.toOwner(state, now);
    if (tooLate.isPresent() || answer.equals(LateCancellation.CLOSED)) {
      return late.refuse(state, cancel, tooLate.orElse(TooLateToCancel.SALES_CLOSED));
    }
    if (answer instanceof Sales.NotOnSale refusal && refusal.reason().isForNow()) {
      return effects.refuseForNow(
          cancel, cancel.replyTo(), new CancelReply.SalesSuspended(state.ticket()));
    }
    if (!(answer instanceof Sales.OnSale) || !effects.refused().waits(cancel)) {
      return effects.refuseForNow(cancel, cancel.replyTo(), new CancelReply.SalesUnavailable());
    }
    return requestCancellation(state, cancel, now);
  }

  private ReplyEffect<TicketEvent, TicketState> requestCancellation(
      Sold state, Cancel cancel, Instant now) {
    canceller = cancel.replyTo();
    return effects.persist(
        new CancellationRequested(
            state.purchase(), CancellationReason.BUYER_REQUEST, cancel.correlationId(), now),
        cancelling -> {
          purchasing.answer(cancelling);
          saga.takeStep(cancelling);
        });
  }

  ReplyEffect<TicketEvent, TicketState> cancelSettled(Settled state, Cancel cancel) {
    return isOwn(state, cancel)
        ? late.refuse(state, cancel, TooLateToCancel.SETTLED)
        : late.refuseOther(state, cancel);
  }

  ReplyEffect<TicketEvent, TicketState> settledMeanwhile(Settled state, CancelChecked checked) {
    forgetChecked(checked);
    return cancelSettled(state, checked.cancel());
  }

  /** Whose cancellation was checked is answered now; another one may wait for his own answer. */
  private void forgetChecked(CancelChecked checked) {
    if (checked.cancel().replyTo().equals(canceller)) {
      canceller = null;
    }
  }

  ReplyEffect<TicketEvent, TicketState> reversed(Cancelling state, ReverseAnswered answer) {
    saga.answered();
    if (answer.outcome() instanceof Payments.Reversed done) {
      return effects.persist(
          new TicketCancelled(
              state.purchase(),
              state.reason(),
              state.wasApproved(),
              state.correlationId(),
              services.clock().instant()),
          cancelled -> {
            saga.uncount(state.purchase(), state.correlationId());
            answer(new CancelReply.Cancelled(cancelled.ticket(), done.balance()));
          });
    }
    if (answer.outcome() instanceof Payments.ReverseRefused refused) {
      effects
          .log()
          .warn("it can't be told what is to be given back: {}; to be decided", refused.reason());
      return effects.persist(
          new ReversalRefused(
              state.purchase(),
              refused.reason(),
              state.correlationId(),
              services.clock().instant()),
          undecided -> answer(new CancelReply.Undecided(undecided.ticket())));
    }
    Duration retryAfter =
        answer.outcome() instanceof Payments.Suspended open ? open.retryAfter() : Duration.ZERO;
    saga.askAgain(retryAfter);
    effects.log().debug("{}: asked again in {}", answer.outcome(), saga.timeToNextStep());
    answer(cancelling(state));
    return effects.noReply();
  }

  /** The answer to a cancellation of a ticket that is being cancelled already. */
  CancelReply cancelling(Sold state) {
    return new CancelReply.Cancelling(state.ticket(), saga.timeToNextStep());
  }

  private void answer(CancelReply reply) {
    if (canceller != null) {
      canceller.tell(reply);
      canceller = null;
    }
  }

  ReplyEffect<TicketEvent, TicketState> own(Sold state, Cancel cancel, CancelReply reply) {
    return effects.reply(
        cancel.replyTo(), isOwn(state, cancel) ? reply : new CancelReply.NoSuchTicket());
  }

  private static boolean isOwn(Sold state, Cancel cancel) {
    return state.purchase().buyerId().equals(cancel.buyerId());
  }

  /** Whether somebody waits for an answer. */
  boolean isAwaited() {
    return canceller != null;
  }

  /** The entity was recovered from its events: whoever waited has been given up. */
  void forget() {
    canceller = null;
  }
}
