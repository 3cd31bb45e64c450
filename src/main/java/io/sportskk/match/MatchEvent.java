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
   * The match after this event.
   *
   * @param before null before the first one
   */
  Match after(Match before);

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

    @Override
    public Match after(Match before) {
      Match.Pool pool = new Match.Pool(rules, carryFrom);
      return new Match(matchId, name, teams, opensAt, closesAt, null, pool, Course.NONE);
    }
  }

  /**
   * No tickets are sold until sales are resumed.
   *
   * @param by the administrator who did it
   * @param reason why, in his words; null if nothing was said
   */
  record SalesSuspended(String matchId, String by, String reason, String correlationId, Instant at)
      implements MatchEvent {
    @Override
    public Match after(Match before) {
      return before.with(before.course().suspended(new Course.Suspended(by, reason, at)));
    }
  }

  /**
   * @param by the administrator who did it
   */
  record SalesResumed(String matchId, String by, String correlationId, Instant at)
      implements MatchEvent {
    @Override
    public Match after(Match before) {
      return before.with(before.course().suspended(null));
    }
  }

  /**
   * @param by the administrator who closed sales, or {@link Match.Closed#SCHEDULE}
   */
  record SalesClosed(String matchId, String by, String correlationId, Instant at)
      implements MatchEvent {
    @Override
    public Match after(Match before) {
      return before.with(new Match.Closed(by, at, null));
    }
  }

  /** No node sells tickets of the match any more: all know that its sales are closed. */
  record SalesStopped(String matchId, String correlationId, Instant at) implements MatchEvent {
    @Override
    public Match after(Match before) {
      Match.Closed closed = before.closed();
      return before.with(new Match.Closed(closed.by(), closed.at(), at));
    }
  }

  /**
   * @param winners the codes of the teams that have won: one, or several that won jointly
   * @param startedAt when the match really started, if that was before sales had stopped; else null
   * @param source from where it is known
   * @param by the administrator who entered it
   */
  record ResultEntered(
      String matchId,
      List<String> winners,
      Instant startedAt,
      String source,
      String by,
      String correlationId,
      Instant at)
      implements MatchEvent {
    @Override
    public Match after(Match before) {
      return before.with(
          before
              .course()
              .result(new Course.Result(winners, source, startedAt, by, at, null, null)));
    }
  }

  /**
   * The result is official.
   *
   * @param by the administrator who confirmed it
   */
  record ResultConfirmed(String matchId, String by, String correlationId, Instant at)
      implements MatchEvent {
    @Override
    public Match after(Match before) {
      Course.Result entered = before.course().result();
      return before.with(
          before
              .course()
              .result(
                  new Course.Result(
                      entered.winners(),
                      entered.source(),
                      entered.startedAt(),
                      entered.enteredBy(),
                      entered.enteredAt(),
                      by,
                      at)));
    }
  }

  /**
   * The result that was entered is none: there may be another one.
   *
   * @param by the administrator who took it back
   * @param reason why, in his words
   */
  record ResultWithdrawn(String matchId, String by, String reason, String correlationId, Instant at)
      implements MatchEvent {
    @Override
    public Match after(Match before) {
      return before.with(before.course().withdrawn(new Course.Withdrawn(by, reason, at)));
    }
  }

  /**
   * Somebody wants the match to be void, for a cause to which a second person must agree.
   *
   * @param by the administrator who wants it
   */
  record VoidProposed(
      String matchId, VoidCause cause, String note, String by, String correlationId, Instant at)
      implements MatchEvent {
    @Override
    public Match after(Match before) {
      return before.with(
          before.course().voiding(new Course.Voiding(cause, note, by, at, null, null)));
    }
  }

  /**
   * @param note why, in the words of who wanted it; null if nothing was said
   * @param by the administrator who wanted it
   * @param wantedAt when he did
   * @param confirmedBy the administrator who agreed, null if nobody had to
   */
  record MatchVoided(
      String matchId,
      VoidCause cause,
      String note,
      String by,
      Instant wantedAt,
      String confirmedBy,
      String correlationId,
      Instant at)
      implements MatchEvent {
    @Override
    public Match after(Match before) {
      return before.with(
          before.course().voiding(new Course.Voiding(cause, note, by, wantedAt, confirmedBy, at)));
    }
  }

  /**
   * Somebody wants the official result to be another one, to which a second person must agree.
   *
   * @param reason why, in his words
   * @param by the administrator who wants it
   */
  record CorrectionProposed(
      String matchId,
      List<String> winners,
      String source,
      String reason,
      String by,
      String correlationId,
      Instant at)
      implements MatchEvent {
    @Override
    public Match after(Match before) {
      return before.with(
          before.course().proposed(new Course.Proposed(winners, source, reason, by, at)));
    }
  }

  /**
   * The result stays as it was.
   *
   * @param by the administrator who took the correction back
   * @param reason why, in his words
   */
  record CorrectionWithdrawn(
      String matchId, String by, String reason, String correlationId, Instant at)
      implements MatchEvent {
    @Override
    public Match after(Match before) {
      return before.with(before.course().correctionWithdrawn(new Course.Withdrawn(by, reason, at)));
    }
  }

  /**
   * What was proposed is the official result: the match is settled anew.
   *
   * @param by the administrator who agreed
   */
  record ResultCorrected(String matchId, String by, String correlationId, Instant at)
      implements MatchEvent {
    @Override
    public Match after(Match before) {
      return before.with(before.course().corrected(by, at));
    }
  }

  /**
   * An administrator wanted what can't be done ({@code V2}). It changes nothing of the match, and
   * is not in the catalogue. A node of an earlier release can't read it: there the match is not
   * loaded, and the catalogue's projection waits, until the node is replaced. So it is stored only
   * with {@link MatchSettings#keepRefusals}.
   *
   * @param step what he wanted
   * @param by who
   */
  record StepRefused(
      String matchId,
      MatchStep step,
      MatchCommand.StepRefusal reason,
      String by,
      String correlationId,
      Instant at)
      implements MatchEvent {
    @Override
    public Match after(Match before) {
      return before;
    }
  }

  /** All that follows from the result, or from the match being void, is paid. */
  record MatchSettled(String matchId, String correlationId, Instant at) implements MatchEvent {
    @Override
    public Match after(Match before) {
      return before.with(before.course().settled(at));
    }
  }
}
