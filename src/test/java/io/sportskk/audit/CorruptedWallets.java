package io.sportskk.audit;

import static io.sportskk.audit.FindingKind.CHARGED_TWICE;
import static io.sportskk.audit.FindingKind.LEDGER_WRONG;
import static io.sportskk.audit.FindingKind.MATCH_LIMIT_EXCEEDED;
import static io.sportskk.audit.FindingKind.MONEY_NOT_CONSERVED;
import static io.sportskk.audit.FindingKind.WALLET_EVENTS_ILLEGAL;
import static io.sportskk.audit.FindingKind.WALLET_OVERDRAWN;
import static io.sportskk.audit.FindingKind.WALLET_UNBALANCED;

import io.sportskk.kernel.Money;
import io.sportskk.payment.WalletEvent.ChargeReversed;
import io.sportskk.payment.WalletEvent.Charged;
import io.sportskk.payment.WalletEvent.Deposited;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What can be wrong with wallets. */
final class CorruptedWallets {

  private CorruptedWallets() {}

  static List<Corrupted> ways(SoldTickets sold) {
    List<Corrupted> ways = new ArrayList<>();
    Set<FindingKind> moneyIsGone = Set.of(WALLET_UNBALANCED, MONEY_NOT_CONSERVED);
    ways.add(
        Corrupted.of(
            "a charge is stored again",
            CHARGED_TWICE,
            sold.annas,
            moneyIsGone,
            () -> sold.add("Wallet|anna", sold.event("Wallet|anna", 2, Charged.class))));
    ways.add(
        Corrupted.of(
            "two wallets are charged",
            CHARGED_TWICE,
            sold.annas,
            Set.of(MONEY_NOT_CONSERVED),
            () -> sold.add("Wallet|cleo", SoldTickets.charged("cleo", sold.annas, 5_000))));
    ways.add(
        Corrupted.of(
            "the opening balance is less than what was charged",
            WALLET_OVERDRAWN,
            "anna",
            Set.of(LEDGER_WRONG),
            () ->
                sold.replace(
                    "Wallet|anna",
                    1,
                    Deposited.class,
                    e ->
                        new Deposited(
                            "anna",
                            e.depositId(),
                            Money.won(4_000),
                            "correlation-1",
                            SoldTickets.AT))));
    ways.add(
        Corrupted.of(
            "more than the limit on one match",
            MATCH_LIMIT_EXCEEDED,
            "ben",
            Set.of(),
            () -> {
              sold.add(
                  "Ticket|" + SoldTickets.OTHER,
                  new TicketRequested(
                      SoldTickets.other("ben"), SoldTickets.CLOSE, SoldTickets.CLOSE, null));
              sold.add("Wallet|ben", SoldTickets.charged("ben", SoldTickets.OTHER, 100));
            }));
    ways.add(
        Corrupted.of(
            "a reversal gives back less",
            WALLET_UNBALANCED,
            "cleo",
            Set.of(WALLET_EVENTS_ILLEGAL, MONEY_NOT_CONSERVED, LEDGER_WRONG),
            () ->
                sold.replace(
                    "Wallet|cleo",
                    4,
                    ChargeReversed.class,
                    e ->
                        new ChargeReversed(
                            "cleo",
                            sold.cleos,
                            e.matchId(),
                            Money.won(1_900),
                            e.cause(),
                            "correlation-1",
                            SoldTickets.AT))));
    ways.add(
        Corrupted.of(
            "a charge is reversed twice",
            MONEY_NOT_CONSERVED,
            "all wallets",
            Set.of(WALLET_EVENTS_ILLEGAL, WALLET_UNBALANCED),
            () -> sold.add("Wallet|cleo", sold.event("Wallet|cleo", 4, ChargeReversed.class))));
    ways.add(
        Corrupted.of(
            "a charge is barred after it was made",
            WALLET_EVENTS_ILLEGAL,
            "anna",
            Set.of(),
            () -> sold.add("Wallet|anna", SoldTickets.barred("anna", sold.annas))));
    ways.add(
        Corrupted.of(
            "a deposit is made twice",
            WALLET_EVENTS_ILLEGAL,
            "cleo",
            Set.of(),
            () -> sold.add("Wallet|cleo", sold.event("Wallet|cleo", 2, Deposited.class))));
    ways.add(
        Corrupted.of(
            "it opens twice",
            WALLET_EVENTS_ILLEGAL,
            "anna",
            Set.of(),
            () -> sold.add("Wallet|anna", sold.event("Wallet|anna", 1, Deposited.class))));
    ways.add(
        Corrupted.of(
            "an event of another wallet",
            WALLET_EVENTS_ILLEGAL,
            "anna",
            Set.of(),
            () ->
                sold.add(
                    "Wallet|anna",
                    new Deposited(
                        "zoe", "deposit-2", Money.won(1), "correlation-1", SoldTickets.AT))));
    return ways;
  }
}
