package io.sportskk.audit;

import static io.sportskk.audit.FindingKind.LEDGER_WRONG;
import static io.sportskk.audit.FindingKind.SNAPSHOT_UNREADABLE;
import static io.sportskk.audit.FindingKind.SNAPSHOT_WRONG;

import io.sportskk.kernel.Money;
import io.sportskk.payment.WalletEvent.Deposited;
import java.util.List;
import java.util.Set;

/** What can be wrong with the snapshot of Ewa's wallet. */
final class CorruptedSnapshots {

  private static final String WALLET = "Wallet|ewa";

  private CorruptedSnapshots() {}

  static List<Corrupted> ways(SoldTickets sold) {
    return List.of(
        Corrupted.of(
            "not a snapshot at all",
            SNAPSHOT_UNREADABLE,
            WALLET,
            Set.of(),
            () -> sold.journal("UPDATE snapshot SET snapshot_payload = 'abc'")),
        Corrupted.of(
            "of something else",
            SNAPSHOT_UNREADABLE,
            WALLET,
            Set.of(),
            () -> sold.snapshot(sold.event(WALLET, 1, Deposited.class))),
        Corrupted.of(
            "of an event that is not there",
            SNAPSHOT_WRONG,
            WALLET,
            Set.of(),
            () -> sold.journal("UPDATE snapshot SET sequence_number = 6")),
        Corrupted.of(
            "of another event",
            SNAPSHOT_WRONG,
            WALLET,
            Set.of(),
            () -> sold.journal("UPDATE snapshot SET sequence_number = 4")),
        Corrupted.of(
            "of the wallet of somebody else",
            SNAPSHOT_WRONG,
            "Wallet|anna",
            Set.of(),
            () ->
                sold.journal(
                    "UPDATE snapshot SET persistence_id = 'Wallet|anna', sequence_number = 2")),
        Corrupted.of(
            "a deposit was less than it remembers",
            SNAPSHOT_WRONG,
            WALLET,
            Set.of(LEDGER_WRONG),
            () -> sold.replace(WALLET, 3, Deposited.class, e -> deposited(e, e.depositId(), 99))),
        Corrupted.of(
            "it remembers another deposit",
            SNAPSHOT_WRONG,
            WALLET,
            Set.of(),
            () ->
                sold.replace(
                    WALLET, 3, Deposited.class, e -> deposited(e, "other", e.amount().won()))));
  }

  private static Deposited deposited(Deposited deposited, String depositId, long amount) {
    return new Deposited(
        deposited.buyerId(),
        depositId,
        Money.won(amount),
        deposited.correlationId(),
        deposited.at());
  }
}
