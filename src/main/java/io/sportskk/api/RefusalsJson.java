package io.sportskk.api;

import io.sportskk.api.http.ProblemType;
import io.sportskk.match.MatchEvent.StepRefused;
import io.sportskk.match.MatchStep;
import io.sportskk.view.RefusedCancellation;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * What administrators were refused to do to a match.
 *
 * @param items oldest first
 */
record RefusalsJson(String matchId, List<Step> items) {

  /**
   * @param step the last part of the address of what he asked
   * @param reason the code that he was told
   */
  record Step(MatchStep step, ProblemType reason, String by, Instant at, String correlationId) {}

  /** A cancellation that came too late. */
  record Cancellation(
      String ticketId,
      String matchId,
      String as,
      String by,
      String reason,
      Instant at,
      String correlationId) {
    static Cancellation of(RefusedCancellation row) {
      return new Cancellation(
          row.ticketId(),
          row.matchId(),
          row.as(),
          row.by(),
          row.reason(),
          row.at(),
          row.correlationId());
    }
  }

  /**
   * @param code what an administrator is told when he is refused for this reason
   */
  static RefusalsJson of(
      String matchId, List<StepRefused> refused, Function<StepRefused, ProblemType> code) {
    return new RefusalsJson(
        matchId,
        refused.stream()
            .map(it -> new Step(it.step(), code.apply(it), it.by(), it.at(), it.correlationId()))
            .toList());
  }
}
