package io.sportskk.match;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Correlated;
import java.time.Instant;
import java.util.List;

/** What has happened to a match. */
public sealed interface MatchEvent extends CborSerializable, Correlated {

  String matchId();

  Instant at();

  /**
   * @param by the administrator who opened it
   */
  record MatchOpened(
      String matchId,
      String name,
      List<Match.Team> teams,
      Instant opensAt,
      Instant closesAt,
      String by,
      String correlationId,
      Instant at)
      implements MatchEvent {

    Match match() {
      return new Match(matchId, name, teams, opensAt, closesAt, null);
    }
  }

  /**
   * @param by the administrator who closed sales, or {@link Match.Closed#SCHEDULE}
   */
  record SalesClosed(String matchId, String by, String correlationId, Instant at)
      implements MatchEvent {

    Match.Closed closed() {
      return new Match.Closed(by, at, null);
    }
  }

  /** No node sells tickets of the match any more: all know that its sales are closed. */
  record SalesStopped(String matchId, String correlationId, Instant at) implements MatchEvent {}
}
