package io.sportskk.audit;

import io.sportskk.audit.SettlementReader.Decided;
import io.sportskk.audit.SettlementReader.Round;
import io.sportskk.audit.TicketFacts.Charge;
import io.sportskk.payment.WalletEvent.ReturnCause;
import io.sportskk.ticket.Award;
import io.sportskk.ticket.TicketStatus;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a stake was given back for the cause for which its ticket ended so. A wallet that an
 * earlier release has run does not say why: that is no finding, but it is counted.
 */
final class ReturnCheck {

  private final SettlementReader settlements;
  private final Findings findings;
  private long withoutCause;

  ReturnCheck(SettlementReader settlements, Findings findings) {
    this.settlements = settlements;
    this.findings = findings;
  }

  /**
   * @param charge null if the wallet does not know the ticket
   */
  void check(ReplayedTicket ticket, Charge charge) {
    ReturnCause cause = charge == null ? null : charge.cause();
    if (charge != null && cause == null && isGivenBack(ticket, charge)) {
      withoutCause++;
    }
    if (cause == null || settlements.isBroken(ticket.purchase().matchId())) {
      return;
    }
    Set<ReturnCause> right = causes(ticket);
    if (!right.contains(cause)) {
      findings.add(
          FindingKind.RETURN_CAUSE_WRONG,
          ticket.purchase().ticketId(),
          "It is %s, and the wallet of %s gave its stake back as %s; right is: %s."
              .formatted(
                  ticket.last().status().label(),
                  charge.buyerId(),
                  cause,
                  right.isEmpty()
                      ? "none"
                      : right.stream()
                          .map(ReturnCause::name)
                          .sorted()
                          .collect(Collectors.joining(", "))));
    }
  }

  /** How many stakes were given back of which the wallet does not say why. */
  long withoutCause() {
    return withoutCause;
  }

  /** By a payout, too: a wallet does not say whether that was won. */
  private static boolean isGivenBack(ReplayedTicket ticket, Charge charge) {
    return switch (charge.state()) {
      case REVERSED, REFUNDED -> true;
      case PAID_OUT -> ticket.last().status() == TicketStatus.REFUNDED;
      case OPEN, BARRED -> false;
    };
  }

  /** For which it may be given back. */
  private Set<ReturnCause> causes(ReplayedTicket ticket) {
    Award award = ticket.award();
    return switch (ticket.last().status()) {
      case PENDING, REJECTED -> Set.of();
      case CANCELLING, UNDECIDED, CANCELLED -> Set.of(ReturnCause.valueOf(ticket.last().reason()));
      // It may be late, and be just given back.
      case APPROVED ->
          Stream.concat(Stream.of(ReturnCause.LATE), ofItsPool(ticket)).collect(Collectors.toSet());
      case WON, LOST, REFUNDED ->
          award.kind() == Award.Kind.LATE
              ? Set.of(ReturnCause.LATE)
              : ofItsPool(ticket).collect(Collectors.toSet());
    };
  }

  /** By any of its results: what was given back by one that was wrong stays with its buyer. */
  private Stream<ReturnCause> ofItsPool(ReplayedTicket ticket) {
    Decided decided = settlements.of(ticket.purchase().matchId());
    return decided == null
        ? Stream.empty()
        : decided.rounds().stream().map(ReturnCheck::cause).filter(Objects::nonNull);
  }

  /** Null if no stake is given back by it. */
  private static ReturnCause cause(Round round) {
    return switch (round.fixed().result().kind()) {
      case VOID -> ReturnCause.VOID;
      case REFUNDED, NET_REFUNDED -> ReturnCause.NOBODY_WON;
      case CARRIED, PAID -> null;
    };
  }
}
