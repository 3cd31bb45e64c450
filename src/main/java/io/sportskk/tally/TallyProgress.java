package io.sportskk.tally;

/** What a tally tells itself. Never leaves the node. */
sealed interface TallyProgress extends TallyCommand {

  /** The batch under way is durable. */
  record Written(MatchTotals totals) implements TallyProgress {}

  /** The batch under way is not known to be durable. */
  record NotWritten(Throwable cause) implements TallyProgress {}

  /** Totals may be published again. */
  record PublishDue() implements TallyProgress {}

  /** Nobody has asked for a long time. */
  record Idle() implements TallyProgress {}

  /** The database has not answered for so long that stopping can't wait for it. */
  record GiveUp() implements TallyProgress {}
}
