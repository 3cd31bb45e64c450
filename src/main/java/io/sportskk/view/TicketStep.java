package io.sportskk.view;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.ticket.Award;
import io.sportskk.ticket.CancellationReason;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketEvent;
import io.sportskk.ticket.TicketEvent.CancellationRefused;
import io.sportskk.ticket.TicketEvent.CancellationRequested;
import io.sportskk.ticket.TicketEvent.Canceller;
import io.sportskk.ticket.TicketEvent.ReversalDecided;
import io.sportskk.ticket.TicketEvent.ReversalRefused;
import io.sportskk.ticket.TicketEvent.TicketApproved;
import io.sportskk.ticket.TicketEvent.TicketCancelled;
import io.sportskk.ticket.TicketEvent.TicketRejected;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import io.sportskk.ticket.TicketEvent.TicketSettled;
import io.sportskk.ticket.TicketEvent.TicketTallied;
import java.time.Instant;

/**
 * One event in the life of a ticket. Null is what does not go with its kind.
 *
 * @param sequenceNr of the event, from 1 on
 * @param by who did it, if it was a person: the buyer, an operator, or who wanted to cancel the
 *     ticket in vain
 * @param as what he is who wanted that; a node of an earlier release does not say it
 * @param reason why; or, of what was decided or settled, how
 * @param note in the operator's words
 * @param tallied whether it is known that the tally counts the ticket
 * @param round of the settlement, from 1
 * @param dividend in tenths, if it has won
 * @param amount what it comes to by this round, before tax, in KRW
 * @param tax kept of that, in KRW
 * @param paid what it was paid or given back by then in all rounds together, before tax, in KRW:
 *     more than it comes to if an earlier result was wrong
 */
public record TicketStep(
    long sequenceNr,
    Instant at,
    Kind kind,
    String by,
    Canceller as,
    String reason,
    String note,
    Boolean tallied,
    Integer round,
    Long dividend,
    Long amount,
    Long tax,
    Long paid,
    String correlationId)
    implements CborSerializable {

  /** What has happened. */
  public enum Kind {
    REQUESTED,
    /** Its stake was charged. */
    APPROVED,
    REJECTED,
    TALLIED,
    CANCELLATION_REQUESTED,
    /** Somebody wanted to cancel it when nobody could any more. */
    CANCELLATION_REFUSED,
    /** Payment could not tell whether there is something to give back. */
    REVERSAL_REFUSED,
    /** An operator has told it. */
    REVERSAL_DECIDED,
    /** What had been charged is given back. */
    CANCELLED,
    /** What it is owed of its award, if anything, is paid. */
    SETTLED
  }

  static TicketStep of(TicketEvent event, long sequenceNr) {
    Purchase purchase = event.purchase();
    if (event instanceof TicketRequested) {
      return step(event, sequenceNr, Kind.REQUESTED, purchase.buyerId(), null, null, null);
    }
    if (event instanceof TicketApproved approved) {
      return step(event, sequenceNr, Kind.APPROVED, null, null, null, approved.tallied());
    }
    if (event instanceof TicketRejected rejected) {
      return step(event, sequenceNr, Kind.REJECTED, null, rejected.reason(), null, null);
    }
    if (event instanceof TicketTallied) {
      return step(event, sequenceNr, Kind.TALLIED, null, null, null, true);
    }
    if (event instanceof CancellationRequested it) {
      String by = it.reason() == CancellationReason.BUYER_REQUEST ? purchase.buyerId() : null;
      String reason = it.reason().name();
      return step(event, sequenceNr, Kind.CANCELLATION_REQUESTED, by, reason, null, null);
    }
    if (event instanceof ReversalRefused it) {
      return step(event, sequenceNr, Kind.REVERSAL_REFUSED, null, it.reason(), null, null);
    }
    if (event instanceof ReversalDecided it) {
      String how = it.decision().name();
      return step(event, sequenceNr, Kind.REVERSAL_DECIDED, it.decidedBy(), how, it.note(), null);
    }
    if (event instanceof TicketCancelled it) {
      return step(event, sequenceNr, Kind.CANCELLED, null, it.reason().name(), null, null);
    }
    if (event instanceof TicketSettled settled) {
      return settled(settled, sequenceNr);
    }
    if (event instanceof CancellationRefused it) {
      return refused(it, sequenceNr);
    }
    throw new IllegalArgumentException("the view does not know " + event.getClass().getName());
  }

  private static TicketStep step(
      TicketEvent event,
      long sequenceNr,
      Kind kind,
      String by,
      String reason,
      String note,
      Boolean tallied) {
    return new TicketStep(
        sequenceNr,
        event.at(),
        kind,
        by,
        null,
        reason,
        note,
        tallied,
        null,
        null,
        null,
        null,
        null,
        event.correlationId());
  }

  private static TicketStep refused(CancellationRefused event, long sequenceNr) {
    return new TicketStep(
        sequenceNr,
        event.at(),
        Kind.CANCELLATION_REFUSED,
        event.by(),
        event.as(),
        event.reason().name(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        event.correlationId());
  }

  private static TicketStep settled(TicketSettled event, long sequenceNr) {
    Award award = event.award();
    return new TicketStep(
        sequenceNr,
        event.at(),
        Kind.SETTLED,
        null,
        null,
        award.kind().name(),
        null,
        null,
        event.round(),
        award.kind() == Award.Kind.WON ? (Long) award.dividend() : null,
        award.amount().won(),
        award.tax().won(),
        event.paidInAll().won(),
        event.correlationId());
  }
}
