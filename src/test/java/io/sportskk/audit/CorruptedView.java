package io.sportskk.audit;

import static io.sportskk.audit.FindingKind.VIEW_REFUSAL_WRONG;
import static io.sportskk.audit.FindingKind.VIEW_ROW_BEHIND;
import static io.sportskk.audit.FindingKind.VIEW_ROW_MISSING;
import static io.sportskk.audit.FindingKind.VIEW_ROW_WITHOUT_TICKET;
import static io.sportskk.audit.FindingKind.VIEW_ROW_WRONG;

import io.sportskk.ticket.TicketEvent.CancellationRefused;
import io.sportskk.ticket.TicketEvent.Canceller;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import io.sportskk.ticket.TicketEvent.TooLateToCancel;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What can be wrong with the view. */
final class CorruptedView {

  private CorruptedView() {}

  static List<Corrupted> ways(SoldTickets sold) {
    List<Corrupted> ways = new ArrayList<>();
    ways.add(
        Corrupted.of(
            "the row is gone",
            VIEW_ROW_MISSING,
            sold.annas,
            Set.of(),
            () -> sold.view("DELETE FROM ticket WHERE ticket_id = ?", sold.annas)));
    ways.add(
        Corrupted.of(
            "the row is as it was one event earlier",
            VIEW_ROW_BEHIND,
            sold.annas,
            Set.of(),
            () ->
                sold.view(
                    "UPDATE ticket SET sequence_nr = 1, status = 'Pending', tallied = FALSE,"
                        + " updated_at = ? WHERE ticket_id = ?",
                    sold.event("Ticket|" + sold.annas, 1, TicketRequested.class)
                        .at()
                        .atOffset(ZoneOffset.UTC),
                    sold.annas)));
    ways.add(
        Corrupted.of(
            "a row of no ticket",
            VIEW_ROW_WITHOUT_TICKET,
            SoldTickets.OTHER,
            Set.of(),
            () ->
                sold.view(
                    "INSERT INTO ticket SELECT ?, buyer_id, match_id, team, stake, status, tallied,"
                        + " reason, correlation_id, requested_at, updated_at, sequence_nr FROM ticket"
                        + " WHERE ticket_id = ?",
                    SoldTickets.OTHER,
                    sold.annas)));
    Map<String, String> changes =
        Map.ofEntries(
            Map.entry("buyer_id", "'zoe'"),
            Map.entry("match_id", "'match-2'"),
            Map.entry("team", "'LG'"),
            Map.entry("stake", "stake + 100"),
            Map.entry("status", "'Rejected'"),
            Map.entry("tallied", "FALSE"),
            Map.entry("reason", "'BUYER_REQUEST'"),
            Map.entry("correlation_id", "'other'"),
            Map.entry("requested_at", "requested_at + interval '1 microsecond'"),
            Map.entry("updated_at", "updated_at - interval '1 microsecond'"),
            Map.entry("sequence_nr", "4"));
    changes.forEach(
        (column, value) ->
            ways.add(
                Corrupted.of(
                    column,
                    VIEW_ROW_WRONG,
                    sold.annas,
                    Set.of(),
                    () ->
                        sold.view(
                            "UPDATE ticket SET " + column + " = " + value + " WHERE ticket_id = ?",
                            sold.annas))));
    ways.add(
        Corrupted.of(
            "a refused cancellation that the view has passed is not in it",
            VIEW_REFUSAL_WRONG,
            sold.annas,
            Set.of(),
            () -> refuse(sold, null)));
    for (String change :
        List.of(
            "match_id = 'match-2'",
            "asked_as = 'OWNER'",
            "asked_by = 'admin-2'",
            "reason = 'SETTLED'",
            "correlation_id = 'other'",
            "refused_at = refused_at + interval '1 microsecond'",
            "sequence_nr = 2")) {
      ways.add(
          Corrupted.of(
              change,
              VIEW_REFUSAL_WRONG,
              sold.annas,
              Set.of(),
              () -> {
                refuse(sold, SoldTickets.AT);
                sold.view("UPDATE refused_cancellation SET " + change);
              }));
    }
    ways.add(
        Corrupted.of(
            "a refused cancellation of a ticket that there is not",
            VIEW_REFUSAL_WRONG,
            SoldTickets.OTHER,
            Set.of(),
            () -> {
              refuse(sold, SoldTickets.AT);
              sold.view(
                  "INSERT INTO refused_cancellation (ticket_id, sequence_nr, match_id, asked_as,"
                      + " asked_by, reason, correlation_id, refused_at)"
                      + " SELECT ?, sequence_nr, match_id, asked_as, asked_by, reason,"
                      + " correlation_id, refused_at FROM refused_cancellation",
                  SoldTickets.OTHER);
            }));
    return ways;
  }

  /**
   * An administrator wanted to cancel Anna's ticket, and the view has handled that.
   *
   * @param at as the view has it; null if it has nothing
   */
  static void refuse(SoldTickets sold, Instant at) {
    String anna = "Ticket|" + sold.annas;
    sold.add(anna, refused(sold, SoldTickets.AT));
    sold.view("UPDATE ticket SET sequence_nr = 3 WHERE ticket_id = ?", sold.annas);
    sold.view(
        "UPDATE akka_projection_offset_store SET current_offset = ? WHERE projection_key = ?",
        Long.toString(sold.orderingOf(anna, 3)),
        AuditedNode.keyOf(sold.annas));
    if (at != null) {
      sold.view(
          "INSERT INTO refused_cancellation (ticket_id, sequence_nr, match_id, asked_as, asked_by,"
              + " reason, correlation_id, refused_at)"
              + " VALUES (?, 3, ?, 'ADMINISTRATOR', 'admin-1', 'SALES_CLOSED', 'correlation-9', ?)",
          sold.annas,
          AuditedNode.MATCH,
          at.atOffset(ZoneOffset.UTC));
    }
  }

  /** An administrator wanted to cancel Anna's ticket. */
  static CancellationRefused refused(SoldTickets sold, Instant at) {
    return new CancellationRefused(
        sold.purchase(),
        TooLateToCancel.SALES_CLOSED,
        Canceller.ADMINISTRATOR,
        "admin-1",
        "correlation-9",
        at);
  }
}
