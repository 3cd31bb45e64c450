package io.sportskk.api;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import io.sportskk.api.auth.Authentication;
import io.sportskk.api.http.ErrorHandling;
import io.sportskk.api.http.Json;
import io.sportskk.api.http.ProblemException;
import io.sportskk.match.MatchCommand;
import io.sportskk.tally.TallyCommand;
import io.sportskk.tally.TallyQuery;
import io.sportskk.tally.TotalsReply;
import java.util.concurrent.CompletionStage;

/** Totals of matches. Anyone may read those of one match. */
final class TallyRoutes {

  private final Authentication authentication;
  private final EntityClient entities;
  private final ServiceClient services;

  TallyRoutes(Authentication authentication, EntityClient entities, ServiceClient services) {
    this.authentication = authentication;
    this.entities = entities;
    this.services = services;
  }

  Route route() {
    return concat(
        path(
            segment("matches").slash(segment()).slash("tally"),
            matchId -> get(() -> totals(matchId))),
        path(
            segment("admin").slash("tallies"),
            () -> get(() -> authentication.admin(admin -> allTotals()))));
  }

  private Route totals(String matchId) {
    MatchRoutes.requireId(matchId);
    return completeWithFuture(
        // The tally knows no matches: it would answer for any id that nothing is staked on it.
        entities
            .<MatchCommand.GetMatchReply>match(matchId, MatchCommand.GetMatch::new)
            .thenCompose(
                reply -> {
                  if (reply instanceof MatchCommand.Found) {
                    return entities.<TotalsReply>tally(matchId, TallyCommand.GetTotals::new);
                  }
                  throw MatchRoutes.noSuchMatch();
                })
            .thenApply(
                reply -> {
                  if (reply instanceof TotalsReply.Found found) {
                    return Json.ok(TallyJson.of(found.totals()));
                  }
                  throw notAnswering();
                }));
  }

  private Route allTotals() {
    CompletionStage<HttpResponse> answer =
        services
            .<TallyQuery, TallyQuery.Reply>ask(
                TallyQuery.SERVICE, "the tallies", TallyQuery.AllTotals::new)
            .thenApply(
                reply -> {
                  if (reply instanceof TallyQuery.Totals totals) {
                    return Json.ok(
                        new PageJson<>(
                            totals.matches().stream().map(TallyJson::of).toList(), null));
                  }
                  throw notAnswering();
                });
    return completeWithFuture(answer);
  }

  private static ProblemException notAnswering() {
    return ErrorHandling.unavailable("The tally does not answer now.").exception();
  }
}
