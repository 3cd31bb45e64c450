package io.sportskk.audit;

import io.sportskk.payment.WalletEvent.Charged;
import io.sportskk.payment.WalletEvent.StakeApproved;
import io.sportskk.payment.WalletRules;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What supervisors have approved of the stakes of one wallet, worked out from its events. From
 * which stake on an approval is needed is a setting, which may have been another one at the time:
 * so only what a charge says to have used is checked.
 */
final class ReplayedApprovals {

  private final String buyerId;
  private final WalletRules rules;
  private final Findings findings;

  private final Map<String, StakeApproved> given = new HashMap<>();

  /** By approval id. */
  private final Set<String> used = new HashSet<>();

  ReplayedApprovals(String buyerId, WalletRules rules, Findings findings) {
    this.buyerId = buyerId;
    this.rules = rules;
    this.findings = findings;
  }

  void approved(StakeApproved approved) {
    String approvalId = approved.approvalId();
    if (approved.by().equals(approved.buyerId())) {
      findings.add(
          FindingKind.APPROVED_BY_BUYER,
          buyerId,
          "Approval " + approvalId + " of up to " + approved.upTo() + " is his own.");
    }
    StakeApproved before = given.put(approvalId, approved);
    if (before != null && !approved.at().isAfter(before.at().plus(rules.rememberDepositsFor()))) {
      findings.add(
          FindingKind.WALLET_EVENTS_ILLEGAL,
          buyerId,
          "In this wallet approval " + approvalId + " was given twice.");
    }
    used.remove(approvalId);
  }

  void charged(Charged charge) {
    String approvalId = charge.approvalId();
    if (approvalId == null) {
      return;
    }
    StakeApproved approval = given.get(approvalId);
    if (approval == null) {
      wrong(charge, "which was not given");
    } else if (charge.amount().isMoreThan(approval.upTo())) {
      wrong(charge, "which is of up to " + approval.upTo());
    } else if (!charge.at().isBefore(approval.validUntil())) {
      wrong(charge, "which had lapsed at " + approval.validUntil());
    }
    if (!used.add(approvalId)) {
      wrong(charge, "which had been used before");
    }
  }

  private void wrong(Charged charge, String what) {
    findings.add(
        FindingKind.STAKE_NOT_APPROVED,
        buyerId,
        "The charge of ticket "
            + charge.ticketId()
            + ", "
            + charge.amount()
            + " at "
            + charge.at()
            + ", has used approval "
            + charge.approvalId()
            + ", "
            + what
            + ".");
  }
}
