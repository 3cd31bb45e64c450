package io.sportskk.audit;

import io.sportskk.audit.TicketFacts.Charge;
import io.sportskk.audit.TicketFacts.ChargeState;
import io.sportskk.payment.WalletEvent;
import io.sportskk.payment.WalletEvent.ChargeBarred;
import io.sportskk.payment.WalletEvent.ChargeReversed;
import io.sportskk.payment.WalletEvent.Charged;
import io.sportskk.payment.WalletEvent.Deposited;
import io.sportskk.payment.WalletEvent.Excluded;
import io.sportskk.payment.WalletEvent.HouseLimitSet;
import io.sportskk.payment.WalletEvent.LimitRaiseRequested;
import io.sportskk.payment.WalletEvent.LimitSet;
import io.sportskk.payment.WalletEvent.PaidOut;
import io.sportskk.payment.WalletEvent.Refunded;
import io.sportskk.payment.WalletEvent.StakeApproved;
import io.sportskk.payment.WalletRules;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * One wallet, worked out from its events alone and apart from how the wallet does it: snapshots are
 * not looked at.
 */
final class ReplayedWallet {

  private final String buyerId;
  private final WalletRules rules;
  private final Findings findings;

  private final Map<String, Charge> charges = new HashMap<>();
  private final Map<String, Long> openByMatch = new HashMap<>();
  private final ReplayedDeposits deposits;

  /** In which rounds each ticket was paid out. */
  private final Map<String, Set<Integer>> rounds = new HashMap<>();

  private final ReplayedPlay play;
  private final ReplayedApprovals approvals;

  private long paidOut;
  private long balance;
  private boolean begun;

  ReplayedWallet(String buyerId, WalletRules rules, Findings findings) {
    this.buyerId = buyerId;
    this.rules = rules;
    this.findings = findings;
    this.deposits = new ReplayedDeposits(rules, this::illegal);
    this.play = new ReplayedPlay(buyerId, rules.play(), findings);
    this.approvals = new ReplayedApprovals(buyerId, rules, findings);
  }

  long opening() {
    return deposits.opening();
  }

  /** Without the opening balance. */
  long deposited() {
    return deposits.deposited();
  }

  long balance() {
    return balance;
  }

  /** Payouts less taxes. */
  long paidOut() {
    return paidOut;
  }

  /** Those that were not given back. */
  long keptCharges() {
    return charges.values().stream().filter(Charge::isKept).mapToLong(Charge::amount).sum();
  }

  /** By ticket id. */
  Map<String, Charge> charges() {
    return charges;
  }

  void enter(WalletEvent event) {
    if (!event.buyerId().equals(buyerId)) {
      illegal("an event of the wallet of " + event.buyerId() + " is among its own");
    }
    if (event instanceof Deposited deposit) {
      deposit(deposit);
    } else if (event instanceof Charged charged) {
      charge(charged);
    } else if (event instanceof ChargeReversed reversed) {
      reverse(reversed);
    } else if (event instanceof Refunded refunded) {
      refund(refunded);
    } else if (event instanceof PaidOut paid) {
      payOut(paid);
    } else if (event instanceof ChargeBarred barred) {
      bar(barred);
    } else if (event instanceof StakeApproved approved) {
      approvals.approved(approved);
    } else {
      play(event);
    }
    begun = true;
  }

  private void play(WalletEvent event) {
    if (event instanceof LimitSet set) {
      play.set(set);
    } else if (event instanceof LimitRaiseRequested raise) {
      play.requested(raise);
    } else if (event instanceof HouseLimitSet set) {
      play.setByHouse(set);
    } else if (event instanceof Excluded exclusion) {
      play.exclude(exclusion);
    } else {
      throw new IllegalArgumentException("the audit does not know " + event.getClass().getName());
    }
  }

  /** What can only be said when all events are in. */
  void close() {
    long paidIn = Math.addExact(Math.addExact(opening(), deposited()), paidOut);
    long should = Math.subtractExact(paidIn, keptCharges());
    if (balance != should) {
      findings.add(
          FindingKind.WALLET_UNBALANCED,
          buyerId,
          "It holds "
              + balance
              + " KRW; what was paid in and out to it less its charges is "
              + should
              + " KRW.");
    }
  }

  private void deposit(Deposited deposit) {
    balance = Math.addExact(balance, deposit.amount().won());
    play.deposited(deposit);
    deposits.enter(deposit, !begun);
  }

