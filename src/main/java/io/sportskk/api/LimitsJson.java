package io.sportskk.api;

import io.sportskk.payment.LimitKind;
import io.sportskk.payment.PlayLimits;
import java.time.Instant;
import java.util.List;

/**
 * A buyer's limits of play; what there is not is null. So is a limit of a kind that the wallet's
 * node, of an earlier release, does not know.
 *
 * @param excludedUntil null if the buyer is not excluded
 * @param supervisedStake in KRW: a stake of so much or more needs an approval of a supervisor
 * @param stakeApprovals those that can be used
 */
record LimitsJson(
    String buyerId,
    LimitJson dailyStake,
    LimitJson weeklyStake,
    LimitJson monthlyStake,
    LimitJson dailyLoss,
    LimitJson weeklyLoss,
    LimitJson monthlyLoss,
    LimitJson dailyDeposit,
    LimitJson weeklyDeposit,
    LimitJson monthlyDeposit,
    LimitJson dailyMinutes,
    Instant excludedUntil,
    Long supervisedStake,
    List<ApprovalJson> stakeApprovals) {

  /** In KRW, but of time in minutes. */
  record LimitJson(
      Long own,
      Long house,
      Long inForce,
      long used,
      Long left,
      Instant freeAgainAt,
      RaiseJson raise) {}

  /**
   * @param to null if the limit is to be removed
   */
  record RaiseJson(Long to, Instant confirmFrom, Instant confirmBefore) {}

  /**
   * @param upTo in KRW
   */
  record ApprovalJson(String approvalId, long upTo, Instant validUntil) {}

  static String nameOf(LimitKind kind) {
    return switch (kind) {
      case DAILY_STAKE -> "dailyStake";
      case WEEKLY_STAKE -> "weeklyStake";
      case MONTHLY_STAKE -> "monthlyStake";
      case DAILY_LOSS -> "dailyLoss";
      case WEEKLY_LOSS -> "weeklyLoss";
      case MONTHLY_LOSS -> "monthlyLoss";
      case DAILY_DEPOSIT -> "dailyDeposit";
      case WEEKLY_DEPOSIT -> "weeklyDeposit";
      case MONTHLY_DEPOSIT -> "monthlyDeposit";
      case DAILY_TIME -> "dailyMinutes";
    };
  }

  static LimitsJson of(PlayLimits limits) {
    return new LimitsJson(
        limits.buyerId(),
        of(limits, LimitKind.DAILY_STAKE),
        of(limits, LimitKind.WEEKLY_STAKE),
        of(limits, LimitKind.MONTHLY_STAKE),
        of(limits, LimitKind.DAILY_LOSS),
        of(limits, LimitKind.WEEKLY_LOSS),
        of(limits, LimitKind.MONTHLY_LOSS),
        of(limits, LimitKind.DAILY_DEPOSIT),
        of(limits, LimitKind.WEEKLY_DEPOSIT),
        of(limits, LimitKind.MONTHLY_DEPOSIT),
        of(limits, LimitKind.DAILY_TIME),
        limits.excludedUntil(),
        limits.supervisedFrom() == null ? null : (Long) limits.supervisedFrom().won(),
        limits.approvals().stream()
            .map(it -> new ApprovalJson(it.approvalId(), it.upTo().won(), it.validUntil()))
            .toList());
  }

  private static LimitJson of(PlayLimits limits, LimitKind kind) {
    PlayLimits.Standing standing = limits.limits().get(kind);
    if (standing == null) {
      return null;
    }
    PlayLimits.Raise raise = standing.raise();
    return new LimitJson(
        standing.own(),
        standing.house(),
        standing.inForce(),
        standing.used(),
        standing.left(),
        standing.freeAgainAt(),
        raise == null
            ? null
            : new RaiseJson(raise.to(), raise.confirmFrom(), raise.confirmBefore()));
  }
}
