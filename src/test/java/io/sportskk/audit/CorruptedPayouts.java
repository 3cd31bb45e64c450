package io.sportskk.audit;

import static io.sportskk.audit.FindingKind.APPROVED_NOT_CHARGED;
import static io.sportskk.audit.FindingKind.MONEY_NOT_CONSERVED;
import static io.sportskk.audit.FindingKind.PAID_OUT_TWICE;
import static io.sportskk.audit.FindingKind.PAID_OUT_UNASKED;
import static io.sportskk.audit.FindingKind.PAID_OUT_UNCHARGED;
import static io.sportskk.audit.FindingKind.REFUNDED_UNASKED;
import static io.sportskk.audit.FindingKind.REFUND_DIFFERS;
import static io.sportskk.audit.FindingKind.SNAPSHOT_WRONG;
import static io.sportskk.audit.FindingKind.WALLET_EVENTS_ILLEGAL;
import static io.sportskk.audit.FindingKind.WALLET_UNBALANCED;

import java.util.List;
import java.util.Set;

/** What can be wrong with what winners are paid. */
final class CorruptedPayouts {

  private CorruptedPayouts() {}

  static List<Corrupted> ways(SoldTickets sold) {
    return List.of(
        Corrupted.of(
            "approved, no more",
            PAID_OUT_UNASKED,
            sold.annas,
            Set.of(),
            () -> payOut(sold, "anna", sold.annas, 1)),
        Corrupted.of(
            "the same round again",
            PAID_OUT_TWICE,
            sold.annas,
            Set.of(PAID_OUT_UNASKED),
            () -> {
              payOut(sold, "anna", sold.annas, 1);
              payOut(sold, "anna", sold.annas, 2);
              payOut(sold, "anna", sold.annas, 1);
            }),
        Corrupted.of(
            "given back before",
            PAID_OUT_UNCHARGED,
            sold.cleos,
            Set.of(),
            () -> payOut(sold, "cleo", sold.cleos, 1)),
        Corrupted.of(
            "never charged",
            PAID_OUT_UNCHARGED,
            SoldTickets.OTHER,
            Set.of(),
            () -> payOut(sold, "anna", SoldTickets.OTHER, 1)),
        Corrupted.of(
            "the stake of a winner is given back",
            WALLET_EVENTS_ILLEGAL,
            "anna",
            Set.of(PAID_OUT_UNASKED, WALLET_UNBALANCED, MONEY_NOT_CONSERVED),
            () -> {
              payOut(sold, "anna", sold.annas, 1);
              sold.add("Wallet|anna", SoldTickets.reversed("anna", sold.annas, 5_000));
            }),
        Corrupted.of(
            "the stake of a winner is refunded",
            REFUND_DIFFERS,
            sold.annas,
            Set.of(APPROVED_NOT_CHARGED, REFUNDED_UNASKED, MONEY_NOT_CONSERVED),
            () -> {
              payOut(sold, "anna", sold.annas, 1);
              sold.add("Wallet|anna", SoldTickets.refunded("anna", sold.annas, 5_000));
            }),
        Corrupted.of(
            "it remembers one that was not made",
            SNAPSHOT_WRONG,
            "Wallet|ewa",
            Set.of(),
            () ->
                sold.changeSnapshot(
                    wallet ->
                        wallet
                            .putObject("payouts")
                            .putObject("match-1")
                            .put("since", SoldTickets.AT.toString())
                            .putObject("byTicket")
                            .putArray(sold.ewas)
                            .addObject()
                            .put("round", 1)
                            .put("payout", 1_500)
                            .put("tax", 0))));
  }

  private static void payOut(SoldTickets sold, String buyerId, String ticketId, int round) {
    sold.add("Wallet|" + buyerId, SoldTickets.paidOut(buyerId, ticketId, round));
  }
}
