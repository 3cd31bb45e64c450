package io.sportskk.audit;

import io.sportskk.audit.TicketFacts.TallyEntry;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketStatus;

/**
 * Whether a ticket is counted as it stands. The tally was read before the journal, so the journal
 * knows all that the tally knows: what is counted was sold and not refused, and what is taken out
 * was cancelled. The other way round the tally may be behind, but not behind the offset that its
 * own projection had stored: up to there each approval is counted and each cancellation taken out.
 */
final class TallyCheck {

  private final Progress tally;
  private final Findings findings;

  TallyCheck(Progress tally, Findings findings) {
    this.tally = tally;
    this.findings = findings;
  }

  void check(ReplayedTicket ticket, TallyEntry entry) {
    Purchase purchase = ticket.purchase();
    String ticketId = purchase.ticketId();
    long handled = tally.of(ticketId);
    if (entry == null) {
      if (!ticket.wasApproved()) {
        return; // also if it was cancelled: releases before this one left it out
      }
      if (ticket.approvedBy() <= handled) {
        findings.add(
            FindingKind.TALLY_ENTRY_MISSING,
            ticketId,
            "Its approval is event "
                + ticket.approvedBy()
                + " of the journal, the tally has handled "
                + handled
                + ".");
      } else {
        findings.inFlight(InFlight.TALLY_BEHIND, ticketId, ticket.last().at());
      }
      return;
    }
    if (!entry.matchId().equals(purchase.matchId())
        || !entry.team().equals(purchase.team())
        || entry.stake() != purchase.stake().won()) {
      wrong(ticketId, "It is counted as " + entry + ", but sold as " + purchase + ".");
    }
    if (ticket.last().status() == TicketStatus.REJECTED) {
      wrong(ticketId, "It is " + entry.status() + ", but was never paid.");
      return;
    }
    boolean takenOut = ticket.takenOutBy() > 0;
    if (entry.status().equals(TallyReader.LATE)) {
      findings.inFlight(InFlight.LATE, ticketId, ticket.last().at());
    } else if (!entry.status().equals(TallyReader.COUNTED)) {
      if (!takenOut) {
        wrong(ticketId, "It is " + entry.status() + ", but was never cancelled.");
      }
    } else if (takenOut && ticket.takenOutBy() <= handled) {
      wrong(ticketId, "It is still counted, but was cancelled.");
    } else if (takenOut) {
      findings.inFlight(InFlight.TALLY_BEHIND, ticketId, ticket.last().at());
    }
  }

  void withoutTicket(String ticketId, TallyEntry entry) {
    findings.add(
        FindingKind.TALLY_ENTRY_WITHOUT_TICKET, ticketId, "It is counted as " + entry + ".");
  }

  private void wrong(String ticketId, String sentence) {
    findings.add(FindingKind.TALLY_ENTRY_WRONG, ticketId, sentence);
  }
}
