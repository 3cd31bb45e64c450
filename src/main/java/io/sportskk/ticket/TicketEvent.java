package io.sportskk.ticket;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Correlated;
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
   */
  record TicketRequested(Purchase purchase, Instant payBefore, Instant salesCloseAt)
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
   */
  record TicketApproved(Purchase purchase, Instant cancellableUntil, Instant at)
      implements TicketEvent {}

  /** Payment refused the charge; nothing was charged. */
  record TicketRejected(Purchase purchase, String reason, Instant at) implements TicketEvent {}

  /** The tally has confirmed that it counts this ticket. */
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
   * The charge, if there was one, is reversed.
   *
   * @param wasApproved whether the ticket had been approved, so that the tally may have counted it
   */
  record TicketCancelled(
      Purchase purchase,
      CancellationReason reason,
      boolean wasApproved,
      String correlationId,
      Instant at)
      implements TicketEvent {}
}
