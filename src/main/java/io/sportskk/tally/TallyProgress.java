package io.sportskk.tally;

/** What a tally tells itself. Never leaves the node. */
sealed interface TallyProgress extends TallyCommand {
  record Idle() implements TallyProgress {}
}
