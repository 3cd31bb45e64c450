package io.sportskk.match;

/** What a match tells itself. Never leaves the node. */
sealed interface MatchProgress extends MatchCommand {

  /** The time at which sales close by themselves has come. */
  record ClosingTime() implements MatchProgress {}

  /** Nobody has asked for a while. */
  record Idle() implements MatchProgress {}
}
