package io.sportskk.payment;

import io.sportskk.kernel.Money;
import io.sportskk.payment.WalletEvent.Excluded;
import io.sportskk.payment.WalletEvent.HouseLimitSet;
import io.sportskk.payment.WalletEvent.LimitRaiseRequested;
import io.sportskk.payment.WalletEvent.LimitSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Responsible play: what a buyer has bound himself to, and how much of it he has used. Part of the
 * stored snapshot.
 *
 * @param limits those that there are
 * @param excludedUntil null if the buyer was never excluded
 * @param month snapshots of earlier releases lack it
 * @param time of the day; snapshots of earlier releases lack it
 */
record Play(
    Map<LimitKind, PlayLimit> limits,
    Instant excludedUntil,
    PlayWindow day,
    PlayWindow week,
    PlayWindow month,
    PlayTime time) {

  /** Also of who has played before there were limits: it counts from then on. */
  static final Play NONE =
      new Play(Map.of(), null, PlayWindow.NONE, PlayWindow.NONE, PlayWindow.NONE, PlayTime.NONE);

  Play {
    limits = Collections.unmodifiableMap(limits);
    month = month == null ? PlayWindow.NONE : month;
    time = time == null ? PlayTime.NONE : time;
  }

  PlayLimit limit(LimitKind kind) {
    return limits.getOrDefault(kind, PlayLimit.NONE);
  }

  PlayWindow window(LimitKind kind) {
    return switch (kind.length()) {
      case DAY -> day;
      case WEEK -> week;
      case MONTH -> month;
    };
  }

  /** How much of such a limit is used, in its unit. */
  long used(LimitKind kind, Instant now) {
    PlayWindow window = window(kind);
    return switch (kind.measure()) {
      case STAKES -> window.staked().won();
      case LOSSES -> window.lost();
      case DEPOSITS -> window.deposited().won();
      case TIME -> time.used(now);
    };
  }

  /** Those limits that there are. */
  Map<LimitKind, Long> inForce() {
    Map<LimitKind, Long> all = new EnumMap<>(LimitKind.class);
    for (LimitKind kind : LimitKind.values()) {
      Long limit = limit(kind).inForce();
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
      boolean exceeds =
          switch (kind.measure()) {
            case STAKES, LOSSES -> exceeds(kind, stake.won(), now);
            // Of time a charge takes what follows it: there must be some left.
            case TIME -> exceeds(kind, 1, now);
            case DEPOSITS -> false;
          };
      if (exceeds) {
        return kind.refusal();
      }
    }
    return null;
  }

  /** The first limit that a deposit would break. */
  Optional<LimitKind> brokenBy(Money deposit, Instant now) {
    return Stream.of(LimitKind.values())
        .filter(kind -> kind.measure() == LimitKind.Measure.DEPOSITS)
        .filter(kind -> exceeds(kind, deposit.won(), now))
        .findFirst();
  }

  private boolean exceeds(LimitKind kind, long more, Instant now) {
    Long limit = limit(kind).inForce();
    // Written so that no sum can overflow, and right if the limit is below what is used.
    return limit != null && more > limit - used(kind, now);
  }

  /**
   * @param charges how many the wallet has made
   */
  Play asOf(Instant now, PlayRules rules, long charges) {
    return windows(
        day.asOf(now, PlayWindow.Length.DAY, rules.zone(), charges),
        week.asOf(now, PlayWindow.Length.WEEK, rules.zone(), charges),
        month.asOf(now, PlayWindow.Length.MONTH, rules.zone(), charges),
        time.asOf(now, rules.zone()));
  }

  /**
   * @param goesOnFor how long play goes on after a charge
   */
  Play charged(Money amount, Instant at, Duration goesOnFor) {
    return windows(
        day.charged(amount),
        week.charged(amount),
        month.charged(amount),
        time.charged(at, goesOnFor));
  }

  Play deposited(Money amount) {
    return windows(day.deposited(amount), week.deposited(amount), month.deposited(amount), time);
  }

  Play givenBack(MatchCharges.Open charge) {
    return windows(day.givenBack(charge), week.givenBack(charge), month.givenBack(charge), time);
  }

  Play paidOut(Money net) {
    return windows(day.paidOut(net), week.paidOut(net), month.paidOut(net), time);
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
    return new Play(limits, e.until(), day, week, month, time);
  }

  private Play windows(
      PlayWindow newDay, PlayWindow newWeek, PlayWindow newMonth, PlayTime newTime) {
    return new Play(limits, excludedUntil, newDay, newWeek, newMonth, newTime);
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
    return new Play(others, excludedUntil, day, week, month, time);
  }
}
