package io.sportskk.payment;

import io.sportskk.kernel.Money;
import io.sportskk.payment.WalletEvent.Excluded;
import io.sportskk.payment.WalletEvent.HouseLimitSet;
import io.sportskk.payment.WalletEvent.LimitRaiseRequested;
import io.sportskk.payment.WalletEvent.LimitSet;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Responsible play: what a buyer has bound himself to, and how much of it he has used. Part of the
 * stored snapshot.
 *
 * @param limits those that there are
 * @param excludedUntil null if the buyer was never excluded
 */
record Play(
    Map<LimitKind, PlayLimit> limits, Instant excludedUntil, PlayWindow day, PlayWindow week) {

  /** Also of who has played before there were limits: it counts from then on. */
  static final Play NONE = new Play(Map.of(), null, PlayWindow.NONE, PlayWindow.NONE);

  Play {
    limits = Collections.unmodifiableMap(limits);
  }

  PlayLimit limit(LimitKind kind) {
    return limits.getOrDefault(kind, PlayLimit.NONE);
  }

  PlayWindow window(LimitKind kind) {
    return kind.length() == PlayWindow.Length.DAY ? day : week;
  }

  /** Those limits that there are. */
  Map<LimitKind, Money> inForce() {
    Map<LimitKind, Money> all = new EnumMap<>(LimitKind.class);
    for (LimitKind kind : LimitKind.values()) {
      Money limit = limit(kind).inForce();
      if (limit != null) {
        all.put(kind, limit);
      }
    }
    return all;
  }

  boolean isExcluded(Instant now) {
    return excludedUntil != null && now.isBefore(excludedUntil);
  }

  /** Why a stake can't be charged, null if it can. */
  ChargeReply.Reason refusal(Money stake, Instant now) {
    if (isExcluded(now)) {
      return ChargeReply.Reason.SELF_EXCLUDED;
    }
    for (LimitKind kind : LimitKind.values()) {
      Money limit = limit(kind).inForce();
      // Written so that no sum can overflow, and right if the limit is below what is used.
      if (limit != null && stake.won() > limit.won() - window(kind).used(kind.isOfLosses())) {
        return kind.refusal();
      }
    }
    return null;
  }

  /**
   * @param charges how many the wallet has made
   */
  Play asOf(Instant now, PlayRules rules, long charges) {
    return windows(
        day.asOf(now, PlayWindow.Length.DAY, rules.zone(), charges),
        week.asOf(now, PlayWindow.Length.WEEK, rules.zone(), charges));
  }

  Play charged(Money amount) {
    return windows(day.charged(amount), week.charged(amount));
  }

  Play givenBack(MatchCharges.Open charge) {
    return windows(day.givenBack(charge), week.givenBack(charge));
  }

  Play paidOut(Money net) {
    return windows(day.paidOut(net), week.paidOut(net));
  }

  Play after(LimitSet e) {
    return with(e.kind(), limit -> limit.own(e.limit()));
  }

  Play after(LimitRaiseRequested e) {
    PlayLimit.Raise raise = new PlayLimit.Raise(e.limit(), e.confirmFrom(), e.confirmBefore());
    return with(e.kind(), limit -> limit.raise(raise));
  }

  Play after(HouseLimitSet e) {
    return with(e.kind(), limit -> limit.house(e.limit()));
  }

  Play after(Excluded e) {
    return new Play(limits, e.until(), day, week);
  }

  private Play windows(PlayWindow newDay, PlayWindow newWeek) {
    return new Play(limits, excludedUntil, newDay, newWeek);
  }

  private Play with(LimitKind kind, UnaryOperator<PlayLimit> change) {
    Map<LimitKind, PlayLimit> others = new EnumMap<>(LimitKind.class);
    others.putAll(limits);
    PlayLimit changed = change.apply(limit(kind));
    if (changed.equals(PlayLimit.NONE)) {
      others.remove(kind);
    } else {
      others.put(kind, changed);
    }
    return new Play(others, excludedUntil, day, week);
  }
}
