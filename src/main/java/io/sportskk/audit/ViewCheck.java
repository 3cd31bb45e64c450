package io.sportskk.audit;

import static io.sportskk.kernel.SqlValues.text;
import static io.sportskk.kernel.SqlValues.timestamp;

import io.sportskk.audit.ReplayedTicket.State;
import io.sportskk.audit.TicketFacts.RefusedRow;
import io.sportskk.audit.TicketFacts.ViewRow;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketEvent.CancellationRefused;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Whether the view has a ticket as its events say. The view was read before the journal, so the
 * journal knows all events that the view knows. A row must be exactly as the ticket stood after the
 * event whose number it names, however far that is. It may be behind, but not behind the offset
 * that is stored in the same transactions as the rows.
 */
final class ViewCheck {

  private final Progress view;
  private final Findings findings;

  ViewCheck(Progress view, Findings findings) {
    this.view = view;
    this.findings = findings;
  }

  void check(ReplayedTicket ticket, ViewRow row) {
    String ticketId = ticket.purchase().ticketId();
    long handled = ticket.eventsUpTo(view.of(ticketId));
    if (row == null) {
      if (handled > 0) {
        findings.add(
            FindingKind.VIEW_ROW_MISSING,
            ticketId,
            "The view has handled " + handled + " of its " + ticket.sequenceNr() + " events.");
      } else {
        findings.inFlight(InFlight.VIEW_BEHIND, ticketId, ticket.last().eventAt());
      }
      return;
    }
    long at = row.sequenceNr();
    if (at < 1 || at > ticket.sequenceNr()) {
      wrong(ticketId, "It says event " + at + " of " + ticket.sequenceNr() + ".");
      return;
    }
    State state = ticket.states().get((int) at - 1);
    if (!isRight(row, ticket.purchase(), state)) {
      wrong(
          ticketId,
          "It is "
              + row
              + "; after event "
              + at
              + " it was "
              + state
              + " of "
              + ticket.purchase()
              + ".");
    }
    if (at < handled) {
      findings.add(
          FindingKind.VIEW_ROW_BEHIND,
          ticketId,
          "Its row is from event " + at + ", the view has handled event " + handled + ".");
    } else if (at < ticket.sequenceNr()) {
      findings.inFlight(InFlight.VIEW_BEHIND, ticketId, ticket.last().eventAt());
    }
  }

  /**
   * As the row of the ticket: each is there once the view has handled its event, and as that says.
   *
   * @param rows by the numbers of the events, null for none
   */
  void checkRefused(ReplayedTicket ticket, Map<Long, RefusedRow> rows) {
    String ticketId = ticket.purchase().ticketId();
    Map<Long, RefusedRow> left = rows == null ? new HashMap<>(0) : new HashMap<>(rows);
    long handled = ticket.eventsUpTo(view.of(ticketId));
    ticket
        .refused()
        .forEach(
            (sequenceNr, event) -> {
              RefusedRow row = left.remove(sequenceNr);
              if (row == null ? sequenceNr <= handled : !row.equals(should(event))) {
                refusalWrong(ticketId, "Of its event " + sequenceNr + ", " + event, row);
              }
            });
    left.forEach(
        (sequenceNr, row) ->
            refusalWrong(ticketId, "Its event " + sequenceNr + " is no refusal", row));
  }

  private static RefusedRow should(CancellationRefused event) {
    return new RefusedRow(
        text(event.purchase().matchId()),
        event.as().name(),
        text(event.by()),
        event.reason().name(),
        text(event.correlationId()),
        stored(event.at()));
  }

  private void refusalWrong(String ticketId, String what, RefusedRow row) {
    findings.add(
        FindingKind.VIEW_REFUSAL_WRONG,
        ticketId,
        what + ", the view has " + (row == null ? "nothing" : row) + ".");
  }

  void refusedWithoutTicket(String ticketId, Map<Long, RefusedRow> rows) {
    rows.values().forEach(row -> refusalWrong(ticketId, "It has no events", row));
  }

  void withoutTicket(String ticketId, ViewRow row) {
    findings.add(FindingKind.VIEW_ROW_WITHOUT_TICKET, ticketId, "Its row is " + row + ".");
  }

  private static boolean isRight(ViewRow row, Purchase purchase, State state) {
    return row.buyerId().equals(text(purchase.buyerId()))
        && row.matchId().equals(text(purchase.matchId()))
        && row.team().equals(text(purchase.team()))
        && row.stake() == purchase.stake().won()
        && row.status().equals(state.status().label())
        && row.tallied() == state.tallied()
        && Objects.equals(row.reason(), text(state.reason()))
        && row.correlationHash() == FactsByTicket.hash(text(purchase.correlationId()))
        && row.requestedAt() == stored(purchase.requestedAt())
        && row.updatedAt() == stored(state.at());
  }

  private static long stored(Instant time) {
    return ViewReader.micros(timestamp(time).toInstant());
  }

  private void wrong(String ticketId, String sentence) {
    findings.add(FindingKind.VIEW_ROW_WRONG, ticketId, sentence);
  }
}
