package io.sportskk.payment;

import io.sportskk.kernel.Money;
import io.sportskk.payment.ChargeReply.Reason;
import io.sportskk.payment.WalletEvent.ChargeBarred;
import io.sportskk.payment.WalletEvent.ChargeReversed;
import io.sportskk.payment.WalletEvent.Charged;
import io.sportskk.payment.WalletEvent.Deposited;
import java.time.Instant;
import java.util.Optional;

/**
 * What a wallet decides at one moment.
 *
 * <p><b>A refusal is for good.</b> A refused charge leaves a tombstone like a reversal does.
 * Without it, a charge that was asked twice, because its answer was late, and delivered out of
 * order could be refused first and made afterwards, when its ticket has long been rejected. A match
 * of which a wallet remembers as many tickets as it may needs no more tombstones: every new ticket
 * is refused.
 *
 * @param wallet opened, and without what is forgotten by now
 */
record WalletDecider(WalletState wallet, WalletRules rules, Instant now) {

  Decision<ChargeReply> charge(WalletCommand.Charge c) {
    MatchCharges match = wallet.match(c.matchId(), c.salesCloseAt());
    // The repetition first: a charge that was made must not fail now for lack of money or time.
    if (match.isCharged(c.ticketId())) {
      return Decision.unchanged(new ChargeReply.Charged(wallet.balance()));
    }
    if (wallet.hasPaidOut(c.matchId(), c.ticketId())) {
      return Decision.unchanged(new ChargeReply.Refused(Reason.TOO_LATE, wallet.balance()));
    }
    Reason barred = match.barred().get(c.ticketId());
    if (barred != null) {
      return Decision.unchanged(new ChargeReply.Refused(barred, wallet.balance()));
    }
    Reason refusal = refusal(c, match);
    if (refusal == null) {
      return Decision.of(
          new Charged(
              wallet.buyerId(),
              c.ticketId(),
              c.matchId(),
              c.amount(),
              c.salesCloseAt(),
              approvalFor(c.amount()).orElse(null),
              c.correlationId(),
              now),
          new ChargeReply.Charged(wallet.balance().minus(c.amount())));
    }
    ChargeReply reply = new ChargeReply.Refused(refusal, wallet.balance());
    if (neverCharged(match, c.salesCloseAt())) {
      return Decision.unchanged(reply);
    }
    return Decision.of(
        new ChargeBarred(
            wallet.buyerId(),
            c.ticketId(),
            c.matchId(),
            refusal,
            c.salesCloseAt(),
            c.correlationId(),
            now),
        reply);
  }

  /** Why a new charge can't be made, null if it can. */
  private Reason refusal(WalletCommand.Charge c, MatchCharges match) {
    // That nothing is charged after the close makes forgetting safe, so it is not left to callers.
    if (!now.isBefore(c.payBefore()) || !now.isBefore(c.salesCloseAt())) {
      return Reason.TOO_LATE;
    }
    Reason bound = wallet.play().refusal(c.amount(), now);
    if (bound != null) {
      return bound;
    }
    if (!rules.hasRoomFor(match) || rules.exceedsMatchLimit(match.staked(), c.amount())) {
      return Reason.MATCH_LIMIT_EXCEEDED;
    }
    if (wallet.balance().isLessThan(c.amount())) {
      return Reason.INSUFFICIENT_FUNDS;
    }
    // Last: nobody is asked to approve what could not be charged all the same.
    return rules.supervision().concern(c.amount()) && approvalFor(c.amount()).isEmpty()
        ? Reason.SUPERVISOR_NEEDED
        : null;
  }

  /** That a charge of this stake uses up; none if it needs none, or there is none. */
  private Optional<String> approvalFor(Money stake) {
    return rules.supervision().concern(stake)
        ? wallet.approvals().enoughFor(stake, now)
        : Optional.empty();
  }

  Decision<ReverseReply> reverse(WalletCommand.Reverse r) {
    MatchCharges match = wallet.match(r.matchId(), r.salesCloseAt());
    MatchCharges.Open charge = match.open().get(r.ticketId());
    if (charge != null) {
      return Decision.of(
          new ChargeReversed(
              wallet.buyerId(),
              r.ticketId(),
              r.matchId(),
              charge.amount(),
              r.cause(),
              r.correlationId(),
              now),
          new ReverseReply.Reversed(wallet.balance().plus(charge.amount())));
    }
    if (match.paidOut().contains(r.ticketId()) || wallet.hasPaidOut(r.matchId(), r.ticketId())) {
      return Decision.unchanged(new ReverseReply.PaidOut());
    }
    ReverseReply reversed = new ReverseReply.Reversed(wallet.balance());
    if (match.barred().containsKey(r.ticketId())) {
      return Decision.unchanged(reversed);
    }
    if (rules.forgotten(r.salesCloseAt(), now)) {
      return Decision.unchanged(new ReverseReply.Forgotten());
    }
    if (neverCharged(match, r.salesCloseAt())) {
      return Decision.unchanged(reversed);
    }
    return Decision.of(
        new ChargeBarred(
            wallet.buyerId(),
            r.ticketId(),
            r.matchId(),
            Reason.ALREADY_REVERSED,
            r.salesCloseAt(),
            r.correlationId(),
            now),
        reversed);
  }

  /** Whether a ticket that is not remembered will be refused without a tombstone of its own. */
  private boolean neverCharged(MatchCharges match, Instant salesCloseAt) {
    return rules.forgotten(salesCloseAt, now) || !rules.hasRoomFor(match);
  }

  Decision<DepositReply> deposit(WalletCommand.Deposit d) {
    Money first = wallet.deposits().get(d.depositId());
    if (first != null) {
      return Decision.unchanged(
          first.equals(d.amount())
              ? new DepositReply.Deposited(wallet.balance(), true)
              : new DepositReply.OtherAmount(first));
    }
    if (wallet.play().isExcluded(now)) {
      return Decision.unchanged(new DepositReply.Excluded(wallet.play().excludedUntil()));
    }
    if (wallet.depositsMade() >= rules.maxDeposits()) {
      Instant oldest = wallet.oldestDeposit().orElse(now);
      return Decision.unchanged(
          new DepositReply.TooMany(rules.maxDeposits(), oldest.plus(rules.rememberDepositsFor())));
    }
    Optional<LimitKind> broken = wallet.play().brokenBy(d.amount(), now);
    if (broken.isPresent()) {
      PlayLimits.Standing limit = PlayLimits.standing(wallet.play(), broken.get(), now);
      return Decision.unchanged(
          new DepositReply.LimitExceeded(
              broken.get(), Money.won(limit.left()), limit.freeAgainAt()));
    }
    Money room = wallet.room();
    if (d.amount().isMoreThan(room)) {
      return Decision.unchanged(new DepositReply.TooMuch(room));
    }
    return Decision.of(
        new Deposited(wallet.buyerId(), d.depositId(), d.amount(), d.correlationId(), now),
        new DepositReply.Deposited(wallet.balance().plus(d.amount()), false));
  }
}
