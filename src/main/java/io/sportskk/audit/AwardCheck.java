package io.sportskk.audit;

import io.sportskk.audit.SettlementReader.Decided;
import io.sportskk.audit.SettlementReader.Round;
import io.sportskk.kernel.Money;
import io.sportskk.pool.PoolResult;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import io.sportskk.settlement.Sums;
import io.sportskk.ticket.Award;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketStatus;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether each ticket was awarded what the result of its pool gives it, and each settlement did
 * what it says: its result follows from its rules and from the match, its tickets add up to its
 * sums, and none is left out.
 */
final class AwardCheck {

  private final SettlementReader settlements;
  private final MatchReader matches;
  private final Findings findings;
  private final Map<String, Sums> sums = new HashMap<>();

  AwardCheck(SettlementReader settlements, MatchReader matches, Findings findings) {
    this.settlements = settlements;
    this.matches = matches;
    this.findings = findings;
  }

  void check(ReplayedTicket ticket) {
    Purchase purchase = ticket.purchase();
    if (settlements.isBroken(purchase.matchId())) {
      return;
    }
    Decided decided = settlements.of(purchase.matchId());
    Award award = ticket.award();
    if (award != null && award.kind() == Award.Kind.LATE) {
      return; // it is not in the pool
    }
    boolean leftOut =
        decided != null
            && decided.completed() != null
            && (award == null
                ? ticket.last().status() == TicketStatus.APPROVED
                : ticket.round() < decided.fixed().round());
    if (leftOut) {
      findings.add(
          FindingKind.LEFT_OUT,
          purchase.ticketId(),
          "The settlement of its match was completed at " + decided.completed().at() + ".");
    }
    if (award == null) {
      return;
    }
    DividendsFixed fixed = decided == null ? null : decided.fixed(ticket.round());
    if (fixed == null || !award.equals(expected(fixed.result(), purchase))) {
      findings.add(
          FindingKind.AWARD_WRONG,
          purchase.ticketId(),
          "It was awarded "
              + award
              + "; the settlement of its match says: "
              + (fixed == null ? "nothing" : fixed.result())
              + ".");
      return;
    }
    if (!isPaidSo(ticket, decided)) {
      findings.add(
          FindingKind.AWARD_WRONG,
          purchase.ticketId(),
          "It was awarded " + award + ", and paid " + ticket.paid() + " in all rounds.");
    }
    if (ticket.round() == decided.fixed().round()) {
      sums.merge(
          purchase.matchId(),
          Sums.of(purchase.stake(), award, ticket.paid().beyond(award)),
          Sums::plus);
    }
  }

  /** What it is awarded, or more if a result before was wrong, but no more than by any of them. */
  private static boolean isPaidSo(ReplayedTicket ticket, Decided decided) {
    Money paid = ticket.paid().gross();
    return !paid.isLessThan(ticket.award().amount())
        && decided.rounds().stream()
            .map(Round::fixed)
            .filter(fixed -> fixed.round() <= ticket.round())
            .map(fixed -> expected(fixed.result(), ticket.purchase()))
            .anyMatch(award -> award != null && !paid.isMoreThan(award.amount()));
  }

  private static Award expected(PoolResult result, Purchase purchase) {
    if (purchase.stake().isMoreThan(result.stakes().getOrDefault(purchase.team(), Money.ZERO))) {
      return null; // it is not in the pool
    }
    Money payout = result.payout(purchase.team(), purchase.stake());
    return switch (result.kind()) {
      case VOID -> Award.refund(Award.Kind.VOID, payout);
      case REFUNDED, NET_REFUNDED -> Award.refund(Award.Kind.NOBODY_WON, payout);
      case CARRIED -> Award.lost();
      case PAID ->
          payout.equals(Money.ZERO)
              ? Award.lost()
              : Award.won(
                  result.dividends().get(purchase.team()).tenths(),
                  payout,
                  result.tax(purchase.team(), purchase.stake()));
    };
  }

  /** After the last ticket. */
  void end() {
    settlements.all().forEach(this::check);
  }

  private void check(String matchId, Decided decided) {
    decided.rounds().forEach(round -> check(matchId, round.fixed()));
    Sums settled = sums.getOrDefault(matchId, Sums.NONE);
    if (decided.completed() != null && !settled.equals(decided.completed().sums())) {
      findings.add(
          FindingKind.SETTLEMENT_WRONG,
          matchId,
          "It says " + decided.completed().sums() + "; its tickets add up to " + settled + ".");
    }
  }

  private void check(String matchId, DividendsFixed fixed) {
    PoolResult result = fixed.result();
    PoolResult byRules =
        result.kind() == PoolResult.Kind.VOID
            ? result.rules().voided(result.stakes(), result.carryIn())
            : result.rules().result(result.stakes(), result.carryIn(), result.winners());
    if (!byRules.equals(result)) {
      findings.add(
          FindingKind.SETTLEMENT_WRONG,
          matchId,
          "It says " + result + "; by its rules it is " + byRules + ".");
    }
    matches.match(matchId).ifPresent(match -> check(match, result, fixed.round()));
  }

  /** Its match decides by which rules, and who has won. */
  private void check(ReplayedMatch match, PoolResult result, int round) {
    if (!result.rules().equals(match.opened().rules())
        || !result.winners().equals(match.winners(round))) {
      findings.add(
          FindingKind.SETTLEMENT_WRONG,
          match.matchId(),
          "It is settled by rules "
              + result.rules()
              + " with the winners "
              + result.winners()
              + "; its match says "
              + match.opened().rules()
              + " and "
              + match.winners(round)
              + ".");
    }
  }
}
