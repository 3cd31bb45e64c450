package io.sportskk.audit;

import static io.sportskk.audit.FindingKind.APPROVED_NOT_CHARGED;
import static io.sportskk.audit.FindingKind.AWARD_WRONG;
import static io.sportskk.audit.FindingKind.LEFT_OUT;
import static io.sportskk.audit.FindingKind.MONEY_NOT_CONSERVED;
import static io.sportskk.audit.FindingKind.PAYOUT_MISSING;
import static io.sportskk.audit.FindingKind.RETURN_CAUSE_WRONG;
import static io.sportskk.audit.FindingKind.SETTLEMENT_WRONG;

import io.sportskk.kernel.Money;
import io.sportskk.match.MatchEvent;
import io.sportskk.match.MatchEvent.CorrectionProposed;
import io.sportskk.match.MatchEvent.MatchVoided;
import io.sportskk.match.MatchEvent.ResultConfirmed;
import io.sportskk.match.MatchEvent.ResultCorrected;
import io.sportskk.match.MatchEvent.ResultEntered;
import io.sportskk.match.MatchEvent.SalesClosed;
import io.sportskk.match.MatchEvent.SalesStopped;
import io.sportskk.match.VoidCause;
import io.sportskk.payment.WalletEvent.PaidOut;
import io.sportskk.payment.WalletEvent.ReturnCause;
import io.sportskk.pool.PoolResult;
import io.sportskk.pool.PoolRules;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import io.sportskk.settlement.SettlementEvent.SettlementCompleted;
import io.sportskk.settlement.SettlementEvent.Superseded;
import io.sportskk.settlement.Sums;
import io.sportskk.ticket.Award;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import io.sportskk.ticket.TicketEvent.TicketSettled;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What can be wrong with a settlement. */
final class CorruptedSettlements {

  /** KT has won. */
  private static final PoolResult RESULT =
      PoolRules.EARLIER.result(
          Map.of("KT", Money.won(5_000), "LG", Money.won(101_000)), Money.ZERO, Set.of("KT"));

  private CorruptedSettlements() {}

  /** By the other team. */
  private static final PoolResult CORRECTED =
      RESULT.rules().result(RESULT.stakes(), RESULT.carryIn(), Set.of("LG"));

