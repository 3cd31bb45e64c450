package io.sportskk.audit;

import io.sportskk.audit.EventStream.SequencedEvent;
import io.sportskk.payment.LimitKind;
import io.sportskk.payment.StoredWallet;
import io.sportskk.payment.WalletEvent;
import io.sportskk.payment.WalletEvent.ChargeBarred;
import io.sportskk.payment.WalletEvent.ChargeReversed;
import io.sportskk.payment.WalletEvent.Charged;
import io.sportskk.payment.WalletEvent.Deposited;
import io.sportskk.payment.WalletEvent.Excluded;
import io.sportskk.payment.WalletEvent.HouseLimitSet;
import io.sportskk.payment.WalletEvent.LimitSet;
import io.sportskk.payment.WalletEvent.PaidOut;
import io.sportskk.payment.WalletEvent.Refunded;
import io.sportskk.payment.WalletEvent.StakeApproved;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Whether the snapshots of a wallet are what its events make of it.
 *
 * <p>The balance must be the same. A wallet forgets a match some time after its sales have closed,
 * and deposits and payouts after some time; how long that was when it stored the snapshot is not
 * known here. So whatever it remembers must have happened, and nothing of a match may be missing
 * whose sales had not closed yet.
 */
final class SnapshotCheck {

  private final String persistenceId;
  private final String buyerId;
  private final Findings findings;

  private final Map<String, Long> open = new HashMap<>();
  private final Map<String, Instant> closing = new HashMap<>();
  private final Set<String> barred = new HashSet<>();
  private final Map<String, Set<Integer>> paidOut = new HashMap<>();
  private final Map<String, Long> deposits = new HashMap<>();
  private final Map<LimitKind, Long> own = new EnumMap<>(LimitKind.class);
  private final Map<LimitKind, Long> house = new EnumMap<>(LimitKind.class);
  private final Map<String, StakeApproved> approvals = new HashMap<>();
  private Instant excludedUntil;
  private long balance;
  private Instant now = Instant.MIN;

  SnapshotCheck(String persistenceId, String buyerId, Findings findings) {
    this.persistenceId = persistenceId;
    this.buyerId = buyerId;
    this.findings = findings;
  }

  void enter(SequencedEvent<WalletEvent> sequenced) {
    enter(sequenced.event());
    if (sequenced.snapshot() instanceof StoredWallet stored) {
      compare(stored, "The snapshot at event " + sequenced.sequenceNr() + " says ");
    }
  }

  private void enter(WalletEvent event) {
    if (event.at().isAfter(now)) {
      now = event.at();
    }
    if (event instanceof Deposited deposited) {
      balance += deposited.amount().won();
      deposits.put(deposited.depositId(), deposited.amount().won());
    } else if (event instanceof Charged charged) {
      balance -= charged.amount().won();
      open.put(charged.ticketId(), charged.amount().won());
      closing.put(charged.ticketId(), charged.salesCloseAt());
      approvals.remove(charged.approvalId());
    } else if (event instanceof ChargeReversed reversed) {
      balance += reversed.amount().won();
      open.remove(reversed.ticketId());
      barred.add(reversed.ticketId());
    } else if (event instanceof Refunded refunded) {
      balance += refunded.amount().won();
      open.remove(refunded.ticketId());
      barred.add(refunded.ticketId());
    } else if (event instanceof PaidOut paid) {
      balance += paid.payout().won() - paid.tax().won();
      open.remove(paid.ticketId());
      closing.remove(paid.ticketId());
      paidOut.computeIfAbsent(paid.ticketId(), first -> new HashSet<>()).add(paid.round());
    } else if (event instanceof ChargeBarred bar) {
      barred.add(bar.ticketId());
      closing.put(bar.ticketId(), bar.salesCloseAt());
    } else if (event instanceof LimitSet set) {
      put(own, set.kind(), set.limit());
    } else if (event instanceof HouseLimitSet set) {
      put(house, set.kind(), set.limit());
    } else if (event instanceof Excluded exclusion) {
      excludedUntil = exclusion.until();
    } else if (event instanceof StakeApproved approved) {
      approvals.put(approved.approvalId(), approved);
    }
  }

