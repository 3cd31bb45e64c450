package io.sportskk.view;

import io.sportskk.ticket.Award;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketEvent;
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
import io.sportskk.ticket.TicketStatus;
import io.sportskk.view.TicketRepository.Known;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one or several events of a ticket, one after the other, change of its row. Null leaves as it
 * is.
 *
 * @param at the time of the last of the events that have changed the ticket
 * @param sequenceNr the number of the last of the events
 * @param refused cancellations, which change nothing of the row but the number, and have rows of
 *     their own
 */
record TicketChange(
    Purchase purchase,
    TicketStatus status,
    Boolean tallied,
    String reason,
    Award award,
    Instant at,
    long sequenceNr,
    List<RefusedCancellation> refused) {

  TicketChange(
      Purchase purchase,
      TicketStatus status,
      Boolean tallied,
      String reason,
      Award award,
      Instant at,
      long sequenceNr) {
    this(purchase, status, tallied, reason, award, at, sequenceNr, List.of());
  }

  static TicketChange of(TicketEvent event, long sequenceNr) {
    Instant at = event.at();
    Purchase purchase = event.purchase();
    if (event instanceof TicketRequested) {
      return new TicketChange(purchase, TicketStatus.PENDING, false, null, null, at, sequenceNr);
    }
    if (event instanceof TicketApproved approved) {
      boolean tallied = approved.tallied();
      return new TicketChange(purchase, TicketStatus.APPROVED, tallied, null, null, at, sequenceNr);
    }
    if (event instanceof TicketTallied) {
      return new TicketChange(purchase, null, true, null, null, at, sequenceNr);
    }
    if (event instanceof TicketRejected rejected) {
      String reason = rejected.reason();
      return new TicketChange(purchase, TicketStatus.REJECTED, false, reason, null, at, sequenceNr);
    }
    if (event instanceof CancellationRequested requested) {
      String reason = requested.reason().name();
      return new TicketChange(
          purchase, TicketStatus.CANCELLING, null, reason, null, at, sequenceNr);
    }
    if (event instanceof ReversalRefused) {
      return new TicketChange(purchase, TicketStatus.UNDECIDED, null, null, null, at, sequenceNr);
    }
    if (event instanceof ReversalDecided) {
      return new TicketChange(purchase, TicketStatus.CANCELLING, null, null, null, at, sequenceNr);
    }
    if (event instanceof TicketCancelled cancelled) {
      String reason = cancelled.reason().name();
      return new TicketChange(
          purchase, TicketStatus.CANCELLED, false, reason, null, at, sequenceNr);
    }
    if (event instanceof TicketSettled settled) {
      return settled(settled, sequenceNr);
    }
    if (event instanceof CancellationRefused refused) {
      return new TicketChange(
          purchase,
          null,
          null,
          null,
          null,
          null,
          sequenceNr,
          List.of(RefusedCancellation.of(refused, sequenceNr)));
    }
    throw new IllegalArgumentException("the view does not know " + event.getClass().getName());
  }

  private static TicketChange settled(TicketSettled event, long sequenceNr) {
    Award award = event.award();
    TicketStatus status = award.kind().status();
    return new TicketChange(
        event.purchase(),
        status,
        event.leavesThePool() ? false : null,
        status == TicketStatus.REFUNDED ? award.kind().name() : null,
        award,
        event.at(),
        sequenceNr);
  }

  /** Whether it says all that a row can't be without. */
  boolean isWhole() {
    return status != null && tallied != null && at != null;
  }

  /**
   * This change, with what a row has where it leaves that as it is.
   *
   * @param known null if there is none; only a change that {@link #isWhole} makes a row of its own
   */
  TicketChange onto(Known known) {
    if (isWhole() || known == null) {
      return this;
    }
    return new TicketChange(
        purchase,
        status == null ? known.status() : status,
        tallied == null ? (Boolean) known.tallied() : tallied,
        reason,
        award,
        at == null ? known.at() : at,
        sequenceNr,
        refused);
  }

  /** This change and then the other one, as a single change. */
  TicketChange then(TicketChange next) {
    return new TicketChange(
        purchase,
        next.status == null ? status : next.status,
        next.tallied == null ? tallied : next.tallied,
        next.reason == null ? reason : next.reason,
        next.award == null ? award : next.award,
        next.at == null ? at : next.at,
        next.sequenceNr,
        refused.isEmpty() ? next.refused : both(refused, next.refused));
  }

  private static List<RefusedCancellation> both(
      List<RefusedCancellation> first, List<RefusedCancellation> then) {
    return Stream.concat(first.stream(), then.stream()).toList();
  }
}
