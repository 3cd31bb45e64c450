package io.sportskk.audit;

import io.sportskk.audit.ReplayedTicket.Standing;
import io.sportskk.ticket.TicketStatus;
import java.sql.SQLException;

/**
 * Whether a ticket that is not finished will be woken up. The list is in the journal's database and
 * kept exactly once, so it is compared with events of the same moment: up to the stored offset each
 * unfinished ticket is on it.
 */
final class UnfinishedCheck {

  private final Progress list;
  private final Findings findings;

  UnfinishedCheck(Progress list, Findings findings) {
    this.list = list;
    this.findings = findings;
  }

  static void read(Snapshot journal, FactsByTicket dossiers) throws SQLException {
    journal.each(
        "SELECT ticket_id FROM unfinished_ticket",
        row -> dossiers.of(row.getString(1)).listed = true);
  }

  void check(ReplayedTicket tale, boolean listed) {
    String ticketId = tale.purchase().ticketId();
    Standing last = tale.last();
    InFlight unfinished = unfinished(last);
    if (unfinished == null) {
      return;
    }
    findings.underWay(unfinished, ticketId);
    if (!listed && last.ordering() <= list.of(ticketId)) {
      findings.add(
          FindingKind.LEFT_BEHIND,
          ticketId,
          "It is one of the " + unfinished.meaning() + ", but nobody would wake it up.");
    }
  }

  /** Null if nothing is left to be done. */
  private static InFlight unfinished(Standing standing) {
    if (standing.status() == TicketStatus.PENDING) {
      return InFlight.PENDING;
    }
    if (standing.status() == TicketStatus.CANCELLING) {
      return InFlight.CANCELLING;
    }
    return standing.status() == TicketStatus.APPROVED && !standing.tallied()
        ? InFlight.NOT_CONFIRMED
        : null;
  }
}
