package io.sportskk.payment;

import io.sportskk.payment.WalletEvent.StakeApproved;
import java.time.Instant;

/**
 * What a wallet decides at one moment of a supervisor's approval. It is given ahead: a refused
 * charge is refused for good, so its buyer buys anew when he has one.
 *
 * @param wallet opened, and without what is forgotten by now
 */
record SupervisorDecider(WalletState wallet, WalletRules rules, Instant now) {

  Decision<ApproveReply> approve(WalletCommand.ApproveStake a) {
    // Whoever buys may be an administrator, too, but not his own supervisor.
    if (a.by().equals(wallet.buyerId())) {
      return Decision.unchanged(new ApproveReply.OwnStake());
    }
    StakeApprovals approvals = wallet.approvals();
    StakeApprovals.Approval first = approvals.byId().get(a.approvalId());
    if (first != null) {
      return Decision.unchanged(
          first.isOf(a)
              ? new ApproveReply.Approved(first.validUntil(), true)
              : new ApproveReply.OtherContent());
    }
    SupervisionRules supervision = rules.supervision();
    if (!supervision.concern(a.upTo())) {
      return Decision.unchanged(new ApproveReply.NotNeeded(supervision.from()));
    }
    if (approvals.open(now).size() >= supervision.maxOpen()) {
      return Decision.unchanged(
          new ApproveReply.TooManyOpen(
              supervision.maxOpen(), approvals.nextLapsesAt(now).orElse(now)));
    }
    if (approvals.byId().size() >= supervision.maxRemembered()) {
      Instant oldest = approvals.oldest().orElse(now);
      return Decision.unchanged(
          new ApproveReply.TooManyRemembered(
              supervision.maxRemembered(), oldest.plus(rules.rememberDepositsFor())));
    }
    Instant validUntil = now.plus(supervision.validFor());
    return Decision.of(
        new StakeApproved(
            wallet.buyerId(),
            a.approvalId(),
            a.upTo(),
            a.reason(),
            a.by(),
            validUntil,
            a.correlationId(),
            now),
        new ApproveReply.Approved(validUntil, false));
  }
}
