package io.sportskk.match;

/** What a match tells itself. Never leaves the node. */
sealed interface MatchProgress extends MatchCommand {

  /** The time at which sales close by themselves has come. */
  record ClosingTime() implements MatchProgress {}

  /** Sales are closed: has the catalogue heard of it? */
  record LookIntoCatalogue() implements MatchProgress {}

  /**
   * @param closed whether the catalogue has the match as closed
   * @param failure why that can't be said, null if it can
   */
  record CatalogueSeen(boolean closed, Throwable failure) implements MatchProgress {}

  /** Whoever read the catalogue before the close was in it sells no more. */
  record LeasesOver() implements MatchProgress {}

  /** Nobody has asked for a while. */
  record Idle() implements MatchProgress {}
}
