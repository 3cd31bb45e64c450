package io.sportskk.match;

/** What administrators ask of a match once it is open, and may be refused. Names are stored. */
public enum MatchStep {
  SUSPEND,
  RESUME,
  RESULT,
  CONFIRM,
  WITHDRAW,
  CORRECT,
  VOID;

  static MatchStep of(MatchCommand.Step asked) {
    if (asked instanceof MatchCommand.Suspend) {
      return SUSPEND;
    }
    if (asked instanceof MatchCommand.Resume) {
      return RESUME;
    }
    if (asked instanceof MatchCommand.EnterResult) {
      return RESULT;
    }
    if (asked instanceof MatchCommand.Confirm) {
      return CONFIRM;
    }
    if (asked instanceof MatchCommand.Withdraw) {
      return WITHDRAW;
    }
    return asked instanceof MatchCommand.Correct ? CORRECT : VOID;
  }
}
