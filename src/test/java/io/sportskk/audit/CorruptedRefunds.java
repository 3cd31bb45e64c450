package io.sportskk.audit;

import static io.sportskk.audit.FindingKind.CHARGE_NOT_REVERSED;
import static io.sportskk.audit.FindingKind.LEDGER_UNKNOWN;
import static io.sportskk.audit.FindingKind.LEDGER_WRONG;
import static io.sportskk.audit.FindingKind.MONEY_NOT_CONSERVED;
import static io.sportskk.audit.FindingKind.REFUNDED_TWICE;
import static io.sportskk.audit.FindingKind.REFUNDED_UNASKED;
import static io.sportskk.audit.FindingKind.REFUND_DIFFERS;
import static io.sportskk.audit.FindingKind.REFUND_MISSING;
import static io.sportskk.audit.FindingKind.RETURN_CAUSE_WRONG;
import static io.sportskk.audit.FindingKind.TICKET_EVENTS_ILLEGAL;
import static io.sportskk.audit.FindingKind.UNDECIDED;
import static io.sportskk.audit.FindingKind.WALLET_UNBALANCED;

import io.sportskk.kernel.Money;
import io.sportskk.payment.WalletEvent.ChargeReversed;
import io.sportskk.payment.WalletEvent.Refunded;
import io.sportskk.payment.WalletEvent.ReturnCause;
import io.sportskk.ticket.CancellationReason;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.ReversalDecision;
import io.sportskk.ticket.TicketEvent;
import io.sportskk.ticket.TicketEvent.CancellationRequested;
import io.sportskk.ticket.TicketEvent.ReversalDecided;
import io.sportskk.ticket.TicketEvent.ReversalRefused;
import io.sportskk.ticket.TicketEvent.TicketCancelled;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What can be wrong with what operators decide, and with what is given back for it. */
final class CorruptedRefunds {

  private static final Set<FindingKind> MONEY_APPEARS =
      Set.of(WALLET_UNBALANCED, MONEY_NOT_CONSERVED);
  private static final Purchase OTHER = SoldTickets.other("anna");

  private static final TicketEvent REQUESTED =
      new TicketRequested(OTHER, SoldTickets.CLOSE, SoldTickets.CLOSE, null);
  private static final TicketEvent CANCELLING =
      new CancellationRequested(
          OTHER, CancellationReason.PAYMENT_TIMEOUT, "correlation-1", SoldTickets.AT);
  private static final TicketEvent REFUSED =
      new ReversalRefused(OTHER, "forgotten", "correlation-1", SoldTickets.AT);
  private static final TicketEvent CANCELLED =
      new TicketCancelled(
          OTHER, CancellationReason.PAYMENT_TIMEOUT, false, "correlation-1", SoldTickets.AT);

  private CorruptedRefunds() {}

  /** Row {@code V3}: given back, and for another cause than the ticket says. */
  private static List<Corrupted> causes(SoldTickets sold) {
    return List.of(
        Corrupted.of(
            "cancelled, and given back as void",
            RETURN_CAUSE_WRONG,
            sold.cleos,
            Set.of(LEDGER_WRONG),
            () ->
                sold.replace(
                    "Wallet|cleo",
                    4,
                    ChargeReversed.class,
                    e ->
                        new ChargeReversed(
                            e.buyerId(),
                            e.ticketId(),
                            e.matchId(),
                            e.amount(),
                            ReturnCause.VOID,
                            e.correlationId(),
                            e.at()))),
        Corrupted.of(
            "cancelled by its buyer, and given back as not paid in time",
            RETURN_CAUSE_WRONG,
            sold.doras,
            Set.of(LEDGER_WRONG),
            () ->
                sold.replace(
                    "Wallet|dora",
                    3,
                    Refunded.class,
                    e ->
                        new Refunded(
                            e.buyerId(),
                            e.ticketId(),
                            e.matchId(),
                            e.amount(),
                            ReturnCause.PAYMENT_TIMEOUT,
                            e.salesCloseAt(),
                            e.decidedAt(),
                            e.correlationId(),
                            e.at()))));
  }

