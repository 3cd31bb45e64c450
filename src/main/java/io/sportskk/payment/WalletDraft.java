package io.sportskk.payment;

import io.sportskk.kernel.Money;
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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** A wallet that is being changed into another one: by time, or by an event. */
final class WalletDraft {

  private final WalletState before;
  private final WalletRules rules;

  private boolean opened;
  private Money balance;
  private Map<String, Money> deposits;
  private Map<String, Instant> depositedAt;
  private Map<String, MatchCharges> matches;
  private Map<String, WalletState.Refund> refunds;
  private Map<String, MatchPayouts> payouts;
  private Play play;
  private StakeApprovals approvals;
  private long charges;
  private Instant lastAt;

  WalletDraft(WalletState wallet, WalletRules rules) {
    this.before = wallet;
    this.rules = rules;
    this.opened = wallet.opened();
    this.balance = wallet.balance();
    this.deposits = wallet.deposits();
    this.depositedAt = wallet.depositedAt();
    this.matches = wallet.matches();
    this.refunds = wallet.refunds();
    this.payouts = wallet.payouts();
    this.play = wallet.play();
    this.approvals = wallet.approvals();
    this.charges = wallet.charges();
    this.lastAt = wallet.lastAt();
  }

  WalletState done() {
    return new WalletState(
        before.buyerId(),
        opened,
        balance,
        deposits,
        depositedAt,
        matches,
        refunds,
        payouts,
        play,
        approvals,
        charges,
        lastAt);
  }

  /** Without what is forgotten by then. */
  WalletDraft asOf(Instant now) {
    // Deposits are in the order of their times.
    if (before.oldestDeposit().filter(at -> rules.forgottenDecision(at, now)).isPresent()) {
      Map<String, Instant> times = new LinkedHashMap<>(depositedAt);
      times.entrySet().removeIf(it -> rules.forgotten(it.getKey(), it.getValue(), now));
      Map<String, Money> remembered = new LinkedHashMap<>(deposits);
      remembered.keySet().retainAll(times.keySet());
      deposits = remembered;
      depositedAt = times;
    }
    matches = without(matches, match -> rules.forgotten(match.salesCloseAt(), now));
    refunds = without(refunds, refund -> rules.forgottenDecision(refund.since(), now));
    payouts = without(payouts, payout -> rules.forgottenDecision(payout.since(), now));
    play = play.asOf(now, rules.play(), charges);
    approvals = approvals.asOf(now, rules);
    return this;
  }

  WalletDraft enter(WalletEvent event) {
    lastAt = before.later(event.at());
    opened = true;
    if (event instanceof Deposited e) {
      balance = balance.plus(e.amount());
      deposits = appended(deposits, e.depositId(), e.amount());
      depositedAt = appended(depositedAt, e.depositId(), lastAt);
      if (!e.openingBalance()) {
        play = play.deposited(e.amount());
      }
    } else if (event instanceof Charged e) {
      charge(e);
    } else if (event instanceof ChargeReversed e) {
      reverse(e);
    } else if (event instanceof Refunded e) {
      balance = balance.plus(e.amount());
      // Known by now only if the settings have changed since: then the charge is not open any more.
      put(e.matchId(), match(e.matchId(), e.salesCloseAt()).refund(e.ticketId()));
      WalletState.Refund refund = new WalletState.Refund(e.amount(), later(e.decidedAt(), lastAt));
      refunds = appended(refunds, e.ticketId(), refund);
    } else if (event instanceof PaidOut e) {
      payOut(e);
    } else if (event instanceof ChargeBarred e) {
      put(e.matchId(), match(e.matchId(), e.salesCloseAt()).bar(e.ticketId(), e.reason()));
    } else if (event instanceof StakeApproved e) {
      approvals = approvals.with(e, lastAt);
    } else {
      enterPlay(event);
    }
    return this;
  }

  private void enterPlay(WalletEvent event) {
    if (event instanceof LimitSet e) {
      play = play.after(e);
    } else if (event instanceof LimitRaiseRequested e) {
      play = play.after(e);
    } else if (event instanceof HouseLimitSet e) {
      play = play.after(e);
    } else {
      play = play.after((Excluded) event);
    }
  }

  private void reverse(ChargeReversed e) {
    balance = balance.plus(e.amount());
    // Forgotten by now only if the settings have changed since: the money moves all the same.
    MatchCharges match = matches.get(e.matchId());
    if (match == null) {
      return;
    }
    MatchCharges.Open charge = match.open().get(e.ticketId());
    if (charge != null) {
      play = play.givenBack(charge);
    }
    put(e.matchId(), match.reverse(e.ticketId()));
  }

  private void charge(Charged e) {
    balance = balance.minus(e.amount());
    play = play.charged(e.amount(), lastAt, rules.play().playEndsAfter());
    approvals = approvals.usedBy(e.ticketId(), e.approvalId());
    charges++;
    MatchCharges.Open charge = new MatchCharges.Open(e.amount(), charges);
    put(e.matchId(), match(e.matchId(), e.salesCloseAt()).charge(e.ticketId(), charge));
  }

  private void payOut(PaidOut e) {
    balance = balance.plus(e.net());
    play = play.paidOut(e.net());
    MatchCharges match = matches.get(e.matchId());
    if (match != null) {
      put(e.matchId(), match.payOut(e.ticketId()));
    }
    MatchPayouts paid =
        payouts
            .getOrDefault(e.matchId(), MatchPayouts.none())
            .with(
                e.ticketId(),
                new MatchPayouts.Made(e.round(), e.payout(), e.tax()),
                later(e.decidedAt(), lastAt));
    payouts = appended(payouts, e.matchId(), paid);
  }

  private MatchCharges match(String matchId, Instant salesCloseAt) {
    MatchCharges match = matches.get(matchId);
    return match == null ? MatchCharges.none(salesCloseAt) : match.closingAt(salesCloseAt);
  }

  private void put(String matchId, MatchCharges match) {
    Map<String, MatchCharges> copy = new LinkedHashMap<>(matches);
    copy.put(matchId, match);
    matches = copy;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static <V> Map<String, V> appended(Map<String, V> map, String key, V value) {
    Map<String, V> copy = new LinkedHashMap<>(map);
    copy.remove(key); // the order is that of the times
    copy.put(key, value);
    return copy;
  }

  private static <V> Map<String, V> without(Map<String, V> map, Predicate<V> forgotten) {
    if (map.values().stream().noneMatch(forgotten)) {
      return map;
    }
    Map<String, V> copy = new LinkedHashMap<>(map);
    copy.values().removeIf(forgotten);
    return copy;
  }
}
