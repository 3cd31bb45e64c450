package io.sportskk.audit;

import static io.sportskk.audit.FindingKind.CANCELLED_TOO_LATE;
import static io.sportskk.audit.FindingKind.EVENT_MISSING;
import static io.sportskk.audit.FindingKind.EVENT_UNREADABLE;
import static io.sportskk.audit.FindingKind.LEFT_BEHIND;
import static io.sportskk.audit.FindingKind.LISTED_WITHOUT_TICKET;
import static io.sportskk.audit.FindingKind.SOLD_TOO_LATE;
import static io.sportskk.audit.FindingKind.TICKET_EVENTS_ILLEGAL;
import static io.sportskk.audit.FindingKind.UNDER_WAY_TOO_LONG;

import io.sportskk.kernel.Money;
import io.sportskk.payment.WalletEvent;
import io.sportskk.ticket.CancellationReason;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketEvent.CancellationRefused;
import io.sportskk.ticket.TicketEvent.CancellationRequested;
import io.sportskk.ticket.TicketEvent.Canceller;
import io.sportskk.ticket.TicketEvent.TicketApproved;
import io.sportskk.ticket.TicketEvent.TicketCancelled;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import io.sportskk.ticket.TicketEvent.TicketTallied;
import io.sportskk.ticket.TicketEvent.TooLateToCancel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What can be wrong with the journal itself, and with the list of unfinished tickets. */
final class CorruptedJournal {

  private CorruptedJournal() {}

