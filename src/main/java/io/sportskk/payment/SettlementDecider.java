package io.sportskk.payment;

import io.sportskk.kernel.Money;
import io.sportskk.payment.WalletEvent.ChargeReversed;
import io.sportskk.payment.WalletEvent.PaidOut;
import io.sportskk.payment.WalletEvent.Refunded;
import java.time.Instant;
import java.util.Optional;

/**
 * What a wallet decides at one moment of money that comes when a match is over. Who asks knows what
 * was charged and what is due, but not what the wallet knows of it: that comes first.
 *
 * @param wallet opened, and without what is forgotten by now
 */
record SettlementDecider(WalletState wallet, WalletRules rules, Instant now) {

  private static final MatchCharges UNKNOWN = MatchCharges.none(Instant.EPOCH);

  Decision<RefundReply> refund(WalletCommand.Refund r) {
    WalletState.Refund first = wallet.refunds().get(r.ticketId());
    if (first != null) {
      return first.amount().equals(r.amount())
          ? Decision.unchanged(new RefundReply.GivenBack())
          : refuse(RefundReply.Reason.OTHER_AMOUNT);
    }
    MatchCharges match = wallet.match(r.matchId(), r.salesCloseAt());
    if (match.paidOut().contains(r.ticketId()) || wallet.hasPaidOut(r.matchId(), r.ticketId())) {
      return refuse(RefundReply.Reason.PAID_OUT);
    }
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
          new RefundReply.GivenBack());
    }
    if (match.barred().containsKey(r.ticketId())) {
      return Decision.unchanged(new RefundReply.GivenBack());
    }
    if (rules.forgottenDecision(r.decidedAt(), now)) {
      return refuse(RefundReply.Reason.DECIDED_TOO_LONG_AGO);
    }
    if (r.amount().isMoreThan(wallet.room())) {
      return refuse(RefundReply.Reason.WALLET_FULL);
    }
    return Decision.of(
        new Refunded(
            wallet.buyerId(),
            r.ticketId(),
            r.matchId(),
            r.amount(),
            r.cause(),
            r.salesCloseAt(),
            r.decidedAt(),
            r.correlationId(),
            now),
        new RefundReply.GivenBack());
  }

  private static Decision<RefundReply> refuse(RefundReply.Reason reason) {
    return Decision.unchanged(new RefundReply.Refused(reason));
  }

  Decision<PayOutReply> payOut(WalletCommand.PayOut p) {
    MatchPayouts payouts = payouts(p.matchId());
    Optional<MatchPayouts.Made> first = payouts.made(p.ticketId(), p.round());
    if (first.isPresent()) {
      return first.get().equals(new MatchPayouts.Made(p.round(), p.payout(), p.tax()))
          ? Decision.unchanged(new PayOutReply.PaidOut())
          : refuse(PayOutReply.Reason.OTHER_AMOUNT);
    }
    if (payouts.madeAfter(p.ticketId(), p.round())) {
      return refuse(PayOutReply.Reason.LATER_ROUND);
    }
    if (rules.forgottenDecision(p.decidedAt(), now)) {
      return refuse(PayOutReply.Reason.DECIDED_TOO_LONG_AGO);
    }
    MatchCharges match = wallet.matches().getOrDefault(p.matchId(), UNKNOWN);
    // Known of this ticket: of a match that it remembers it may have forgotten others, of which
    // the sales closed earlier.
    if (match.barred().containsKey(p.ticketId()) || wallet.refunds().containsKey(p.ticketId())) {
      return refuse(PayOutReply.Reason.NOT_CHARGED);
    }
    PaidOut paid =
        new PaidOut(
            wallet.buyerId(),
            p.ticketId(),
            p.matchId(),
            p.round(),
            p.payout(),
            p.tax(),
            p.cause(),
            p.decidedAt(),
            p.correlationId(),
            now);
    return paid.net().isMoreThan(roomFor(p.ticketId(), match))
        ? refuse(PayOutReply.Reason.WALLET_FULL)
        : Decision.of(paid, new PayOutReply.PaidOut());
  }

  Decision<PayUpReply> payUp(WalletCommand.PayUp p) {
    MatchPayouts payouts = payouts(p.matchId());
    PaidSum before = before(p, payouts);
    PaidSum owed = p.due().less(before);
    PayUpReply paidUp = new PayUpReply.PaidUp(before.plus(owed.gross(), owed.tax()));
    Optional<MatchPayouts.Made> first = payouts.made(p.ticketId(), p.round());
    if (first.isPresent()) {
      return first.get().equals(new MatchPayouts.Made(p.round(), owed.gross(), owed.tax()))
          ? Decision.unchanged(paidUp)
          : refuseUp(PayOutReply.Reason.OTHER_AMOUNT);
    }
    if (payouts.madeAfter(p.ticketId(), p.round())) {
      return refuseUp(PayOutReply.Reason.LATER_ROUND);
    }
    if (owed.gross().equals(Money.ZERO)) {
      return Decision.unchanged(paidUp);
    }
    if (rules.forgottenDecision(p.decidedAt(), now)) {
      return refuseUp(PayOutReply.Reason.DECIDED_TOO_LONG_AGO);
    }
    MatchCharges match = wallet.matches().getOrDefault(p.matchId(), UNKNOWN);
    ChargeReply.Reason barred = match.barred().get(p.ticketId());
    if (barred != null && barred != ChargeReply.Reason.ALREADY_REVERSED) {
      return refuseUp(PayOutReply.Reason.NOT_CHARGED);
    }
    PaidOut paid =
        new PaidOut(
            wallet.buyerId(),
            p.ticketId(),
            p.matchId(),
            p.round(),
            owed.gross(),
            owed.tax(),
            p.cause(),
            p.decidedAt(),
            p.correlationId(),
            now);
    return paid.net().isMoreThan(roomFor(p.ticketId(), match))
        ? refuseUp(PayOutReply.Reason.WALLET_FULL)
        : Decision.of(paid, paidUp);
  }

  /** What the ticket was paid or given back before, of what it knows and what the wallet does. */
  private PaidSum before(WalletCommand.PayUp p, MatchPayouts payouts) {
    PaidSum known = payouts.madeBefore(p.ticketId(), p.round());
    MatchCharges match = wallet.matches().getOrDefault(p.matchId(), UNKNOWN);
    boolean givenBack =
        wallet.refunds().containsKey(p.ticketId())
            || match.barred().get(p.ticketId()) == ChargeReply.Reason.ALREADY_REVERSED;
    PaidSum all = givenBack ? known.plus(p.stake(), Money.ZERO) : known;
    return p.paid().gross().isMoreThan(all.gross()) ? p.paid() : all;
  }

  private static Decision<PayUpReply> refuseUp(PayOutReply.Reason reason) {
    return Decision.unchanged(new PayUpReply.Refused(reason));
  }

  private MatchPayouts payouts(String matchId) {
    return wallet.payouts().getOrDefault(matchId, MatchPayouts.none());
  }

  /** The ticket's own stake, if it is open yet, will not come back. */
  private Money roomFor(String ticketId, MatchCharges match) {
    MatchCharges.Open charge = match.open().get(ticketId);
    return charge == null ? wallet.room() : wallet.room().plus(charge.amount());
  }

  private static Decision<PayOutReply> refuse(PayOutReply.Reason reason) {
    return Decision.unchanged(new PayOutReply.Refused(reason));
  }
}
