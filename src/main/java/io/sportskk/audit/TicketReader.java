package io.sportskk.audit;

import io.sportskk.ticket.TicketEvent;
import io.sportskk.ticket.TicketStatus;
import java.util.EnumMap;
import java.util.Map;

/**
 * Goes through all tickets and compares each with what others know of it, which is not kept any
 * longer.
 */
final class TicketReader {

  private final FactsByTicket factsByTicket;
  private final WalletReader wallets;
  private final SaleCheck sale;
  private final PaymentCheck payment;
  private final ReturnCheck returns;
  private final AwardCheck awards;
  private final TallyCheck tally;
  private final ViewCheck view;
  private final UnfinishedCheck unfinished;
  private final TimesCheck times;
  private final Findings findings;

  private final Map<TicketStatus, Long> tickets = new EnumMap<>(TicketStatus.class);

  TicketReader(
      FactsByTicket factsByTicket,
      WalletReader wallets,
      SaleCheck sale,
      PaymentCheck payment,
      ReturnCheck returns,
      AwardCheck awards,
      TallyCheck tally,
      ViewCheck view,
      UnfinishedCheck unfinished,
      Findings findings) {
    this.factsByTicket = factsByTicket;
    this.wallets = wallets;
    this.sale = sale;
    this.payment = payment;
    this.returns = returns;
    this.awards = awards;
    this.tally = tally;
    this.view = view;
    this.unfinished = unfinished;
    this.times = new TimesCheck(findings);
    this.findings = findings;
  }

  void enter(EventStream<TicketEvent> stream) {
    ReplayedTicket ticket;
    try {
      ticket = ReplayedTicket.of(stream);
    } catch (ReplayedTicket.Illegal e) {
      findings.add(
          FindingKind.TICKET_EVENTS_ILLEGAL,
          stream.entityId(),
          "Of this ticket " + e.getMessage() + ".");
      broken(stream.entityId());
      return;
    }
    tickets.merge(ticket.last().status(), 1L, Long::sum);
    times.check(stream);
    TicketFacts facts = factsByTicket.take(stream.entityId());
    sale.check(ticket, facts.charge);
    if (!wallets.isBroken(ticket.purchase().buyerId())) {
      payment.check(ticket, facts.charge, sale.stoppedAt(ticket), sale.rounds(ticket));
      returns.check(ticket, facts.charge);
      times.checkCharge(stream, facts.charge);
    }
    awards.check(ticket);
    tally.check(ticket, facts.entry);
    view.check(ticket, facts.row);
    view.checkRefused(ticket, facts.refused);
    unfinished.check(ticket, facts.listed);
  }

  /** How a ticket stands whose events are not all there can't be said, nor compared. */
  void broken(String ticketId) {
    payment.broken(factsByTicket.take(ticketId));
  }

  /** After the last ticket: of nothing else may anything be known. */
  void end() {
    awards.end();
    factsByTicket
        .left()
        .forEach(
            (ticketId, facts) -> {
              if (facts.charge != null) {
                payment.withoutTicket(ticketId, facts.charge);
              }
              if (facts.entry != null) {
                tally.withoutTicket(ticketId, facts.entry);
              }
              if (facts.row != null) {
                view.withoutTicket(ticketId, facts.row);
              }
              if (facts.refused != null) {
                view.refusedWithoutTicket(ticketId, facts.refused);
              }
              if (facts.listed) {
                unfinished.withoutTicket(ticketId);
              }
            });
  }

  /** How many tickets stand how; without those whose events are not all there. */
  Map<TicketStatus, Long> tickets() {
    return Map.copyOf(tickets);
  }
}
