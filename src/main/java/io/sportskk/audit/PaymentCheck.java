package io.sportskk.audit;

import io.sportskk.audit.TicketFacts.Charge;
import io.sportskk.audit.TicketFacts.ChargeState;
import io.sportskk.ticket.Award;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.ReversalDecision;
import io.sportskk.ticket.TicketStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Whether a ticket was paid as it stands. Both are read from the journal at the same moment, and
 * each step is stored before the next one is asked for. So there is no "not yet" here: an approval
 * is stored after its charge, the end of a cancellation after its reversal.
 */
final class PaymentCheck {

  private final Findings findings;

  private long approvedStakes;
  private long inFlight;

  PaymentCheck(Findings findings) {
    this.findings = findings;
  }

  /** The sum of what approved tickets cost, in KRW. */
  long approvedStakes() {
    return approvedStakes;
  }

  /** The charges of tickets that are neither approved nor at an end, in KRW. */
  long inFlight() {
    return inFlight;
  }

  /**
   * @param stoppedAt when sales of its match had stopped: only then it can be settled
   * @param rounds how often its match may have been settled
   */
  void check(ReplayedTicket ticket, Charge charge, Instant stoppedAt, int rounds) {
    Purchase purchase = ticket.purchase();
    String ticketId = purchase.ticketId();
    TicketStatus status = ticket.last().status();
    boolean kept = charge != null && charge.isKept();
    boolean settling =
        status == TicketStatus.APPROVED
            && charge != null
            && !charge.isOpen()
            && at(charge.changedAt()).isAfter(stoppedAt);
    if (charge != null && !belongs(charge, purchase)) {
      findings.add(
          FindingKind.CHARGE_DIFFERS,
          ticketId,
          "It is charged as " + charge + ", but sold as " + purchase + ".");
    }
    if (charge != null
        && charge.state() == ChargeState.REFUNDED
        && ticket.decision() != ReversalDecision.GIVE_BACK
        && status != TicketStatus.REFUNDED
        && ticket.round() < 2
        && !settling) {
      findings.add(
          FindingKind.REFUNDED_UNASKED,
          ticketId,
          "It is " + status.label() + ", and the wallet says: " + said(charge) + ".");
    }
    if (charge != null
        && charge.state() == ChargeState.PAID_OUT
        && ticket.award() == null
        && !settling) {
      findings.add(
          FindingKind.PAID_OUT_UNASKED,
          ticketId,
          "It is " + status.label() + ", and the wallet says: " + said(charge) + ".");
    }
    switch (status) {
      case APPROVED -> {
        if (settling) {
          findings.inFlight(InFlight.SETTLING, ticketId, at(charge.changedAt()));
        }
        if (kept || !settling) {
          approvedStakes = Math.addExact(approvedStakes, purchase.stake().won());
        }
        if (!kept && !settling) {
          findings.add(
              FindingKind.APPROVED_NOT_CHARGED,
              ticketId,
              "The wallet of " + purchase.buyerId() + " says: " + said(charge) + ".");
        }
      }
      case REJECTED, CANCELLED -> {
        if (kept) {
          findings.add(
              FindingKind.CHARGE_NOT_REVERSED,
              ticketId,
              "It is " + status.label() + ", and " + charge.amount() + " KRW are charged.");
        }
        if (charge == null && ticket.decision() == ReversalDecision.GIVE_BACK) {
          findings.add(
              FindingKind.REFUND_MISSING,
              ticketId,
              "The wallet of " + purchase.buyerId() + " says: " + said(charge) + ".");
        }
      }
      case UNDECIDED -> {
        inFlight(kept, charge);
        // What an operator has to know.
        findings.add(
            FindingKind.UNDECIDED,
            ticketId,
            "The wallet of " + purchase.buyerId() + " says: " + said(charge) + ".");
      }
      case PENDING -> {
        inFlight(kept, charge);
        if (charge != null && charge.state() == ChargeState.REVERSED) {
          findings.add(
              FindingKind.CHARGE_REVERSED_UNASKED,
              ticketId,
              "It is Pending, and its charge was reversed.");
        }
      }
      case CANCELLING -> inFlight(kept, charge);
      case WON, LOST, REFUNDED -> {
        if (kept) {
          approvedStakes = Math.addExact(approvedStakes, purchase.stake().won());
        }
        checkPaid(ticket, charge, rounds);
      }
    }
  }

  /**
   * What is awarded is paid before the ticket says so: whole stakes by giving the charge back. By a
   * correction that is under way it may have been paid more.
   */
  private void checkPaid(ReplayedTicket ticket, Charge charge, int rounds) {
    Purchase purchase = ticket.purchase();
    Award award = ticket.award();
    boolean givenBack =
        charge != null
            && (charge.state() == ChargeState.REVERSED || charge.state() == ChargeState.REFUNDED);
    boolean wholeStake =
        ticket.round() == 1
            && award.kind().status() == TicketStatus.REFUNDED
            && award.amount().equals(purchase.stake());
    boolean onlyGivenBack = givenBack && (charge.paid() == 0 || rounds > 1);
    boolean kept = charge != null && (charge.isKept() || (givenBack && ticket.round() > 1));
    boolean right =
        wholeStake ? onlyGivenBack : (kept && isPaid(ticket, charge, givenBack, rounds));
    if (!right) {
      findings.add(
          FindingKind.PAYOUT_MISSING,
          purchase.ticketId(),
          "It was awarded "
              + award
              + " and paid "
              + ticket.paid()
              + "; the wallet of "
              + purchase.buyerId()
              + " says: "
              + said(charge)
              + ".");
    }
  }

  private boolean isPaid(ReplayedTicket ticket, Charge charge, boolean givenBack, int rounds) {
    long received = Math.addExact(charge.paid(), givenBack ? charge.amount() : 0);
    long said = ticket.paid().gross().won() - ticket.paid().tax().won();
    boolean beingCorrected = ticket.round() < rounds && received > said;
    if (beingCorrected) {
      findings.inFlight(InFlight.SETTLING, ticket.purchase().ticketId(), at(charge.changedAt()));
    }
    return received == said || beingCorrected;
  }

  private static Instant at(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** A ticket of which nothing can be said, as its events are not all there. */
  void broken(TicketFacts facts) {
    if (facts.charge != null && facts.charge.isKept()) {
      inFlight(true, facts.charge);
    }
  }

  void withoutTicket(String ticketId, Charge charge) {
    findings.add(
        FindingKind.CHARGE_WITHOUT_TICKET,
        ticketId,
        "The wallet of " + charge.buyerId() + " says: " + said(charge) + ".");
  }

  private void inFlight(boolean kept, Charge charge) {
    if (kept) {
      inFlight = Math.addExact(inFlight, charge.amount());
    }
  }

  private static boolean belongs(Charge charge, Purchase purchase) {
    return charge.buyerId().equals(purchase.buyerId())
        && charge.matchId().equals(purchase.matchId())
        && (charge.state() == ChargeState.BARRED || charge.amount() == purchase.stake().won());
  }

  private static String said(Charge charge) {
    if (charge == null) {
      return "not charged";
    }
    return switch (charge.state()) {
      case OPEN -> charge.amount() + " KRW charged";
      case PAID_OUT -> charge.amount() + " KRW charged, and " + charge.paid() + " KRW paid out";
      case REVERSED -> charge.amount() + " KRW charged and given back";
      case REFUNDED -> charge.amount() + " KRW given back by decision";
      case BARRED -> "refused, or reversed before it was charged";
    };
  }
}
