package io.sportskk.api;

import io.sportskk.match.Course;
import io.sportskk.match.Match;
import io.sportskk.match.MatchStatus;
import io.sportskk.pool.PoolRules;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A match as clients see it.
 *
 * @param salesStatus also by whether the sales of all matches are suspended, where anyone reads it
 * @param rules the version of the rules of its pool
 * @param closedBy who closed sales, null while they are not closed
 * @param closedAt when sales were closed, null while they are not
 * @param stoppedAt since when no node sells tickets, null while one may
 * @param suspended null while sales are not suspended
 * @param result null until one is entered
 * @param withdrawn the last result that was taken back, null if none was
 * @param voidProposed that somebody wants it to be void, null if nobody does, or it is
 * @param voided null while it is not void
 * @param settledAt null until all is paid
 * @param corrections of the official result
 */
record MatchJson(
    String matchId,
    String name,
    List<TeamJson> teams,
    Instant opensAt,
    Instant closesAt,
    String status,
    String salesStatus,
    String rules,
    PoolJson pool,
    String closedBy,
    Instant closedAt,
    Instant stoppedAt,
    SuspendedJson suspended,
    ResultJson result,
    WithdrawnJson withdrawn,
    VoidJson voidProposed,
    VoidJson voided,
    Instant settledAt,
    CorrectionsJson corrections) {

  record TeamJson(String code, String name) {}

  /**
   * @param carryFrom the match whose carry the pool takes, null for none
   */
  record PoolJson(int takeoutBasisPoints, String unbacked, String tax, String carryFrom) {
    private static PoolJson of(Match.Pool pool) {
      PoolRules rules = pool.rules();
      return new PoolJson(
          rules.takeoutBasisPoints(),
          rules.unbacked().name(),
          rules.tax().name(),
          pool.carryFrom());
    }
  }

  record SuspendedJson(String by, String reason, Instant at) {
    private static SuspendedJson of(Course.Suspended suspended) {
      return suspended == null
          ? null
          : new SuspendedJson(suspended.by(), suspended.reason(), suspended.at());
    }
  }

  /**
   * @param startedAt null if no ticket was sold after that
   * @param confirmedBy null until it is official
   */
  record ResultJson(
      List<String> winners,
      String source,
      Instant startedAt,
      String enteredBy,
      Instant enteredAt,
      String confirmedBy,
      Instant confirmedAt) {
    private static ResultJson of(Course.Result result) {
      return result == null
          ? null
          : new ResultJson(
              result.winners(),
              result.source(),
              result.startedAt(),
              result.enteredBy(),
              result.enteredAt(),
              result.confirmedBy(),
              result.confirmedAt());
    }
  }

  record WithdrawnJson(String by, String reason, Instant at) {
    private static WithdrawnJson of(Course.Withdrawn withdrawn) {
      return withdrawn == null
          ? null
          : new WithdrawnJson(withdrawn.by(), withdrawn.reason(), withdrawn.at());
    }
  }

  /**
   * @param at when it became void, or when somebody wanted that
   * @param confirmedBy who agreed, null if nobody had to, or nobody has
   */
  record VoidJson(String cause, String note, String by, Instant at, String confirmedBy) {}

  /**
   * @param made how many are official
   * @param reason why the last of them was made, null if none was
   * @param proposed one that waits for a second person, null if none does
   */
  record CorrectionsJson(int made, String reason, ProposedJson proposed) {
    private static CorrectionsJson of(Course.Corrections corrections) {
      Course.Proposed it = corrections.proposed();
      return new CorrectionsJson(
          corrections.made(),
          corrections.reason(),
          it == null
              ? null
              : new ProposedJson(it.winners(), it.source(), it.reason(), it.by(), it.at()));
    }
  }

  record ProposedJson(List<String> winners, String source, String reason, String by, Instant at) {}

  /** The names of what a match can be like. */
  static final List<String> STATUSES =
      Stream.of(MatchStatus.values()).map(MatchJson::label).toList();

  private static final Map<Match.SalesStatus, String> SALES_STATUS =
      Map.of(
          Match.SalesStatus.NOT_OPEN, "NotOpen",
          Match.SalesStatus.ON_SALE, "OnSale",
          Match.SalesStatus.SUSPENDED, "Suspended",
          Match.SalesStatus.CLOSED, "Closed");

  /** The match by itself. */
  static MatchJson of(Match match, Instant now) {
    return of(match, now, false);
  }

  /**
   * @param allSuspended whether the sales of all matches are suspended
   */
  static MatchJson of(Match match, Instant now, boolean allSuspended) {
    Match.Closed closed = match.closed();
    Course course = match.course();
    VoidJson voiding = voiding(course.voiding());
    boolean isVoid = match.status(now) == MatchStatus.VOID;
    return new MatchJson(
        match.matchId(),
        match.name(),
        match.teams().stream().map(team -> new TeamJson(team.code(), team.name())).toList(),
        match.opensAt(),
        match.closesAt(),
        label(match.status(now)),
        SALES_STATUS.get(salesStatus(match, now, allSuspended)),
        match.rules().version(),
        PoolJson.of(match.pool()),
        closed == null ? null : closed.by(),
        closed == null ? null : closed.at(),
        closed == null ? null : closed.stoppedAt(),
        SuspendedJson.of(course.suspended()),
        ResultJson.of(course.result()),
        WithdrawnJson.of(course.withdrawn()),
        isVoid ? null : voiding,
        isVoid ? voiding : null,
        course.settledAt(),
        CorrectionsJson.of(course.corrections()));
  }

  private static Match.SalesStatus salesStatus(Match match, Instant now, boolean allSuspended) {
    Match.SalesStatus own = match.salesStatus(now);
    return allSuspended && own == Match.SalesStatus.ON_SALE ? Match.SalesStatus.SUSPENDED : own;
  }

  private static VoidJson voiding(Course.Voiding voiding) {
    return voiding == null
        ? null
        : new VoidJson(
            voiding.cause().name(),
            voiding.note(),
            voiding.by(),
            voiding.since() == null ? voiding.at() : voiding.since(),
            voiding.confirmedBy());
  }

  /**
   * @param label one of {@link #STATUSES}, or null
   */
  static MatchStatus status(String label) {
    return Stream.of(MatchStatus.values())
        .filter(status -> label(status).equals(label))
        .findAny()
        .orElse(null);
  }

  static String label(MatchStatus status) {
    String name = status.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }
}
