package io.sportskk.match;

/** What a match tells itself. Never leaves the node. */
sealed interface MatchProgress extends MatchCommand {

  /** The time at which sales close by themselves has come. */
  record ClosingTime() implements MatchProgress {}

  /** Sales are closed: all nodes are to know. */
  record ListClose() implements MatchProgress {}

  /**
   * The catalogue has the close.
   *
   * @param failure why it may not have it, null if it has
   */
  record CloseListed(Throwable failure) implements MatchProgress {}

  /** Whoever read the catalogue before the close was in it sells no more. */
  record LeasesOver() implements MatchProgress {}

  /** Nobody has asked for a while. */
  record Idle() implements MatchProgress {}
}
