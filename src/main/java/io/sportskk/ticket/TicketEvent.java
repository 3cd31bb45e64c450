package io.sportskk.ticket;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Correlated;
import io.sportskk.kernel.Money;
import java.time.Instant;

/**
 * What has happened to a ticket. Published: projections of other contexts read these events from
 * the journal.
 */
public sealed interface TicketEvent extends CborSerializable, Correlated {

  Purchase purchase();

  /** When it happened, by the clock of the ticket's node. */
  Instant at();

  @Override
  default String correlationId() {
    return purchase().correlationId();
  }

  /**
   * The buyer's intent is durable; no money has moved yet.
   *
   * @param payBefore the payment deadline: a ticket that is not paid by then is cancelled
   * @param salesCloseAt when sales of the match close, as announced at the time of the purchase
   * @param rules the version of the rules of the pool that the buyer could read then; null in what
   *     earlier releases have stored
   */
  record TicketRequested(Purchase purchase, Instant payBefore, Instant salesCloseAt, String rules)
      implements TicketEvent {
    @Override
    public Instant at() {
      return purchase.requestedAt();
    }
  }

  /**
   * The stake is charged.
   *
   * @param cancellableUntil the end of the cancel window (exclusive)
   * @param tallied whether the tally has confirmed that it counts this ticket; false in what
   *     earlier releases have stored
   */
  record TicketApproved(Purchase purchase, Instant cancellableUntil, boolean tallied, Instant at)
      implements TicketEvent {}

  /** Payment refused the charge; nothing was charged. */
  record TicketRejected(Purchase purchase, String reason, Instant at) implements TicketEvent {}

  /** The tally has confirmed that it counts this ticket, but not before it was approved. */
  record TicketTallied(Purchase purchase, Instant at) implements TicketEvent {}

  /**
   * From here on the ticket can only end as cancelled.
   *
   * @param correlationId of the request that cancels the ticket
   */
  record CancellationRequested(
      Purchase purchase, CancellationReason reason, String correlationId, Instant at)
      implements TicketEvent {}

  /**
   * Somebody wanted to cancel the ticket when nobody could any more ({@code V2}). It changes
   * nothing of the ticket. A node of an earlier release can't read it: there the ticket is not
   * loaded, and projections wait, until the node is replaced. So it is stored only with {@link
   * TicketSettings#keepRefusals}.
   *
   * @param by who asked
   * @param correlationId of the request that was refused
   */
  record CancellationRefused(
      Purchase purchase,
      TooLateToCancel reason,
      Canceller as,
      String by,
      String correlationId,
      Instant at)
      implements TicketEvent {}

  /**
   * Payment can't tell any more whether the stake is still to be given back. Nobody asks it again:
   * an operator decides.
   *
   * @param reason what payment said
   * @param correlationId of the request that cancels the ticket, or of the last decision
   */
  record ReversalRefused(Purchase purchase, String reason, String correlationId, Instant at)
      implements TicketEvent {}

  /**
   * An operator has decided what payment could not tell.
   *
   * @param decidedBy the operator
   * @param note why, in the operator's words; null if nothing was said
   * @param correlationId of the operator's request
   */
  record ReversalDecided(
      Purchase purchase,
      ReversalDecision decision,
      String decidedBy,
      String note,
      String correlationId,
      Instant at)
      implements TicketEvent {}

  /**
   * The pool is settled, and what this ticket was awarded has been paid.
   *
   * @param round of the settlement, from 1: a later one corrects what was awarded before
   * @param paid what it was paid in all rounds together, more than awarded if an earlier one was
   *     wrong; an earlier release has stored nothing of it, and paid what was awarded
   * @param correlationId of the settlement
   */
  record TicketSettled(
      Purchase purchase, int round, Award award, PaidSoFar paid, String correlationId, Instant at)
      implements TicketEvent {

    public TicketSettled {
      paid = paid == null ? PaidSoFar.of(award) : paid;
    }

    /** What the ticket was paid or given back in all rounds together, before tax. */
    public Money paidInAll() {
      return paid.gross();
    }

    /** Whether it counts no more. */
    public boolean leavesThePool() {
      return award.kind() == Award.Kind.LATE;
    }
  }

  /**
   * The charge, if there was one, is reversed or its stake given back.
   *
   * @param wasApproved whether the ticket had been approved
   */
  record TicketCancelled(
      Purchase purchase,
      CancellationReason reason,
      boolean wasApproved,
      String correlationId,
      Instant at)
      implements TicketEvent {}

  /** As what somebody asks for a cancellation. */
  enum Canceller {
    /** The buyer of the ticket. */
    OWNER,
    /** Somebody else who buys, but did not buy this ticket. */
    OTHER_BUYER,
    /** Somebody of the office, who can cancel no ticket. */
    ADMINISTRATOR
  }

  /** Why nobody can cancel a ticket any more. */
  enum TooLateToCancel {
    /** The cancel window is over; as far as the ticket knows, sales are open. */
    CANCEL_WINDOW_OVER,
    /** Sales of the match are closed. */
    SALES_CLOSED,
    /** The pool is settled, and the ticket paid. */
    SETTLED
  }
}