  static List<Corrupted> ways(SoldTickets sold) {
    return List.of(
        Corrupted.of(
            "paid more than its pool gives",
            AWARD_WRONG,
            sold.annas,
            Set.of(),
            () -> {
              fix(sold, RESULT);
              sold.add("Wallet|anna", SoldTickets.paidOut("anna", sold.annas, 1));
              settle(sold, sold.annas, Award.won(3, Money.won(1_500), Money.won(100)));
            }),
        Corrupted.of(
            "settled though its match is not",
            AWARD_WRONG,
            sold.bens,
            Set.of(),
            () -> settle(sold, sold.bens, Award.lost())),
        Corrupted.of(
            "won and not paid",
            PAYOUT_MISSING,
            sold.annas,
            Set.of(),
            () -> {
              fix(sold, RESULT);
              settle(sold, sold.annas, Award.won(152, Money.won(76_000), Money.ZERO));
            }),
        Corrupted.of(
            "void and not given back",
            PAYOUT_MISSING,
            sold.annas,
            Set.of(),
            () -> {
              fix(sold, PoolRules.EARLIER.voided(RESULT.stakes(), Money.ZERO));
              settle(sold, sold.annas, Award.refund(Award.Kind.VOID, Money.won(5_000)));
            }),
        Corrupted.of(
            "void, and given back as late",
            RETURN_CAUSE_WRONG,
            sold.annas,
            Set.of(),
            () -> {
              fix(sold, PoolRules.EARLIER.voided(RESULT.stakes(), Money.ZERO));
              sold.add(
                  "Wallet|anna", SoldTickets.reversed("anna", sold.annas, 5_000, ReturnCause.LATE));
              settle(sold, sold.annas, Award.refund(Award.Kind.VOID, Money.won(5_000)));
            }),
        Corrupted.of(
            "given back as cancelled while it is settled",
            RETURN_CAUSE_WRONG,
            sold.annas,
            Set.of(APPROVED_NOT_CHARGED, MONEY_NOT_CONSERVED),
            () -> {
              fix(sold, PoolRules.EARLIER.voided(RESULT.stakes(), Money.ZERO));
              sold.add(
                  "Wallet|anna",
                  SoldTickets.reversed("anna", sold.annas, 5_000, ReturnCause.BUYER_REQUEST));
            }),
        Corrupted.of(
            "won, and paid as what is left of a stake",
            RETURN_CAUSE_WRONG,
            sold.annas,
            Set.of(),
            () -> {
              fix(sold, RESULT);
              sold.add(
                  "Wallet|anna",
                  new PaidOut(
                      "anna",
                      sold.annas,
                      AuditedNode.MATCH,
                      1,
                      RESULT.payout("KT", Money.won(5_000)),
                      RESULT.tax("KT", Money.won(5_000)),
                      ReturnCause.NOBODY_WON,
                      SoldTickets.AT,
                      "correlation-1",
                      SoldTickets.AT));
              settle(
                  sold,
                  sold.annas,
                  Award.won(
                      RESULT.dividends().get("KT").tenths(),
                      RESULT.payout("KT", Money.won(5_000)),
                      RESULT.tax("KT", Money.won(5_000))));
            }),
        Corrupted.of(
            "left out",
            LEFT_OUT,
            sold.annas,
            Set.of(),
            () -> {
              fix(sold, RESULT);
              settle(sold, sold.bens, Award.lost());
              settle(sold, sold.ewas, Award.lost());
              complete(
                  sold,
                  new Sums(
                      0, 2, 0, Money.won(101_000), Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO));
            }),
        Corrupted.of(
            "its sums are of more tickets",
            SETTLEMENT_WRONG,
            AuditedNode.MATCH,
            Set.of(LEFT_OUT),
            () -> {
              fix(sold, RESULT);
              complete(
                  sold,
                  new Sums(
                      0, 1, 0, Money.won(100), Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO));
            }),
        Corrupted.of(
            "its rules give another result",
            SETTLEMENT_WRONG,
            AuditedNode.MATCH,
            Set.of(),
            () -> fix(sold, withMoreTakeout())),
        Corrupted.of(
            "its dividends are fixed twice",
            SETTLEMENT_WRONG,
            AuditedNode.MATCH,
            Set.of(),
            () -> {
              fix(sold, RESULT);
              fixAgain(sold, RESULT);
            }),
        Corrupted.of(
            "others have won than its match says",
            SETTLEMENT_WRONG,
            AuditedNode.MATCH,
            Set.of(),
            () -> {
              decide(sold, "LG");
              fixAgain(sold, RESULT);
            }),
        Corrupted.of(
            "it corrects something else than was fixed",
            SETTLEMENT_WRONG,
            AuditedNode.MATCH,
            Set.of(),
            () -> {
              fix(sold, RESULT);
              correct(sold, CORRECTED, new Superseded(RESULT, Money.won(1), false));
            }),
        Corrupted.of(
            "its match was not corrected",
            SETTLEMENT_WRONG,
            AuditedNode.MATCH,
            Set.of(),
            () -> {
              fix(sold, RESULT);
              fixCorrected(sold, CORRECTED, new Superseded(RESULT, Money.ZERO, false));
            }),
        Corrupted.of(
            "a loss that nobody was paid",
            SETTLEMENT_WRONG,
            AuditedNode.MATCH,
            Set.of(),
            () -> {
              fix(sold, RESULT);
              correct(sold, CORRECTED, new Superseded(RESULT, Money.ZERO, false));
              sold.add(
                  "Settlement|" + AuditedNode.MATCH,
                  new SettlementCompleted(
                      AuditedNode.MATCH,
                      2,
                      Sums.NONE,
                      "correlation-1",
                      SoldTickets.AT,
                      Money.won(5)));
            }),
        Corrupted.of(
            "left out by the correction",
            LEFT_OUT,
            sold.ewas,
            Set.of(PAYOUT_MISSING, SETTLEMENT_WRONG),
            () -> {
              fix(sold, RESULT);
              settle(sold, sold.ewas, Award.lost());
              correct(sold, CORRECTED, new Superseded(RESULT, Money.ZERO, false));
              settle(sold, sold.annas, 2, Award.lost());
              settle(sold, sold.bens, 2, correctedAward(sold, sold.bens));
              sold.add(
                  "Settlement|" + AuditedNode.MATCH,
                  new SettlementCompleted(
                      AuditedNode.MATCH, 2, Sums.NONE, "correlation-1", SoldTickets.AT, null));
            }));
  }

