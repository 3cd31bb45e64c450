package io.sportskk.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.sportskk.ticket.Ticket;
import io.sportskk.view.TicketRow;
import java.time.Instant;

/**
 * A ticket as clients see it, wherever it comes from.
 *
 * @param stake in KRW
 * @param reason why it was rejected or cancelled, else null
 * @param rules the version of the rules of its pool; left out if it is not known
 */
record TicketJson(
    String ticketId,
    String buyerId,
    String matchId,
    String team,
    long stake,
    String status,
    boolean tallied,
    String reason,
    String correlationId,
    Instant requestedAt,
    Instant updatedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) String rules) {

  static TicketJson of(Ticket ticket) {
    return new TicketJson(
        ticket.purchase().ticketId(),
        ticket.purchase().buyerId(),
        ticket.purchase().matchId(),
        ticket.purchase().team(),
        ticket.purchase().stake().won(),
        ticket.status().label(),
        ticket.tallied(),
        ticket.reason(),
        ticket.purchase().correlationId(),
        ticket.purchase().requestedAt(),
        ticket.updatedAt(),
        ticket.rules());
  }

  static TicketJson of(TicketRow row) {
    return new TicketJson(
        row.ticketId(),
        row.buyerId(),
        row.matchId(),
        row.team(),
        row.stake(),
        row.status(),
        row.tallied(),
        row.reason(),
        row.correlationId(),
        row.requestedAt(),
        row.updatedAt(),
        null);
  }

  @JsonIgnore
  String path() {
    return "/tickets/" + ticketId;
  }
}