  static List<Corrupted> ways(SoldTickets sold) {
    List<Corrupted> ways = new ArrayList<>();
    ways.add(
        Corrupted.of(
            "an operator has to decide",
            UNDECIDED,
            SoldTickets.OTHER,
            Set.of(),
            () -> {
              addOther(sold, REQUESTED, CANCELLING, REFUSED);
              sold.add("Wallet|anna", SoldTickets.charged("anna", SoldTickets.OTHER, 100));
            }));
    ways.add(
        Corrupted.of(
            "decided, and not given back",
            CHARGE_NOT_REVERSED,
            sold.doras,
            Set.of(MONEY_NOT_CONSERVED, LEDGER_UNKNOWN),
            () -> sold.dropLast("Wallet|dora")));
    ways.add(
        Corrupted.of(
            "decided, and nothing known of it",
            REFUND_MISSING,
            SoldTickets.OTHER,
            Set.of(),
            () ->
                addOther(
                    sold,
                    REQUESTED,
                    CANCELLING,
                    REFUSED,
                    decided(OTHER, ReversalDecision.GIVE_BACK),
                    CANCELLED)));
    ways.add(
        Corrupted.of(
            "given back before anybody has decided",
            REFUNDED_UNASKED,
            SoldTickets.OTHER,
            Set.of(),
            () -> {
              addOther(sold, REQUESTED, CANCELLING);
              sold.add("Wallet|anna", SoldTickets.charged("anna", SoldTickets.OTHER, 100));
              sold.add("Wallet|anna", SoldTickets.refunded("anna", SoldTickets.OTHER, 100));
            }));
    ways.add(
        Corrupted.of(
            "the other thing was decided",
            REFUNDED_UNASKED,
            sold.doras,
            Set.of(),
            () ->
                sold.replace(
                    "Ticket|" + sold.doras,
                    5,
                    ReversalDecided.class,
                    e -> decided(e, ReversalDecision.NOTHING_TO_GIVE_BACK))));
    ways.add(
        Corrupted.of(
            "once more",
            REFUNDED_TWICE,
            sold.doras,
            MONEY_APPEARS,
            () -> sold.add("Wallet|dora", sold.event("Wallet|dora", 3, Refunded.class))));
    ways.add(
        Corrupted.of(
            "less than was charged",
            REFUND_DIFFERS,
            sold.doras,
            Set.of(WALLET_UNBALANCED, MONEY_NOT_CONSERVED, LEDGER_WRONG),
            () ->
                sold.replace(
                    "Wallet|dora",
                    3,
                    Refunded.class,
                    e ->
                        new Refunded(
                            e.buyerId(),
                            e.ticketId(),
                            e.matchId(),
                            Money.won(2_900),
                            e.cause(),
                            e.salesCloseAt(),
                            e.decidedAt(),
                            e.correlationId(),
                            e.at()))));
    ways.addAll(causes(sold));
    ways.add(
        Corrupted.of(
            "never charged",
            REFUND_DIFFERS,
            SoldTickets.OTHER,
            MONEY_APPEARS,
            () -> {
              addOther(
                  sold,
                  REQUESTED,
                  CANCELLING,
                  REFUSED,
                  decided(OTHER, ReversalDecision.GIVE_BACK),
                  CANCELLED);
              sold.add("Wallet|anna", SoldTickets.refunded("anna", SoldTickets.OTHER, 100));
            }));
    ways.add(
        Corrupted.of(
            "given back before",
            REFUND_DIFFERS,
            sold.cleos,
            Set.of(REFUNDED_UNASKED, WALLET_UNBALANCED, MONEY_NOT_CONSERVED),
            () -> sold.add("Wallet|cleo", SoldTickets.refunded("cleo", sold.cleos, 2_000))));
    ways.add(
        Corrupted.of(
            "decided when there was nothing to decide",
            TICKET_EVENTS_ILLEGAL,
            sold.annas,
            Set.of(),
            () ->
                sold.add(
                    "Ticket|" + sold.annas, decided(sold.purchase(), ReversalDecision.GIVE_BACK))));
    ways.add(
        Corrupted.of(
            "refused when nothing was to be given back",
            TICKET_EVENTS_ILLEGAL,
            SoldTickets.OTHER,
            Set.of(),
            () ->
                addOther(
                    sold,
                    REQUESTED,
                    CANCELLING,
                    REFUSED,
                    decided(OTHER, ReversalDecision.NOTHING_TO_GIVE_BACK),
                    REFUSED)));
    return ways;
  }

  private static void addOther(SoldTickets sold, TicketEvent... events) {
    for (TicketEvent event : events) {
      sold.add("Ticket|" + SoldTickets.OTHER, event);
    }
  }

  private static ReversalDecided decided(Purchase purchase, ReversalDecision decision) {
    return new ReversalDecided(
        purchase, decision, "admin-1", null, "correlation-1", SoldTickets.AT);
  }

  private static ReversalDecided decided(ReversalDecided event, ReversalDecision decision) {
    return new ReversalDecided(
        event.purchase(),
        decision,
        event.decidedBy(),
        event.note(),
        event.correlationId(),
        event.at());
  }
}
