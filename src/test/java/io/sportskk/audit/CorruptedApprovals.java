package io.sportskk.audit;

import static io.sportskk.audit.FindingKind.APPROVED_BY_BUYER;
import static io.sportskk.audit.FindingKind.MATCH_LIMIT_EXCEEDED;
import static io.sportskk.audit.FindingKind.SNAPSHOT_WRONG;
import static io.sportskk.audit.FindingKind.STAKE_NOT_APPROVED;
import static io.sportskk.audit.FindingKind.WALLET_EVENTS_ILLEGAL;
import static io.sportskk.audit.SoldTickets.BENS_APPROVAL;
import static io.sportskk.audit.SoldTickets.EWAS_APPROVAL;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sportskk.kernel.Money;
import io.sportskk.payment.WalletEvent.Charged;
import io.sportskk.payment.WalletEvent.StakeApproved;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * {@code L5}: what can be wrong with the approvals of supervisors, in Ben's wallet, and in the
 * snapshot of Ewa's.
 */
final class CorruptedApprovals {

  private static final String WALLET = "Wallet|ben";

  private CorruptedApprovals() {}

  static List<Corrupted> ways(SoldTickets sold) {
    return List.of(
        approval(
            sold,
            STAKE_NOT_APPROVED,
            "of less than the stake",
            e -> approved(e, Money.won(99_900), e.by(), e.validUntil())),
        approval(
            sold,
            STAKE_NOT_APPROVED,
            "that had lapsed",
            e -> approved(e, e.upTo(), e.by(), e.at())),
        Corrupted.of(
            "that was not given",
            STAKE_NOT_APPROVED,
            "ben",
            Set.of(),
            () ->
                sold.replace(
                    WALLET,
                    3,
                    Charged.class,
                    e ->
                        new Charged(
                            e.buyerId(),
                            e.ticketId(),
                            e.matchId(),
                            e.amount(),
                            e.salesCloseAt(),
                            "other",
                            e.correlationId(),
                            e.at()))),
        Corrupted.of(
            "that had been used before",
            STAKE_NOT_APPROVED,
            "ben",
            Set.of(MATCH_LIMIT_EXCEEDED),
            () -> {
              sold.add(
                  "Ticket|" + SoldTickets.OTHER,
                  new TicketRequested(
                      SoldTickets.other("ben"), SoldTickets.CLOSE, SoldTickets.CLOSE, null));
              sold.add(
                  WALLET,
                  SoldTickets.charged(
                      "ben", SoldTickets.OTHER, 100, BENS_APPROVAL, SoldTickets.AT));
            }),
        approval(
            sold,
            APPROVED_BY_BUYER,
            "beforehand",
            e -> approved(e, e.upTo(), "ben", e.validUntil())),
        Corrupted.of(
            "an approval is given twice",
            WALLET_EVENTS_ILLEGAL,
            "ben",
            Set.of(),
            () -> sold.add(WALLET, sold.event(WALLET, 2, StakeApproved.class))),
        snapshot(sold, "of another amount", approval -> approval.put("upTo", 99_900)),
        snapshot(sold, "that says to be used", approval -> approval.put("usedBy", sold.ewas)),
        Corrupted.of(
            "without an approval that can be used",
            SNAPSHOT_WRONG,
            "Wallet|ewa",
            Set.of(),
            () ->
                sold.changeSnapshot(
                    wallet -> ((ObjectNode) wallet.at("/approvals/byId")).remove(EWAS_APPROVAL))));
  }

  private static Corrupted approval(
      SoldTickets sold, FindingKind kind, String name, UnaryOperator<StakeApproved> change) {
    return Corrupted.of(
        name, kind, "ben", Set.of(), () -> sold.replace(WALLET, 2, StakeApproved.class, change));
  }

  private static StakeApproved approved(
      StakeApproved e, Money upTo, String by, Instant validUntil) {
    return new StakeApproved(
        e.buyerId(), e.approvalId(), upTo, e.reason(), by, validUntil, e.correlationId(), e.at());
  }

  private static Corrupted snapshot(SoldTickets sold, String name, Consumer<ObjectNode> change) {
    return Corrupted.of(
        "an approval " + name,
        SNAPSHOT_WRONG,
        "Wallet|ewa",
        Set.of(),
        () ->
            sold.changeSnapshot(
                wallet ->
                    change.accept((ObjectNode) wallet.at("/approvals/byId/" + EWAS_APPROVAL))));
  }
}
