package io.sportskk.match;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.pool.PoolRules;
import java.time.Instant;
import java.util.List;

/**
 * A match whose tickets are sold.
 *
 * @param opensAt when sales open
 * @param closesAt when sales close by themselves (exclusive)
 * @param closed when sales were closed and by whom, null while they are not
 * @param pool what was fixed of its pool when it was opened
 * @param course what else has become of it
 */
public record Match(
    String matchId,
    String name,
    List<Team> teams,
    Instant opensAt,
    Instant closesAt,
    Closed closed,
    Pool pool,
    Course course)
    implements CborSerializable {

  /** A node of an earlier release says nothing of pool and course. */
  public Match {
    pool = pool == null ? Pool.EARLIER : pool;
    course = course == null ? Course.NONE : course;
  }

  public record Team(String code, String name) implements CborSerializable {}

  /**
   * @param by the administrator who closed sales, or {@link #SCHEDULE}
   * @param at when he did
   * @param stoppedAt since when no node sells tickets of the match, null while one may
   */
  public record Closed(String by, Instant at, Instant stoppedAt) implements CborSerializable {
    /** Sales closed by themselves, at {@code closesAt}. */
    public static final String SCHEDULE = "schedule";
  }

  /**
   * Whatever becomes of the settings of the nodes, it stays as it is.
   *
   * @param carryFrom the id of the match whose carry this pool takes, null for none
   */
  public record Pool(PoolRules rules, String carryFrom) implements CborSerializable {
    /** Of a match that an earlier release has opened. */
    static final Pool EARLIER = new Pool(PoolRules.EARLIER, null);
  }

  /** Whether tickets are sold. */
  public enum SalesStatus {
    NOT_OPEN,
    ON_SALE,
    SUSPENDED,
    CLOSED
  }

  public SalesStatus salesStatus(Instant now) {
    if (closed != null || !now.isBefore(closesAt)) {
      return SalesStatus.CLOSED;
    }
    if (course.suspended() != null) {
      return SalesStatus.SUSPENDED;
    }
    return now.isBefore(opensAt) ? SalesStatus.NOT_OPEN : SalesStatus.ON_SALE;
  }

  public MatchStatus status(Instant now) {
    if (course.isVoid()) {
      return MatchStatus.VOID;
    }
    if (course.settledAt() != null) {
      return MatchStatus.SETTLED;
    }
    if (course.result() != null) {
      return course.result().isOfficial() ? MatchStatus.OFFICIAL : MatchStatus.PROVISIONAL;
    }
    return switch (salesStatus(now)) {
      case NOT_OPEN -> MatchStatus.SCHEDULED;
      case ON_SALE -> MatchStatus.OPEN;
      case SUSPENDED -> MatchStatus.SUSPENDED;
      case CLOSED -> MatchStatus.CLOSED;
    };
  }

  Match with(Closed closed) {
    return new Match(matchId, name, teams, opensAt, closesAt, closed, pool, course);
  }

  Match with(Course course) {
    return new Match(matchId, name, teams, opensAt, closesAt, closed, pool, course);
  }

  /** The rules by which its pool is settled. */
  public PoolRules rules() {
    return pool.rules();
  }

  public boolean hasTeam(String code) {
    return teams.stream().anyMatch(team -> team.code().equals(code));
  }
}