  private void charge(Charged charged) {
    String ticketId = charged.ticketId();
    long amount = charged.amount().won();
    Charge before = charges.get(ticketId);
    balance = Math.subtractExact(balance, amount);
    approvals.charged(charged);
    if (balance < 0) {
      findings.add(
          FindingKind.WALLET_OVERDRAWN,
          buyerId,
          "The charge of ticket " + ticketId + " brought it to " + balance + " KRW.");
    }
    if (before != null && before.isKept()) {
      findings.add(
          FindingKind.CHARGED_TWICE, ticketId, "The wallet of " + buyerId + " charged it again.");
      return;
    }
    if (before != null) {
      illegal("ticket " + ticketId + " is charged after that was barred or reversed");
    }
    if (!charged.at().isBefore(charged.salesCloseAt())) {
      findings.add(
          FindingKind.CHARGED_TOO_LATE,
          ticketId,
          "It is charged at " + charged.at() + ", sales close at " + charged.salesCloseAt() + ".");
    }
    charges.put(
        ticketId,
        new Charge(buyerId, charged.matchId(), amount, ChargeState.OPEN, micros(charged)));
    play.charged(charged);
    long staked = openByMatch.merge(charged.matchId(), amount, Math::addExact);
    if (staked > rules.matchLimit().won()) {
      findings.add(
          FindingKind.MATCH_LIMIT_EXCEEDED,
          buyerId,
          "The charge of ticket "
              + ticketId
              + " brought match "
              + charged.matchId()
              + " to "
              + staked
              + " KRW; the limit is "
              + rules.matchLimit());
    }
  }

  private void reverse(ChargeReversed reversed) {
    String ticketId = reversed.ticketId();
    long amount = reversed.amount().won();
    Charge charge = charges.get(ticketId);
    balance = Math.addExact(balance, amount);
    if (charge == null || !charge.isOpen()) {
      illegal("the charge of ticket " + ticketId + " is reversed, but there is none");
      return;
    }
    if (charge.amount() != amount || !charge.matchId().equals(reversed.matchId())) {
      illegal("the reversal for ticket " + ticketId + " is of another amount or match");
    }
    openByMatch.merge(charge.matchId(), -charge.amount(), Math::addExact);
    charges.put(ticketId, charge.reversed(reversed.cause(), micros(reversed)));
    play.givenBack(ticketId);
  }

  private void refund(Refunded refunded) {
    String ticketId = refunded.ticketId();
    long amount = refunded.amount().won();
    Charge charge = charges.get(ticketId);
    balance = Math.addExact(balance, amount);
    if (charge != null && charge.state() == ChargeState.REFUNDED) {
      findings.add(
          FindingKind.REFUNDED_TWICE,
          ticketId,
          "The wallet of " + buyerId + " gave " + amount + " KRW back once more.");
      return;
    }
    boolean open = charge != null && charge.isOpen();
    if (!open || charge.amount() != amount || !charge.matchId().equals(refunded.matchId())) {
      findings.add(
          FindingKind.REFUND_DIFFERS,
          ticketId,
          "The wallet of "
              + buyerId
              + " gave "
              + amount
              + " KRW back; before that it says: "
              + (charge == null ? "not charged" : charge)
              + ".");
    }
    if (open) {
      openByMatch.merge(charge.matchId(), -charge.amount(), Math::addExact);
    }
    charges.put(
        ticketId,
        new Charge(
            buyerId,
            refunded.matchId(),
            open ? charge.amount() : amount,
            ChargeState.REFUNDED,
            charge == null ? 0 : charge.at(),
            0,
            micros(refunded),
            refunded.cause()));
  }

  private void payOut(PaidOut paid) {
    String ticketId = paid.ticketId();
    long amount = paid.payout().won() - paid.tax().won();
    balance = Math.addExact(balance, amount);
    paidOut = Math.addExact(paidOut, amount);
    play.paidOut(paid);
    if (!rounds.computeIfAbsent(ticketId, first -> new HashSet<>()).add(paid.round())) {
      findings.add(
          FindingKind.PAID_OUT_TWICE,
          ticketId,
          "The wallet of " + buyerId + " was paid " + amount + " KRW once more.");
      return;
    }
    Charge charge = charges.get(ticketId);
    boolean givenBack =
        charge != null
            && (charge.state() == ChargeState.REVERSED || charge.state() == ChargeState.REFUNDED);
    if (givenBack && paid.round() > 1 && charge.matchId().equals(paid.matchId())) {
      charges.put(ticketId, charge.paidOnTop(amount, paid.cause(), micros(paid)));
      return;
    }
    if (charge == null || !charge.isKept() || !charge.matchId().equals(paid.matchId())) {
      findings.add(
          FindingKind.PAID_OUT_UNCHARGED,
          ticketId,
          "The wallet of "
              + buyerId
              + " was paid "
              + amount
              + " KRW; before that it says: "
              + (charge == null ? "not charged" : charge)
              + ".");
      return;
    }
    if (charge.isOpen()) {
      openByMatch.merge(charge.matchId(), -charge.amount(), Math::addExact);
    }
    charges.put(ticketId, charge.paidOut(amount, paid.cause(), micros(paid)));
  }

  private void bar(ChargeBarred barred) {
    String ticketId = barred.ticketId();
    Charge bar = new Charge(buyerId, barred.matchId(), 0, ChargeState.BARRED, micros(barred));
    if (charges.putIfAbsent(ticketId, bar) != null) {
      illegal("the charge of ticket " + ticketId + " is barred after it was decided");
    }
  }

  private static long micros(WalletEvent event) {
    return ViewReader.micros(event.at());
  }

  private void illegal(String what) {
    findings.add(FindingKind.WALLET_EVENTS_ILLEGAL, buyerId, "In this wallet " + what + ".");
  }
}
