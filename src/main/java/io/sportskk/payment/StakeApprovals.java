package io.sportskk.payment;

import io.sportskk.kernel.Money;
import io.sportskk.payment.WalletEvent.StakeApproved;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What supervisors have approved of a buyer's stakes. Part of the stored snapshot.
 *
 * <p>An approval is of one charge: the first that needs one and is not more than it takes it, and
 * it stays used also when that charge is given back. Used and lapsed ones are remembered like the
 * ids of deposits, so that to give an approval once more, as its answer was late, is not to give
 * another one.
 *
 * @param byId those that are not forgotten, oldest first
 */
record StakeApprovals(Map<String, Approval> byId) {

  static final StakeApprovals NONE = new StakeApprovals(Map.of());

  /**
   * @param by the supervisor
   * @param usedBy the ticket that was charged with it; null if none was
   */
  record Approval(
      Money upTo, String reason, String by, Instant at, Instant validUntil, String usedBy) {

    boolean isOpen(Instant now) {
      return usedBy == null && now.isBefore(validUntil);
    }

    /** Whether it is what is asked for now: else the id was used for another one. */
    boolean isOf(WalletCommand.ApproveStake a) {
      return upTo.equals(a.upTo()) && reason.equals(a.reason()) && by.equals(a.by());
    }
  }

  StakeApprovals {
    byId = Collections.unmodifiableMap(byId);
  }

  /** Those that can be used, oldest first. */
  Map<String, Approval> open(Instant now) {
    Map<String, Approval> open = new LinkedHashMap<>(byId);
    open.values().removeIf(approval -> !approval.isOpen(now));
    return open;
  }

  /**
   * The one to be used for a stake: the smallest that is enough, so that a larger one is left for a
   * larger stake; of several the oldest.
   */
  Optional<String> enoughFor(Money stake, Instant now) {
    return open(now).entrySet().stream()
        .filter(approval -> !approval.getValue().upTo().isLessThan(stake))
        // The first of several equal ones, and they are in the order of their times.
        .min(Comparator.comparing(approval -> approval.getValue().upTo()))
        .map(Map.Entry::getKey);
  }

  /** When there is room for one more of those that can be used, at the latest. */
  Optional<Instant> nextLapsesAt(Instant now) {
    return open(now).values().stream().map(Approval::validUntil).min(Comparator.naturalOrder());
  }

  /** When the oldest of all that are remembered was given. */
  Optional<Instant> oldest() {
    return byId.values().stream().map(Approval::at).findFirst();
  }

  StakeApprovals with(StakeApproved e, Instant at) {
    Map<String, Approval> copy = new LinkedHashMap<>(byId);
    copy.remove(e.approvalId()); // the order is that of the times
    copy.put(e.approvalId(), new Approval(e.upTo(), e.reason(), e.by(), at, e.validUntil(), null));
    return new StakeApprovals(copy);
  }

  /**
   * @param approvalId null if the charge needed none
   */
  StakeApprovals usedBy(String ticketId, String approvalId) {
    Approval used = approvalId == null ? null : byId.get(approvalId);
    // Forgotten by now only if the settings have changed since: the charge stands all the same.
    if (used == null) {
      return this;
    }
    Map<String, Approval> copy = new LinkedHashMap<>(byId);
    copy.put(
        approvalId,
        new Approval(
            used.upTo(), used.reason(), used.by(), used.at(), used.validUntil(), ticketId));
    return new StakeApprovals(copy);
  }

  /** Without those that are forgotten by then. */
  StakeApprovals asOf(Instant now, WalletRules rules) {
    if (byId.values().stream().noneMatch(approval -> rules.forgotten(approval, now))) {
      return this;
    }
    Map<String, Approval> remembered = new LinkedHashMap<>(byId);
    remembered.values().removeIf(approval -> rules.forgotten(approval, now));
    return new StakeApprovals(remembered);
  }
}
