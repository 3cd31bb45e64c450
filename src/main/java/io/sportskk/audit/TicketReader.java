package io.sportskk.audit;

import io.sportskk.ticket.TicketEvent;
import io.sportskk.ticket.TicketStatus;
import java.util.EnumMap;
import java.util.Map;

/** Goes through all tickets and compares each with its dossier, which is not kept any longer. */
final class TicketReader {

  private final FactsByTicket dossiers;
  private final WalletReader wallets;
  private final PaymentCheck payment;
  private final TallyCheck tally;
  private final ViewCheck view;
  private final UnfinishedCheck unfinished;
  private final Findings findings;

  private final Map<TicketStatus, Long> tickets = new EnumMap<>(TicketStatus.class);

  TicketReader(
      FactsByTicket dossiers,
      WalletReader wallets,
      PaymentCheck payment,
      TallyCheck tally,
      ViewCheck view,
      UnfinishedCheck unfinished,
      Findings findings) {
    this.dossiers = dossiers;
    this.wallets = wallets;
    this.payment = payment;
    this.tally = tally;
    this.view = view;
    this.unfinished = unfinished;
    this.findings = findings;
  }

  void enter(EventStream<TicketEvent> story) {
    ReplayedTicket tale;
    try {
      tale = ReplayedTicket.of(story);
    } catch (ReplayedTicket.Illegal e) {
      findings.add(
          FindingKind.TICKET_STORY_ILLEGAL,
          story.entityId(),
          "Of this ticket " + e.getMessage() + ".");
      broken(story.entityId());
      return;
    }
    tickets.merge(tale.last().status(), 1L, Long::sum);
    TicketFacts dossier = dossiers.take(story.entityId());
    if (!wallets.isBroken(tale.purchase().buyerId())) {
      payment.check(tale, dossier.charge);
    }
    tally.check(tale, dossier.entry);
    view.check(tale, dossier.row);
    unfinished.check(tale, dossier.listed);
  }

  /** How a ticket stands whose events are not all there can't be said, nor compared. */
  void broken(String ticketId) {
    payment.broken(dossiers.take(ticketId));
  }

  /** After the last ticket: nothing but tickets may have a dossier. */
  void end() {
    dossiers
        .left()
        .forEach(
            (ticketId, dossier) -> {
              if (dossier.charge != null) {
                payment.withoutTicket(ticketId, dossier.charge);
              }
              if (dossier.entry != null) {
                tally.withoutTicket(ticketId, dossier.entry);
              }
              if (dossier.row != null) {
                view.withoutTicket(ticketId, dossier.row);
              }
            });
  }

  /** How many tickets stand how; without those whose events are not all there. */
  Map<TicketStatus, Long> tickets() {
    return Map.copyOf(tickets);
  }
}