  private static void put(Map<LimitKind, Long> limits, LimitKind kind, Long limit) {
    if (limit == null) {
      limits.remove(kind);
    } else {
      limits.put(kind, limit);
    }
  }

  private void compare(StoredWallet stored, String says) {
    if (!stored.buyerId().equals(buyerId)) {
      wrong(says + "that it is of the wallet of " + stored.buyerId());
      return;
    }
    if (stored.balance().won() != balance) {
      wrong(says + stored.balance() + "; the events, " + balance + " KRW");
    }
    stored
        .openCharges()
        .forEach(
            (ticketId, amount) -> {
              Long charged = open.get(ticketId);
              if (charged == null || charged != amount.won()) {
                wrong(says + amount + " for ticket " + ticketId + "; the events, " + charged);
              }
            });
    stored
        .deposits()
        .forEach(
            (depositId, amount) -> {
              Long deposited = deposits.get(depositId);
              if (deposited == null || deposited != amount.won()) {
                wrong(says + amount + " for deposit " + depositId + "; the events, " + deposited);
              }
            });
    for (String ticketId : stored.barredTickets()) {
      if (!barred.contains(ticketId)) {
        wrong(says + "that ticket " + ticketId + " will not be charged; the events do not");
      }
    }
    stored
        .paidOut()
        .forEach(
            (ticketId, rounds) -> {
              Set<Integer> made = paidOut.getOrDefault(ticketId, Set.of());
              if (!made.containsAll(rounds)) {
                wrong(
                    says
                        + "payouts "
                        + rounds
                        + " of ticket "
                        + ticketId
                        + "; the events, "
                        + made);
              }
            });
    comparePlay(stored, says);
    compareApprovals(stored, says);
    closing.forEach(
        (ticketId, close) -> {
          boolean known =
              open.containsKey(ticketId)
                  ? stored.openCharges().containsKey(ticketId)
                  : stored.barredTickets().contains(ticketId);
          if (!known && now.isBefore(close)) {
            wrong(says + "nothing of ticket " + ticketId + ", which can't be forgotten yet");
          }
        });
  }

  private void comparePlay(StoredWallet stored, String says) {
    Map<LimitKind, Long> lowest = new EnumMap<>(LimitKind.class);
    lowest.putAll(own);
    house.forEach((kind, limit) -> lowest.merge(kind, limit, Math::min));
    if (!stored.limitsInForce().equals(lowest)) {
      wrong(says + "limits " + stored.limitsInForce() + "; the events, " + lowest);
    }
    if (!Objects.equals(stored.excludedUntil(), excludedUntil)) {
      wrong(says + "excluded until " + stored.excludedUntil() + "; the events, " + excludedUntil);
    }
  }

  /** What can still be used is not forgotten. */
  private void compareApprovals(StoredWallet stored, String says) {
    stored
        .unusedApprovals()
        .forEach(
            (approvalId, upTo) -> {
              StakeApproved approval = approvals.get(approvalId);
              if (approval == null || !approval.upTo().equals(upTo)) {
                wrong(
                    says
                        + "approval "
                        + approvalId
                        + " of up to "
                        + upTo
                        + " is not used; the events, "
                        + (approval == null ? "otherwise" : approval.upTo()));
              }
            });
    approvals.forEach(
        (approvalId, approval) -> {
          if (now.isBefore(approval.validUntil())
              && !stored.unusedApprovals().containsKey(approvalId)) {
            wrong(says + "nothing of approval " + approvalId + ", which can be used");
          }
        });
  }

  private void wrong(String what) {
    findings.add(FindingKind.SNAPSHOT_WRONG, persistenceId, what + ".");
  }
}
