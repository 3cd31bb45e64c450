package io.sportskk.ticket;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;

/** Counts how purchases end, and writes one line about each. */
final class PurchaseReport {

  private final Map<TicketStatus, Counter> purchases = new EnumMap<>(TicketStatus.class);

  PurchaseReport(MeterRegistry metrics) {
    for (TicketStatus status : TicketStatus.values()) {
      purchases.put(
          status,
          Counter.builder("sportskk.purchases")
              .description("Tickets that have come to this status")
              .tag("outcome", status.label().toLowerCase(Locale.ROOT))
              .register(metrics));
    }
  }

  /** The ticket has just come to its present status. */
  void outcome(Logger log, Ticket ticket) {
    purchases.get(ticket.status()).increment();
    Purchase purchase = ticket.purchase();
    log.info(
        "ticket {} is {}{}: buyer {}, match {}, team {}, stake {}",
        purchase.ticketId(),
        ticket.status().label(),
        ticket.reason() == null ? "" : " (" + ticket.reason() + ")",
        purchase.buyerId(),
        purchase.matchId(),
        purchase.team(),
        purchase.stake());
  }
}
