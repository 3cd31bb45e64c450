package io.sportskk.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sportskk.ticket.Award;
import io.sportskk.ticket.Ticket;
import io.sportskk.view.TicketRow;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A ticket as clients see it, wherever it comes from.
 *
 * @param stake in KRW
 * @param reason why it was rejected, cancelled or refunded, else null
 * @param dividend what a won ticket pays for each won staked, for example 1.1; else left out
 * @param payout what is paid out or given back by the newest result, before tax, in KRW; left out
 *     before it is settled
 * @param tax kept of that, in KRW; left out before it is settled
 * @param paid what was really paid before tax, in KRW, if the result was corrected and that is more
 *     than the payout; else left out, and in lists
 * @param cancellableUntil until when its buyer can cancel it, if sales are not stopped earlier;
 *     left out unless it is approved, and in lists
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
    @JsonInclude(JsonInclude.Include.NON_NULL) BigDecimal dividend,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long payout,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long tax,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long paid,
    Instant requestedAt,
    Instant updatedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) Instant cancellableUntil,
    @JsonInclude(JsonInclude.Include.NON_NULL) String rules) {

  static TicketJson of(Ticket ticket) {
    Award award = ticket.award();
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
        award == null ? null : dividend(award.dividend()),
        award == null ? null : (Long) award.amount().won(),
        award == null ? null : (Long) award.tax().won(),
        paid(ticket),
        ticket.purchase().requestedAt(),
        ticket.updatedAt(),
        ticket.cancellableUntil(),
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
        row.dividend() == null ? null : dividend(row.dividend()),
        row.payout(),
        row.tax(),
        null,
        row.requestedAt(),
        row.updatedAt(),
        null,
        null);
  }

  private static Long paid(Ticket ticket) {
    boolean more =
        ticket.paid() != null && ticket.paid().gross().isMoreThan(ticket.award().amount());
    return more ? ticket.paid().gross().won() : null;
  }

  /** Null if it has not won. */
  private static BigDecimal dividend(long tenths) {
    return tenths == 0 ? null : BigDecimal.valueOf(tenths, 1);
  }

  static String path(String ticketId) {
    return "/tickets/" + ticketId;
  }
}
