package io.sportskk.ticket;

import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventHandlerBuilder;
import io.sportskk.ticket.TicketEvent.CancellationRefused;
import io.sportskk.ticket.TicketEvent.CancellationRequested;
import io.sportskk.ticket.TicketEvent.ReversalDecided;
import io.sportskk.ticket.TicketEvent.ReversalRefused;
import io.sportskk.ticket.TicketEvent.TicketApproved;
import io.sportskk.ticket.TicketEvent.TicketCancelled;
import io.sportskk.ticket.TicketEvent.TicketRejected;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import io.sportskk.ticket.TicketEvent.TicketSettled;
import io.sportskk.ticket.TicketEvent.TicketTallied;
import java.time.Instant;

/** The lifecycle of a ticket: each state has just the transitions that are possible from it. */
sealed interface TicketState {

  /** Which event leads from which state to which. */
  static EventHandler<TicketState, TicketEvent> transitions(
      EventHandlerBuilder<TicketState, TicketEvent> builder) {
    builder.forStateType(Unsold.class).onEvent(TicketRequested.class, Unsold::requested);
    builder
        .forStateType(Pending.class)
        .onEvent(TicketApproved.class, Pending::approved)
        .onEvent(TicketRejected.class, Pending::rejected)
        .onEvent(CancellationRequested.class, Pending::cancelling);
    builder
        .forStateType(Approved.class)
        .onEvent(TicketTallied.class, Approved::tallied)
        .onEvent(TicketSettled.class, Approved::settled)
        .onEvent(CancellationRequested.class, Approved::cancelling)
        .onEvent(CancellationRefused.class, Approved::refused);
    builder
        .forStateType(Settled.class)
        .onEvent(TicketSettled.class, Settled::corrected)
        .onEvent(CancellationRefused.class, Settled::refused);
    builder
        .forStateType(Cancelling.class)
        .onEvent(TicketCancelled.class, Cancelling::cancelled)
        .onEvent(ReversalRefused.class, Cancelling::undecided);
    builder.forStateType(Undecided.class).onEvent(ReversalDecided.class, Undecided::decided);
    builder
        .forStateType(Decided.class)
        .onEvent(TicketCancelled.class, Decided::cancelled)
        .onEvent(ReversalRefused.class, Decided::undecided);
    return builder.build();
  }

  /** No purchase has been accepted under this ticket id. */
  record Unsold() implements TicketState {
    Pending requested(TicketRequested event) {
      return new Pending(
          TicketHistory.of(event.purchase(), event.rules()),
          event.payBefore(),
          event.salesCloseAt());
    }
  }

  /** A purchase was accepted; what follows only changes how it stands. */
  sealed interface Sold extends TicketState {
    TicketHistory history();

    default Ticket ticket() {
      return history().latest();
    }

    default Purchase purchase() {
      return ticket().purchase();
    }
  }

  /** The intent to buy is durable; what may have been done since is not. */
  record Pending(TicketHistory history, Instant payBefore, Instant salesCloseAt) implements Sold {
    Approved approved(TicketApproved event) {
      return new Approved(
          history.approved(event.tallied(), event.cancellableUntil(), event.at()),
          event.cancellableUntil(),
          salesCloseAt);
    }

    Rejected rejected(TicketRejected event) {
      return new Rejected(history.then(TicketStatus.REJECTED, false, event.reason(), event.at()));
    }

    Cancelling cancelling(CancellationRequested event) {
      return Cancelling.from(this, salesCloseAt, false, event);
    }
  }

  /** The stake is charged. */
  record Approved(TicketHistory history, Instant cancellableUntil, Instant salesCloseAt)
      implements Sold {
    Approved tallied(TicketTallied event) {
      return new Approved(
          history.approved(true, cancellableUntil, event.at()), cancellableUntil, salesCloseAt);
    }

    Cancelling cancelling(CancellationRequested event) {
      return Cancelling.from(this, salesCloseAt, true, event);
    }

    Settled settled(TicketSettled event) {
      return new Settled(history.settled(event), event.award(), event.round(), event.paid());
    }

    /** Nothing of the ticket is changed by it. */
    Approved refused(CancellationRefused event) {
      return new Approved(history.refused(event), cancellableUntil, salesCloseAt);
    }
  }

  /**
   * The pool is settled, and the ticket paid.
   *
   * @param paid in all rounds
   */
  record Settled(TicketHistory history, Award award, int round, PaidSoFar paid) implements Sold {
    Settled corrected(TicketSettled event) {
      return new Settled(history.settled(event), event.award(), event.round(), event.paid());
    }

    /** Nothing of the ticket is changed by it. */
    Settled refused(CancellationRefused event) {
      return new Settled(history.refused(event), award, round, paid);
    }
  }

  /** Payment refused; nothing was charged. */
  record Rejected(TicketHistory history) implements Sold {}

  /**
   * The charge, if there was one, is being reversed.
   *
   * @param correlationId of the request that cancels
   */
  record Cancelling(
      TicketHistory history,
      Instant salesCloseAt,
      CancellationReason reason,
      boolean wasApproved,
      String correlationId)
      implements Sold {

    private static Cancelling from(
        Sold before, Instant salesCloseAt, boolean wasApproved, CancellationRequested event) {
      return new Cancelling(
          before
              .history()
              .then(
                  TicketStatus.CANCELLING,
                  before.ticket().tallied(),
                  event.reason().name(),
                  event.at()),
          salesCloseAt,
          event.reason(),
          wasApproved,
          event.correlationId());
    }

    Cancelled cancelled(TicketCancelled event) {
      return Cancelled.from(this, event, null);
    }

    Undecided undecided(ReversalRefused event) {
      return Undecided.from(this, salesCloseAt, reason, wasApproved, event);
    }
  }

  /** Payment can't tell any more whether there was a charge: an operator decides. */
  record Undecided(
      TicketHistory history, Instant salesCloseAt, CancellationReason reason, boolean wasApproved)
      implements Sold {

    private static Undecided from(
        Sold before,
        Instant salesCloseAt,
        CancellationReason reason,
        boolean wasApproved,
        ReversalRefused event) {
      return new Undecided(
          before
              .history()
              .then(TicketStatus.UNDECIDED, before.ticket().tallied(), reason.name(), event.at()),
          salesCloseAt,
          reason,
          wasApproved);
    }

    Decided decided(ReversalDecided event) {
      return new Decided(
          history.then(TicketStatus.CANCELLING, ticket().tallied(), reason.name(), event.at()),
          salesCloseAt,
          reason,
          wasApproved,
          event);
    }
  }

  /** As decided, the stake is being given back; or there is nothing to give back. */
  record Decided(
      TicketHistory history,
      Instant salesCloseAt,
      CancellationReason reason,
      boolean wasApproved,
      ReversalDecided decision)
      implements Sold {

    /** Else the ticket is at its end at once: both events are stored together. */
    boolean givesBack() {
      return decision.decision() == ReversalDecision.GIVE_BACK;
    }

    Cancelled cancelled(TicketCancelled event) {
      return Cancelled.from(this, event, decision);
    }

    Undecided undecided(ReversalRefused event) {
      return Undecided.from(this, salesCloseAt, reason, wasApproved, event);
    }
  }

  /**
   * Whatever was charged has been given back.
   *
   * @param decision null if no operator had to decide
   */
  record Cancelled(TicketHistory history, ReversalDecided decision) implements Sold {

    private static Cancelled from(Sold before, TicketCancelled event, ReversalDecided decision) {
      return new Cancelled(
          before.history().then(TicketStatus.CANCELLED, false, event.reason().name(), event.at()),
          decision);
    }
  }
}
