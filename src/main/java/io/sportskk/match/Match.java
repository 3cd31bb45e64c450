package io.sportskk.match;

import io.sportskk.kernel.CborSerializable;
import java.time.Instant;
import java.util.List;

/**
 * A match whose tickets are sold.
 *
 * @param opensAt when sales open
 * @param closesAt when sales close by themselves (exclusive)
 * @param closed when sales were closed and by whom, null while they are not
 */
public record Match(
    String matchId, String name, List<Team> teams, Instant opensAt, Instant closesAt, Closed closed)
    implements CborSerializable {

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

  /** Whether tickets are sold. */
  public enum SalesStatus {
    NOT_OPEN,
    ON_SALE,
    CLOSED
  }

  public SalesStatus salesStatus(Instant now) {
    if (closed != null || !now.isBefore(closesAt)) {
      return SalesStatus.CLOSED;
    }
    return now.isBefore(opensAt) ? SalesStatus.NOT_OPEN : SalesStatus.ON_SALE;
  }

  /** As it is once its sales are closed. */
  Match closed(Closed closed) {
    return new Match(matchId, name, teams, opensAt, closesAt, closed);
  }

  public boolean hasTeam(String code) {
    return teams.stream().anyMatch(team -> team.code().equals(code));
  }
}
