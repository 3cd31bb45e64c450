package io.sportskk.api;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.sportskk.api.http.Json;
import io.sportskk.tally.MatchTotals;
import io.sportskk.tally.MatchTotals.TeamTotal;
import java.time.Instant;

/**
 * @param isFinal whether nothing is counted any more
 * @param updatedAt when the totals last changed, null if there never was a ticket
 * @param tickets how many are in the pool
 */
record PreviewJson(
    String matchId,
    @JsonProperty("final") boolean isFinal,
    Instant updatedAt,
    long tickets,
    ReportJson.RulesPart rules,
    PoolResultJson result) {

  static HttpResponse ok(Preview preview) {
    MatchTotals totals = preview.totals();
    return Json.ok(
        new PreviewJson(
            totals.matchId(),
            preview.isFinal(),
            totals.updatedAt(),
            totals.teams().stream().mapToLong(TeamTotal::tickets).sum(),
            ReportJson.RulesPart.of(preview.result().rules()),
            PoolResultJson.of(preview.result())));
  }
}
