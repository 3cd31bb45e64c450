package io.sportskk.payment;

/** What a limit of play bounds: each by itself, so that the lowest that applies is the one. */
public enum LimitKind {
  DAILY_STAKE(Measure.STAKES, PlayWindow.Length.DAY),
  WEEKLY_STAKE(Measure.STAKES, PlayWindow.Length.WEEK),
  MONTHLY_STAKE(Measure.STAKES, PlayWindow.Length.MONTH),
  DAILY_LOSS(Measure.LOSSES, PlayWindow.Length.DAY),
  WEEKLY_LOSS(Measure.LOSSES, PlayWindow.Length.WEEK),
  MONTHLY_LOSS(Measure.LOSSES, PlayWindow.Length.MONTH),
  DAILY_DEPOSIT(Measure.DEPOSITS, PlayWindow.Length.DAY),
  WEEKLY_DEPOSIT(Measure.DEPOSITS, PlayWindow.Length.WEEK),
  MONTHLY_DEPOSIT(Measure.DEPOSITS, PlayWindow.Length.MONTH),
  DAILY_TIME(Measure.TIME, PlayWindow.Length.DAY);

  /** What is summed up. */
  enum Measure {
    /** In KRW: charges, less what of them was given back. */
    STAKES,
    /** In KRW: stakes less payouts after tax. */
    LOSSES,
    /** In KRW: what was paid in. */
    DEPOSITS,
    /** In full minutes: see {@link PlayTime}. */
    TIME
  }

  private static final long MINUTES_OF_A_DAY = 24 * 60;

  private final Measure measure;
  private final PlayWindow.Length length;

  LimitKind(Measure measure, PlayWindow.Length length) {
    this.measure = measure;
    this.length = length;
  }

  /** What a limit of this kind can be at most: in minutes if it is of time, else in KRW. */
  public long most() {
    return measure == Measure.TIME ? MINUTES_OF_A_DAY : WalletRules.MOST.won();
  }

  Measure measure() {
    return measure;
  }

  PlayWindow.Length length() {
    return length;
  }

  /** Why a charge that would break such a limit is refused. */
  ChargeReply.Reason refusal() {
    return switch (measure) {
      case STAKES -> ChargeReply.Reason.STAKE_LIMIT_EXCEEDED;
      case LOSSES -> ChargeReply.Reason.LOSS_LIMIT_EXCEEDED;
      case TIME -> ChargeReply.Reason.TIME_LIMIT_EXCEEDED;
      case DEPOSITS -> throw new IllegalStateException("no charge breaks " + this);
    };
  }
}
