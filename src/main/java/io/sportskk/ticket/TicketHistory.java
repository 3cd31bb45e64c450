package io.sportskk.ticket;

import io.sportskk.ticket.TicketEvent.CancellationRefused;
import io.sportskk.ticket.TicketEvent.TicketSettled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How a ticket stood after each of its changes, oldest first. A ticket has a handful of them, so it
 * remembers them all: whoever missed some can be told without reading the journal again.
 *
 * @param refused who wanted to cancel it in vain, which is no change
 */
record TicketHistory(List<Ticket> tickets, RefusedCancellations refused) {

  static TicketHistory of(Purchase purchase, String rules) {
    return new TicketHistory(
        List.of(
            new Ticket(
                purchase,
                TicketStatus.PENDING,
                false,
                null,
                null,
                purchase.requestedAt(),
                1,
                rules,
                null,
                null)),
        RefusedCancellations.NONE);
  }

  /** Nothing of the ticket is changed by it. */
  TicketHistory refused(CancellationRefused event) {
    return new TicketHistory(tickets, refused.with(event));
  }

  Ticket latest() {
    return tickets.get(tickets.size() - 1);
  }

  boolean wasApproved() {
    return tickets.stream().anyMatch(ticket -> ticket.status() == TicketStatus.APPROVED);
  }

  /** How it stood after each of its last changes. */
  List<Ticket> last(int changes) {
    return tickets.subList(tickets.size() - changes, tickets.size());
  }

  List<Ticket> after(long sequenceNr) {
    return tickets.stream().filter(ticket -> ticket.sequenceNr() > sequenceNr).toList();
  }

  TicketHistory then(TicketStatus status, boolean tallied, String reason, Instant at) {
    return then(status, tallied, reason, null, null, null, at);
  }

  TicketHistory approved(boolean tallied, Instant cancellableUntil, Instant at) {
    return then(TicketStatus.APPROVED, tallied, null, null, null, cancellableUntil, at);
  }

  TicketHistory settled(TicketSettled event) {
    Award award = event.award();
    TicketStatus status = award.kind().status();
    return then(
        status,
        latest().tallied() && !event.leavesThePool(),
        status == TicketStatus.REFUNDED ? award.kind().name() : null,
        award,
        event.paid(),
        null,
        event.at());
  }

  private TicketHistory then(
      TicketStatus status,
      boolean tallied,
      String reason,
      Award award,
      PaidSoFar paid,
      Instant cancellableUntil,
      Instant at) {
    Ticket latest = latest();
    List<Ticket> longer = new ArrayList<>(tickets);
    longer.add(
        new Ticket(
            latest.purchase(),
            status,
            tallied,
            reason,
            award,
            at,
            latest.sequenceNr() + 1,
            latest.rules(),
            paid,
            cancellableUntil));
    return new TicketHistory(List.copyOf(longer), refused);
  }
}
