package io.sportskk.audit;

import io.sportskk.audit.SettlementReader.Decided;
import io.sportskk.kernel.Money;
import io.sportskk.pool.PoolResult;
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
    if (award == null) {
      boolean leftOut =
          decided != null
              && decided.completed() != null
              && ticket.last().status() == TicketStatus.APPROVED;
      if (leftOut) {
        findings.add(
            FindingKind.LEFT_OUT,
            purchase.ticketId(),
            "The settlement of its match was completed at " + decided.completed().at() + ".");
      }
      return;
    }
    if (award.kind() == Award.Kind.LATE) {
      return; // it is not in the pool
    }
    if (decided == null || !award.equals(expected(decided.fixed().result(), purchase))) {
      findings.add(
          FindingKind.AWARD_WRONG,
          purchase.ticketId(),
          "It was awarded "
              + award
              + "; the settlement of its match says: "
              + (decided == null ? "nothing" : decided.fixed().result())
              + ".");
    }
    sums.merge(purchase.matchId(), Sums.of(purchase.stake(), award), Sums::plus);
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
    PoolResult result = decided.fixed().result();
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
    matches.match(matchId).ifPresent(match -> check(match, result));
    Sums settled = sums.getOrDefault(matchId, Sums.NONE);
    if (decided.completed() != null && !settled.equals(decided.completed().sums())) {
      findings.add(
          FindingKind.SETTLEMENT_WRONG,
          matchId,
          "It says " + decided.completed().sums() + "; its tickets add up to " + settled + ".");
    }
  }

  /** Its match decides by which rules, and who has won. */
  private void check(ReplayedMatch match, PoolResult result) {
    if (!result.rules().equals(match.opened().rules())
        || !result.winners().equals(match.winners())) {
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
              + match.winners()
              + ".");
    }
  }
}
