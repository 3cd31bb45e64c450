package io.sportskk.match;

import io.sportskk.match.MatchEvent.MatchOpened;
import io.sportskk.match.MatchEvent.SalesClosed;
import io.sportskk.match.MatchEvent.SalesStopped;

/** The lifecycle of a match. */
sealed interface MatchState {

  /** No match has been opened under this id. */
  record Unknown() implements MatchState {
    Announced opened(MatchOpened event) {
      return new Announced(event.match(), event.opensAt().equals(event.at()));
    }
  }

  /** There is a match. */
  sealed interface Known extends MatchState {
    Match match();

    /** Whether sales opened with the match, so that no time was given. */
    boolean openedAtOnce();
  }

  /** Sales have not been closed: whether they are open is a matter of time. */
  record Announced(Match match, boolean openedAtOnce) implements Known {
    Closing salesClosed(SalesClosed event) {
      return new Closing(match.closed(event.closed()), openedAtOnce, event.correlationId());
    }
  }

  /**
   * Sales are closed for good, and not every node may know.
   *
   * @param correlationId of the close
   */
  record Closing(Match match, boolean openedAtOnce, String correlationId) implements Known {
    Over salesStopped(SalesStopped event) {
      Match.Closed closed = match.closed();
      return new Over(
          match.closed(new Match.Closed(closed.by(), closed.at(), event.at())), openedAtOnce);
    }
  }

  /** No node sells tickets any more. */
  record Over(Match match, boolean openedAtOnce) implements Known {}
}