  /** As a ticket on LG comes to. */
  private static Award correctedAward(SoldTickets sold, String ticketId) {
    Money stake = sold.event("Ticket|" + ticketId, 1, TicketRequested.class).purchase().stake();
    return Award.won(
        CORRECTED.dividends().get("LG").tenths(),
        CORRECTED.payout("LG", stake),
        CORRECTED.tax("LG", stake));
  }

  private static void correct(SoldTickets sold, PoolResult result, Superseded supersedes) {
    String match = "Match|" + AuditedNode.MATCH;
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    sold.add(
        match,
        new CorrectionProposed(
            AuditedNode.MATCH,
            List.copyOf(result.winners()),
            "the league",
            "mixed up",
            "admin-1",
            "c",
            now));
    sold.add(match, new ResultCorrected(AuditedNode.MATCH, "admin-2", "c", now));
    fixCorrected(sold, result, supersedes);
  }

  private static void fixCorrected(SoldTickets sold, PoolResult result, Superseded supersedes) {
    sold.add(
        "Settlement|" + AuditedNode.MATCH,
        new DividendsFixed(
            AuditedNode.MATCH, 2, result, 3, "root", "correlation-1", SoldTickets.AT, supersedes));
  }

  private static PoolResult withMoreTakeout() {
    return new PoolResult(
        RESULT.rules(),
        RESULT.kind(),
        RESULT.stakes(),
        RESULT.carryIn(),
        RESULT.winners(),
        RESULT.net(),
        RESULT.takeout().plus(RESULT.breakage()),
        RESULT.topUp(),
        RESULT.payouts(),
        Money.ZERO,
        RESULT.carryOut(),
        RESULT.dividends());
  }

  private static void fix(SoldTickets sold, PoolResult result) {
    decide(sold, result.kind() == PoolResult.Kind.VOID ? null : "KT");
    fixAgain(sold, result);
  }

  /**
   * @param winner null if it is void
   */
  private static void decide(SoldTickets sold, String winner) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    String match = AuditedNode.MATCH;
    List<MatchEvent> events =
        new ArrayList<>(
            List.of(
                new SalesClosed(match, "admin-1", "c", now), new SalesStopped(match, "c", now)));
    if (winner == null) {
      events.add(
          new MatchVoided(match, VoidCause.EVENT_CANCELLED, null, "admin-1", now, null, "c", now));
    } else {
      events.add(
          new ResultEntered(match, List.of(winner), null, "the league", "admin-1", "c", now));
      events.add(new ResultConfirmed(match, "admin-2", "c", now));
    }
    events.forEach(event -> sold.add("Match|" + match, event));
  }

  private static void fixAgain(SoldTickets sold, PoolResult result) {
    sold.add(
        "Settlement|" + AuditedNode.MATCH,
        new DividendsFixed(
            AuditedNode.MATCH, 1, result, 3, "root", "correlation-1", SoldTickets.AT, null));
  }

  private static void complete(SoldTickets sold, Sums sums) {
    sold.add(
        "Settlement|" + AuditedNode.MATCH,
        new SettlementCompleted(AuditedNode.MATCH, 1, sums, "correlation-1", SoldTickets.AT, null));
  }

  static void settle(SoldTickets sold, String ticketId, Award award) {
    settle(sold, ticketId, 1, award);
  }

  private static void settle(SoldTickets sold, String ticketId, int round, Award award) {
    sold.add(
        "Ticket|" + ticketId,
        new TicketSettled(
            sold.event("Ticket|" + ticketId, 1, TicketRequested.class).purchase(),
            round,
            award,
            null,
            "correlation-1",
            SoldTickets.AT));
  }
}
