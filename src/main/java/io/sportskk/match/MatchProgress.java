package io.sportskk.match;

import io.sportskk.kernel.Correlated;
import java.util.Set;

/** What a match tells itself. Never leaves the node. */
sealed interface MatchProgress extends MatchCommand {

  /** The time at which sales close by themselves has come. */
  record ClosingTime() implements MatchProgress {}

  /** All nodes are to know that nothing is sold. */
  record ListStop() implements MatchProgress {}

  /**
   * The catalogue has it.
   *
   * @param sequenceNr the number of the event by which sales were stopped
   * @param failure why it may not have it, null if it has
   */
  record StopListed(long sequenceNr, Throwable failure) implements MatchProgress {}

  /**
   * Whoever read the catalogue before it had the stop sells no more.
   *
   * @param sequenceNr the number of the event by which sales were stopped
   */
  record LeasesOver(long sequenceNr) implements MatchProgress {}

  /** No node sells any more: what waited for that can be decided. */
  record DecideNow(MatchCommand.Decision decision) implements MatchProgress, Correlated {
    @Override
    public String correlationId() {
      return decision.correlationId();
    }
  }

  /**
   * Whether the match is there whose carry this one is to take.
   *
   * @param failure why that is not known, null if it is
   */
  record CarryKnown(MatchCommand.Open open, boolean isThere, Throwable failure)
      implements MatchProgress, Correlated {
    @Override
    public String correlationId() {
      return open.correlationId();
    }
  }

  /**
   * Who of those that decide has a ticket of the match.
   *
   * @param asked who was asked for
   * @param holders those of them who have one
   * @param failure why that is not known, null if it is
   */
  record InterestKnown(
      MatchCommand.Decision decision, Set<String> asked, Set<String> holders, Throwable failure)
      implements MatchProgress, Correlated {
    @Override
    public String correlationId() {
      return decision.correlationId();
    }
  }

  /**
   * The catalogue has the match as it is.
   *
   * @param failure why it may not have it, null if it has
   */
  record Published(Throwable failure) implements MatchProgress {}

  /** Nobody has asked for a while. */
  record Idle() implements MatchProgress {}
}
