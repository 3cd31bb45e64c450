package io.sportskk.payment;

/** What a limit of play bounds: each by itself, so that the lowest that applies is the one. */
public enum LimitKind {
  DAILY_STAKE(PlayWindow.Length.DAY, false),
  WEEKLY_STAKE(PlayWindow.Length.WEEK, false),
  DAILY_LOSS(PlayWindow.Length.DAY, true),
  WEEKLY_LOSS(PlayWindow.Length.WEEK, true);

  private final PlayWindow.Length length;
  private final boolean ofLosses;

  LimitKind(PlayWindow.Length length, boolean ofLosses) {
    this.length = length;
    this.ofLosses = ofLosses;
  }

  PlayWindow.Length length() {
    return length;
  }

  boolean isOfLosses() {
    return ofLosses;
  }

  ChargeReply.Reason refusal() {
    return ofLosses
        ? ChargeReply.Reason.LOSS_LIMIT_EXCEEDED
        : ChargeReply.Reason.STAKE_LIMIT_EXCEEDED;
  }
}
