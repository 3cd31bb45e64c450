package io.sportskk.match;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Correlated;
import io.sportskk.pool.PoolRules;
import java.time.Instant;
import java.util.List;

/** What has happened to a match. */
public sealed interface MatchEvent extends CborSerializable, Correlated {

  String matchId();

  Instant at();

  /**
   * @param by the administrator who opened it
   * @param rules of its pool, for good; never null, but in what earlier releases have stored
   * @param carryFrom the id of the match whose carry its pool takes, null for none
   */
  record MatchOpened(
      String matchId,
      String name,
      List<Match.Team> teams,
      Instant opensAt,
      Instant closesAt,
      String by,
      PoolRules rules,
      String carryFrom,
      String correlationId,
      Instant at)
      implements MatchEvent {

    public MatchOpened {
      rules = rules == null ? PoolRules.EARLIER : rules;
    }

    Match match() {
      Match.Pool pool = new Match.Pool(rules, carryFrom);
      return new Match(matchId, name, teams, opensAt, closesAt, null, pool);
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
