package io.sportskk.audit;

import static io.sportskk.audit.FindingKind.VIEW_ROW_BEHIND;
import static io.sportskk.audit.FindingKind.VIEW_ROW_MISSING;
import static io.sportskk.audit.FindingKind.VIEW_ROW_WITHOUT_TICKET;
import static io.sportskk.audit.FindingKind.VIEW_ROW_WRONG;

import io.sportskk.ticket.TicketEvent.TicketRequested;
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
    return ways;
  }
}
