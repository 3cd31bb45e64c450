package io.sportskk.audit;

import io.sportskk.audit.TicketFacts.Charge;
import io.sportskk.ticket.CancellationReason;
import io.sportskk.ticket.TicketEvent;
import io.sportskk.ticket.TicketEvent.CancellationRequested;
import io.sportskk.ticket.TicketEvent.TicketApproved;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether a ticket kept the times that its own events name: the close of sales as it was announced
 * when the ticket was bought, the payment deadline, the cancel window.
 *
 * <p>A wallet compares with the time that it stores, so that its times are exact. A ticket asks the
 * match after it has looked at its clock and before it stores the time, and may move to another
 * node in between: hence the margin.
 */
final class TimesCheck {

  /** More than a ticket waits for a match, and more than the clocks of nodes may differ. */
  static final Duration MARGIN = Duration.ofMinutes(1);

  private final Findings findings;

  TimesCheck(Findings findings) {
    this.findings = findings;
  }

  /**
   * @param stream of events that can have happened like that
   */
  void check(EventStream<TicketEvent> stream) {
    TicketRequested requested = requested(stream);
    Instant sold = requested.at();
    if (isAfter(sold, requested.salesCloseAt())) {
      findings.add(
          FindingKind.SOLD_TOO_LATE,
          stream.entityId(),
          "It was sold at " + sold + ", sales had closed at " + requested.salesCloseAt() + ".");
    }
    Instant cancellableUntil = Instant.MAX;
    for (TicketEvent event : (Iterable<TicketEvent>) stream.all()::iterator) {
      if (event instanceof TicketApproved approved) {
        cancellableUntil = approved.cancellableUntil();
      } else if (event instanceof CancellationRequested cancellation
          && cancellation.reason() == CancellationReason.BUYER_REQUEST
          && isAfter(cancellation.at(), cancellableUntil)) {
        findings.add(
            FindingKind.CANCELLED_TOO_LATE,
            stream.entityId(),
            "It was cancelled at "
                + cancellation.at()
                + "; it could be until "
                + cancellableUntil
                + ".");
      }
    }
  }

  /**
   * @param charge null if there is none
   */
  void checkCharge(EventStream<TicketEvent> stream, Charge charge) {
    Instant payBefore = requested(stream).payBefore();
    if (charge != null
        && charge.state() != TicketFacts.ChargeState.BARRED
        && charge.at() >= ViewReader.micros(payBefore)) {
      findings.add(
          FindingKind.CHARGED_TOO_LATE,
          stream.entityId(),
          "It was charged after its payment deadline, " + payBefore + ".");
    }
  }

  private static TicketRequested requested(EventStream<TicketEvent> stream) {
    return (TicketRequested) stream.events().get(0).event();
  }

  private static boolean isAfter(Instant time, Instant limit) {
    return limit.isBefore(Instant.MAX) && time.isAfter(limit.plus(MARGIN));
  }
}
