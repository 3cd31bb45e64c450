package io.sportskk.audit;

import io.sportskk.audit.ReplayedTicket.State;
import io.sportskk.ticket.TicketStatus;
import java.sql.SQLException;

/**
 * Whether a ticket that is not finished will be woken up. The list is in the journal's database and
 * compared with events of the same moment: up to the stored offset each unfinished ticket is on it.
 */
final class UnfinishedCheck {

  private final Progress list;
  private final Findings findings;

  UnfinishedCheck(Progress list, Findings findings) {
    this.list = list;
    this.findings = findings;
  }

  static void read(Snapshot journal, FactsByTicket factsByTicket) throws SQLException {
    journal.each(
        "SELECT ticket_id FROM unfinished_ticket",
        row -> factsByTicket.of(row.getString(1)).listed = true);
  }

  void check(ReplayedTicket ticket, boolean listed) {
    String ticketId = ticket.purchase().ticketId();
    State last = ticket.last();
    if (last.status() == TicketStatus.UNDECIDED) {
      return; // it is listed, but not by earlier releases
    }
    InFlight unfinished = unfinished(last);
    if (unfinished == null) {
      if (listed && last.ordering() <= list.of(ticketId)) {
        findings.inFlight(InFlight.FINISHED_ON_LIST, ticketId, last.at());
      }
      return;
    }
    findings.inFlight(unfinished, ticketId, last.at());
    if (!listed && last.ordering() <= list.of(ticketId)) {
      findings.add(
          FindingKind.LEFT_BEHIND,
          ticketId,
          "It is one of the " + unfinished.meaning() + ", but nobody would wake it up.");
    }
  }

  void withoutTicket(String ticketId) {
    findings.add(FindingKind.LISTED_WITHOUT_TICKET, ticketId, "It has no events.");
  }

  /** Null if nothing is left to be done. */
  private static InFlight unfinished(State state) {
    if (state.status() == TicketStatus.PENDING) {
      return InFlight.PENDING;
    }
    if (state.status() == TicketStatus.CANCELLING) {
      return InFlight.CANCELLING;
    }
    return state.status() == TicketStatus.APPROVED && !state.tallied()
        ? InFlight.NOT_CONFIRMED
        : null;
  }
}
