package io.sportskk.match;

import io.sportskk.match.MatchEvent.MatchOpened;
import io.sportskk.match.MatchEvent.SalesClosed;

/** The lifecycle of a match. */
sealed interface MatchState {

  /** No match has been opened under this id. */
  record Unknown() implements MatchState {
    Announced opened(MatchOpened event) {
      return new Announced(
          new Match(
              event.matchId(),
              event.name(),
              event.teams(),
              event.opensAt(),
              event.closesAt(),
              null),
          event.opensAt().equals(event.at()));
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
    Over salesClosed(SalesClosed event) {
      return new Over(
          new Match(
              match.matchId(),
              match.name(),
              match.teams(),
              match.opensAt(),
              match.closesAt(),
              new Match.Closed(event.by(), event.at())),
          openedAtOnce);
    }
  }

  /** Sales are closed for good. */
  record Over(Match match, boolean openedAtOnce) implements Known {}
}
