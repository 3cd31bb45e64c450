package io.sportskk.audit;

import static io.sportskk.audit.FindingKind.APPROVED_NOT_CHARGED;
import static io.sportskk.audit.FindingKind.CHARGED_TOO_LATE;
import static io.sportskk.audit.FindingKind.CHARGE_DIFFERS;
import static io.sportskk.audit.FindingKind.CHARGE_NOT_REVERSED;
import static io.sportskk.audit.FindingKind.CHARGE_REVERSED_UNASKED;
import static io.sportskk.audit.FindingKind.CHARGE_WITHOUT_TICKET;
import static io.sportskk.audit.FindingKind.LEDGER_UNKNOWN;
import static io.sportskk.audit.FindingKind.LEDGER_WRONG;
import static io.sportskk.audit.FindingKind.MONEY_NOT_CONSERVED;

import io.sportskk.payment.WalletEvent.Charged;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What can be wrong between tickets and wallets. */
final class CorruptedPayment {

  private CorruptedPayment() {}

  static List<Corrupted> ways(SoldTickets sold) {
    List<Corrupted> ways = new ArrayList<>();
    ways.add(
        Corrupted.of(
            "charged when sales close",
            CHARGED_TOO_LATE,
            sold.annas,
            Set.of(),
            () -> sold.replace("Wallet|anna", 2, Charged.class, e -> charged(e, e.at(), e.at()))));
    ways.add(
        Corrupted.of(
            "charged after the payment deadline",
            CHARGED_TOO_LATE,
            sold.annas,
            Set.of(LEDGER_WRONG),
            () ->
                sold.replace(
                    "Wallet|anna",
                    2,
                    Charged.class,
                    e -> charged(e, e.at().plusSeconds(601), e.salesCloseAt()))));
    ways.add(
        Corrupted.of(
            "the charge is gone",
            APPROVED_NOT_CHARGED,
            sold.annas,
            Set.of(MONEY_NOT_CONSERVED, LEDGER_UNKNOWN),
            () -> sold.dropLast("Wallet|anna")));
    ways.add(
        Corrupted.of(
            "the charge is reversed",
            APPROVED_NOT_CHARGED,
            sold.annas,
            Set.of(MONEY_NOT_CONSERVED),
            () -> sold.add("Wallet|anna", SoldTickets.reversed("anna", sold.annas, 5_000))));
    ways.add(
        Corrupted.of(
            "the reversal is gone",
            CHARGE_NOT_REVERSED,
            sold.cleos,
            Set.of(MONEY_NOT_CONSERVED, LEDGER_UNKNOWN),
            () -> sold.dropLast("Wallet|cleo")));
    ways.add(
        Corrupted.of(
            "a rejected ticket is charged to another buyer, too",
            CHARGE_NOT_REVERSED,
            sold.bensRejected,
            Set.of(CHARGE_DIFFERS, MONEY_NOT_CONSERVED),
            () -> sold.add("Wallet|anna", SoldTickets.charged("anna", sold.bensRejected, 100))));
    ways.add(
        Corrupted.of(
            "given back to a buyer whose ticket is pending",
            CHARGE_REVERSED_UNASKED,
            SoldTickets.OTHER,
            Set.of(),
            () -> {
              sold.add(
                  "Ticket|" + SoldTickets.OTHER,
                  new TicketRequested(
                      SoldTickets.other("anna"), SoldTickets.CLOSE, SoldTickets.CLOSE, null));
              sold.add("Wallet|anna", SoldTickets.charged("anna", SoldTickets.OTHER, 100));
              sold.add("Wallet|anna", SoldTickets.reversed("anna", SoldTickets.OTHER, 100));
            }));
    ways.add(
        Corrupted.of(
            "of another match",
            CHARGE_DIFFERS,
            sold.annas,
            Set.of(LEDGER_WRONG),
            () ->
                sold.replace(
                    "Wallet|anna",
                    2,
                    Charged.class,
                    e ->
                        new Charged(
                            "anna",
                            sold.annas,
                            "match-2",
                            e.amount(),
                            SoldTickets.CLOSE,
                            null,
                            "correlation-1",
                            SoldTickets.AT))));
    ways.add(
        Corrupted.of(
            "of another amount",
            CHARGE_DIFFERS,
            sold.annas,
            Set.of(MONEY_NOT_CONSERVED, LEDGER_WRONG),
            () ->
                sold.replace(
                    "Wallet|anna",
                    2,
                    Charged.class,
                    e -> SoldTickets.charged("anna", sold.annas, 4_900))));
    ways.add(
        Corrupted.of(
            "of another buyer",
            CHARGE_DIFFERS,
            sold.annas,
            Set.of(LEDGER_UNKNOWN),
            () -> {
              sold.dropLast("Wallet|anna");
              sold.add("Wallet|cleo", SoldTickets.charged("cleo", sold.annas, 5_000));
            }));
    ways.add(
        Corrupted.of(
            "charged",
            CHARGE_WITHOUT_TICKET,
            SoldTickets.OTHER,
            Set.of(MONEY_NOT_CONSERVED),
            () -> sold.add("Wallet|anna", SoldTickets.charged("anna", SoldTickets.OTHER, 100))));
    ways.add(
        Corrupted.of(
            "refused",
            CHARGE_WITHOUT_TICKET,
            SoldTickets.OTHER,
            Set.of(),
            () -> sold.add("Wallet|anna", SoldTickets.barred("anna", SoldTickets.OTHER))));
    return ways;
  }

  private static Charged charged(Charged charge, Instant at, Instant salesCloseAt) {
    return new Charged(
        charge.buyerId(),
        charge.ticketId(),
        charge.matchId(),
        charge.amount(),
        salesCloseAt,
        charge.approvalId(),
        charge.correlationId(),
        at);
  }
}
