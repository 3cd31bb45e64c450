package io.sportskk.api;

import io.sportskk.match.AllSales;
import java.time.Instant;
import java.util.List;

/**
 * Whether the sales of all matches are suspended.
 *
 * @param by who has taken the last step, since when it stands, and why; null if there was none
 * @param stoppedAt since when no node sells any ticket; null unless sales are suspended
 * @param steps the last ones, the newest first
 */
record SalesJson(
    String state, String by, Instant since, String reason, Instant stoppedAt, List<Step> steps) {

  record Step(
      String step, String by, Instant at, String reason, Instant stoppedAt, String correlationId) {

    static Step of(AllSales.Step step) {
      return new Step(
          step.suspended() ? "Suspended" : "Resumed",
          step.by(),
          step.at(),
          step.reason(),
          step.stoppedAt(),
          step.correlationId());
    }
  }

  static SalesJson of(AllSales.Standing standing) {
    List<Step> steps = standing.steps().stream().map(Step::of).toList();
    String state = standing.suspended() ? "Suspended" : "OnSale";
    if (steps.isEmpty()) {
      return new SalesJson(state, null, null, null, null, steps);
    }
    Step last = steps.get(0);
    return new SalesJson(state, last.by(), last.at(), last.reason(), last.stoppedAt(), steps);
  }
}
