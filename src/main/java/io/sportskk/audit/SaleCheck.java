package io.sportskk.audit;

import io.sportskk.audit.TicketFacts.Charge;
import io.sportskk.audit.TicketFacts.ChargeState;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a ticket was for sale: its match, its team, its rules, its stake, and its time, also if
 * sales of the match were closed early. A ticket looks at its clock and at what its node knows of
 * the match, and stores the time later; and it looks again before each later charge: hence the
 * margin.
 */
final class SaleCheck {

  private final MatchReader matches;
  private final AuditRules.Stakes stakes;
  private final Findings findings;

  SaleCheck(MatchReader matches, AuditRules.Stakes stakes, Findings findings) {
    this.matches = matches;
    this.stakes = stakes;
    this.findings = findings;
  }

  /**
   * @param charge null if no wallet knows the ticket
   */
  void check(ReplayedTicket ticket, Charge charge) {
    Purchase purchase = ticket.purchase();
    if (!stakes.allow(purchase.stake().won())) {
      findings.add(
          FindingKind.STAKE_NOT_ALLOWED,
          purchase.ticketId(),
          "Its stake is " + purchase.stake() + "; what may be staked is " + stakes + ".");
    }
    if (matches.isBroken(purchase.matchId())) {
      return;
    }
    Optional<ReplayedMatch> match =
        matches.match(purchase.matchId()).filter(found -> found.hasTeam(purchase.team()));
    if (match.isEmpty()) {
      findings.add(
          FindingKind.TICKET_WITHOUT_MATCH,
          purchase.ticketId(),
          "There is no match " + purchase.matchId() + " with a team " + purchase.team() + ".");
      return;
    }
    String rules = match.get().opened().rules().version();
    if (ticket.rules() != null && !ticket.rules().equals(rules)) {
      findings.add(
          FindingKind.RULES_DIFFER,
          purchase.ticketId(),
          "It is bound to rules " + ticket.rules() + ", its match to " + rules + ".");
    }
    checkTimes(ticket, charge, match.get().stoppedEarlyAt());
    checkPauses(purchase, match.get());
    if (holds(ticket.last().status()) && match.get().deciders().contains(purchase.buyerId())) {
      findings.add(
          FindingKind.DECIDED_BY_HOLDER,
          purchase.matchId(),
          purchase.buyerId() + " has ticket " + purchase.ticketId() + ".");
    }
  }

  /** Whether a ticket that stands so is, or was, in the pool. */
  private static boolean holds(TicketStatus status) {
    return switch (status) {
      case APPROVED, WON, LOST, REFUNDED -> true;
      case PENDING, REJECTED, CANCELLING, UNDECIDED, CANCELLED -> false;
    };
  }

  /** Nodes learn of both ends of a pause with some delay. */
  private void checkPauses(Purchase purchase, ReplayedMatch match) {
    for (ReplayedMatch.Pause pause : match.pauses()) {
      boolean last = pause.until().equals(Instant.MAX);
      if (purchase.requestedAt().isAfter(pause.from().plus(TimesCheck.MARGIN))
          && (last || purchase.requestedAt().isBefore(pause.until().minus(TimesCheck.MARGIN)))) {
        findings.add(
            FindingKind.SOLD_WHILE_SUSPENDED,
            purchase.ticketId(),
            "It was sold at "
                + purchase.requestedAt()
                + ", sales of its match were suspended at "
                + pause.from()
                + ".");
      }
    }
  }

  /** When sales of its match had stopped; never if nothing is known of that. */
  Instant stoppedAt(ReplayedTicket ticket) {
    return matches
        .match(ticket.purchase().matchId())
        .map(ReplayedMatch::stoppedAt)
        .orElse(Instant.MAX);
  }

  /** How often its match may have been settled: once more with each correction. */
  int rounds(ReplayedTicket ticket) {
    return matches.match(ticket.purchase().matchId()).map(ReplayedMatch::rounds).orElse(1);
  }

  private void checkTimes(ReplayedTicket ticket, Charge charge, Instant stoppedAt) {
    if (stoppedAt.equals(Instant.MAX)) {
      return;
    }
    Instant last = stoppedAt.plus(TimesCheck.MARGIN);
    Purchase purchase = ticket.purchase();
    if (purchase.requestedAt().isAfter(last)) {
      findings.add(
          FindingKind.SOLD_TOO_LATE,
          purchase.ticketId(),
          "It was sold at "
              + purchase.requestedAt()
              + ", sales of its match had stopped at "
              + stoppedAt
              + ".");
    }
    if (ticket.wasApproved()
        && charge != null
        && charge.state() != ChargeState.BARRED
        && charge.at() > ViewReader.micros(last)) {
      findings.add(
          FindingKind.CHARGED_TOO_LATE,
          purchase.ticketId(),
          "It was charged after sales of its match had stopped at " + stoppedAt + ".");
    }
  }
}