  static List<Corrupted> ways(SoldTickets sold) {
    List<Corrupted> ways = new ArrayList<>();
    String anna = "Ticket|" + sold.annas;
    ways.add(
        Corrupted.of(
            "an event that is no event",
            EVENT_UNREADABLE,
            anna,
            Set.of(),
            () ->
                sold.journal(
                    "UPDATE event_journal SET event_payload = '\\x00' WHERE persistence_id = ?"
                        + " AND sequence_number = 2",
                    anna)));
    ways.add(
        Corrupted.of(
            "a wallet's event among a ticket's",
            EVENT_UNREADABLE,
            anna,
            Set.of(),
            () -> sold.add(anna, sold.event("Wallet|anna", 2, WalletEvent.class))));
    ways.add(
        Corrupted.of(
            "an event of a ticket is gone",
            EVENT_MISSING,
            anna,
            Set.of(),
            () ->
                sold.journal(
                    "DELETE FROM event_journal WHERE persistence_id = ? AND sequence_number = 1",
                    anna)));
    ways.add(
        Corrupted.of(
            "an event of a wallet is marked as deleted",
            EVENT_MISSING,
            "Wallet|ben",
            Set.of(),
            () ->
                sold.journal(
                    "UPDATE event_journal SET deleted = TRUE WHERE persistence_id = 'Wallet|ben'"
                        + " AND sequence_number = 2")));
    ways.add(
        Corrupted.of(
            "tallied twice",
            TICKET_EVENTS_ILLEGAL,
            sold.annas,
            Set.of(),
            () -> {
              // Once, as nodes of the release before do it to a ticket that is approved as tallied.
              sold.add(anna, new TicketTallied(sold.purchase(), SoldTickets.AT));
              sold.add(anna, new TicketTallied(sold.purchase(), SoldTickets.AT));
            }));
    ways.add(
        Corrupted.of(
            "a cancellation refused as it was settled, which it was not",
            TICKET_EVENTS_ILLEGAL,
            sold.annas,
            Set.of(),
            () -> sold.add(anna, refused(sold, TooLateToCancel.SETTLED, Canceller.OWNER, "anna"))));
    ways.add(
        Corrupted.of(
            "a refused cancellation kept twice",
            TICKET_EVENTS_ILLEGAL,
            sold.annas,
            Set.of(),
            () -> {
              for (int i = 0; i < 2; i++) {
                sold.add(
                    anna,
                    refused(
                        sold, TooLateToCancel.SALES_CLOSED, Canceller.ADMINISTRATOR, "admin-1"));
              }
            }));
    ways.add(
        Corrupted.of(
            "a cancellation refused to a buyer who is not the ticket's",
            TICKET_EVENTS_ILLEGAL,
            sold.annas,
            Set.of(),
            () ->
                sold.add(
                    anna, refused(sold, TooLateToCancel.SALES_CLOSED, Canceller.OWNER, "ben"))));
    ways.add(
        Corrupted.of(
            "cancelled by its buyer after that was refused to him",
            TICKET_EVENTS_ILLEGAL,
            sold.annas,
            Set.of(),
            () -> {
              sold.add(
                  anna, refused(sold, TooLateToCancel.CANCEL_WINDOW_OVER, Canceller.OWNER, "anna"));
              sold.add(
                  anna,
                  new CancellationRequested(
                      sold.purchase(),
                      CancellationReason.BUYER_REQUEST,
                      "correlation-1",
                      SoldTickets.AT));
            }));
    ways.add(
        Corrupted.of(
            "approved after it was rejected",
            TICKET_EVENTS_ILLEGAL,
            sold.bensRejected,
            Set.of(),
            () ->
                sold.add(
                    "Ticket|" + sold.bensRejected,
                    new TicketApproved(
                        sold.event("Ticket|" + sold.bensRejected, 1, TicketRequested.class)
                            .purchase(),
                        SoldTickets.AT,
                        false,
                        SoldTickets.AT))));
    ways.add(
        Corrupted.of(
            "cancelled without being asked to",
            TICKET_EVENTS_ILLEGAL,
            sold.annas,
            Set.of(),
            () ->
                sold.add(
                    anna,
                    new TicketCancelled(
                        sold.purchase(),
                        CancellationReason.BUYER_REQUEST,
                        true,
                        "correlation-1",
                        SoldTickets.AT))));
    ways.add(
        Corrupted.of(
            "another purchase in a later event",
            TICKET_EVENTS_ILLEGAL,
            sold.annas,
            Set.of(),
            () ->
                sold.replace(
                    anna,
                    2,
                    TicketApproved.class,
                    e ->
                        new TicketApproved(
                            SoldTickets.other("anna"), SoldTickets.AT, true, SoldTickets.AT))));
    ways.add(
        Corrupted.of(
            "unfinished, but not on the list",
            LEFT_BEHIND,
            SoldTickets.OTHER,
            Set.of(),
            () -> {
              sold.add(
                  "Ticket|" + SoldTickets.OTHER,
                  new TicketRequested(
                      SoldTickets.other("anna"), SoldTickets.CLOSE, SoldTickets.CLOSE, null));
              sold.journal(
                  """
              INSERT INTO akka_projection_offset_store
              VALUES ('unfinished-tickets', ?,
                (SELECT max(ordering)::text FROM event_journal), 'SEQ', FALSE, 0)
              ON CONFLICT (projection_name, projection_key) DO UPDATE
              SET current_offset = EXCLUDED.current_offset""",
                  AuditedNode.keyOf(SoldTickets.OTHER));
            }));
    ways.add(
        Corrupted.of(
            "on the list, but never sold",
            LISTED_WITHOUT_TICKET,
            SoldTickets.OTHER,
            Set.of(),
            () -> list(sold, SoldTickets.OTHER)));
    ways.add(
        Corrupted.of(
            "sold after the close of sales",
            SOLD_TOO_LATE,
            SoldTickets.OTHER,
            Set.of(),
            () ->
                sold.add(
                    "Ticket|" + SoldTickets.OTHER,
                    new TicketRequested(
                        SoldTickets.other("anna"),
                        SoldTickets.AT.minusSeconds(61),
                        SoldTickets.AT.minusSeconds(61),
                        null))));
    ways.add(
        Corrupted.of(
            "cancelled after the cancel window",
            CANCELLED_TOO_LATE,
            sold.cleos,
            Set.of(),
            () ->
                sold.replace(
                    "Ticket|" + sold.cleos,
                    2,
                    TicketApproved.class,
                    e ->
                        new TicketApproved(
                            e.purchase(), e.at().minusSeconds(3600), e.tallied(), e.at()))));
    ways.add(
        Corrupted.of(
            "not paid for an hour",
            UNDER_WAY_TOO_LONG,
            SoldTickets.OTHER,
            Set.of(),
            () ->
                sold.add(
                    "Ticket|" + SoldTickets.OTHER,
                    new TicketRequested(
                        new Purchase(
                            SoldTickets.OTHER,
                            "anna",
                            "match-1",
                            "KT",
                            Money.won(100),
                            SoldTickets.AT.minusSeconds(3600),
                            "correlation-1"),
                        SoldTickets.CLOSE,
                        SoldTickets.CLOSE,
                        null))));
    return ways;
  }

  static void list(SoldTickets sold, String ticketId) {
    sold.journal(
        "INSERT INTO unfinished_ticket (ticket_id, since, wake_at) VALUES (?, now(), now())",
        ticketId);
  }

  private static CancellationRefused refused(
      SoldTickets sold, TooLateToCancel reason, Canceller as, String by) {
    return new CancellationRefused(
        sold.purchase(), reason, as, by, "correlation-9", SoldTickets.AT);
  }
}
