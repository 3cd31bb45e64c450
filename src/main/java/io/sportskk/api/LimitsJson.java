package io.sportskk.api;

import io.sportskk.kernel.Money;
import io.sportskk.payment.LimitKind;
import io.sportskk.payment.PlayLimits;
import java.time.Instant;

/**
 * A buyer's limits of play; what there is not is null.
 *
 * @param excludedUntil null if the buyer is not excluded
 */
record LimitsJson(
    String buyerId,
    LimitJson dailyStake,
    LimitJson weeklyStake,
    LimitJson dailyLoss,
    LimitJson weeklyLoss,
    Instant excludedUntil) {

  /** Amounts in KRW. */
  record LimitJson(
      Long own,
      Long house,
      Long inForce,
      long used,
      Long left,
      Instant freeAgainAt,
      RaiseJson raise) {}

  /**
   * @param to in KRW, null if the limit is to be removed
   */
  record RaiseJson(Long to, Instant confirmFrom, Instant confirmBefore) {}

  static String nameOf(LimitKind kind) {
    return switch (kind) {
      case DAILY_STAKE -> "dailyStake";
      case WEEKLY_STAKE -> "weeklyStake";
      case DAILY_LOSS -> "dailyLoss";
      case WEEKLY_LOSS -> "weeklyLoss";
    };
  }

  static LimitsJson of(PlayLimits limits) {
    return new LimitsJson(
        limits.buyerId(),
        of(limits, LimitKind.DAILY_STAKE),
        of(limits, LimitKind.WEEKLY_STAKE),
        of(limits, LimitKind.DAILY_LOSS),
        of(limits, LimitKind.WEEKLY_LOSS),
        limits.excludedUntil());
  }

  private static LimitJson of(PlayLimits limits, LimitKind kind) {
    PlayLimits.Standing standing = limits.limits().get(kind);
    PlayLimits.Raise raise = standing.raise();
    return new LimitJson(
        won(standing.own()),
        won(standing.house()),
        won(standing.inForce()),
        standing.used(),
        won(standing.left()),
        standing.freeAgainAt(),
        raise == null
            ? null
            : new RaiseJson(won(raise.to()), raise.confirmFrom(), raise.confirmBefore()));
  }

  private static Long won(Money amount) {
    return amount == null ? null : amount.won();
  }
}
