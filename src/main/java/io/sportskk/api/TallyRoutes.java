package io.sportskk.api;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import io.sportskk.api.auth.Authentication;
import io.sportskk.api.http.ErrorHandling;
import io.sportskk.api.http.Json;
import io.sportskk.api.http.Parameters;
import io.sportskk.api.http.ProblemException;
import io.sportskk.match.Match;
import io.sportskk.match.MatchCommand;
import io.sportskk.tally.MatchTotals;
import io.sportskk.tally.TallyCommand;
import io.sportskk.tally.TallyQuery;
import io.sportskk.tally.TotalsReply;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Totals of matches. Anyone may read those of one match. */
final class TallyRoutes {

  private static final int MOST = 100;

  private final Authentication authentication;
  private final EntityClient entities;
  private final ServiceClient services;
  private final MatchPools pools;

  TallyRoutes(
      Authentication authentication,
      EntityClient entities,
      ServiceClient services,
      MatchPools pools) {
    this.authentication = authentication;
    this.entities = entities;
    this.services = services;
    this.pools = pools;
  }

  Route route() {
    return concat(
        path(
            segment("matches").slash(segment()).slash("tally"),
            matchId -> get(() -> totals(matchId))),
        path(
            segment("admin").slash("tallies"),
            () -> get(() -> authentication.admin(admin -> extractRequest(this::list)))));
  }

  private Route totals(String matchId) {
    MatchRoutes.requireId(matchId);
    return completeWithFuture(
        // The tally knows no matches: it would answer for any id that nothing is staked on it.
        entities
            .<MatchCommand.GetMatchReply>match(matchId, MatchCommand.GetMatch::new)
            .thenCompose(
                reply -> {
                  if (reply instanceof MatchCommand.Found found) {
                    return totals(found.match());
                  }
                  throw MatchRoutes.noSuchMatch();
                }));
  }

  private CompletionStage<HttpResponse> totals(Match match) {
    return entities
        .<TotalsReply>tally(match.matchId(), TallyCommand.GetTotals::new)
        .thenApply(
            reply -> {
              if (reply instanceof TotalsReply.Found found) {
                return Json.ok(TallyJson.of(found.totals(), Optional.of(MatchPool.of(match))));
              }
              throw notAnswering();
            });
  }

  /** Whoever asks for no page in particular gets the totals of all matches in one answer. */
  private Route list(HttpRequest request) {
    Parameters parameters = Parameters.of(request);
    boolean all = !parameters.has("limit") && !parameters.has("cursor");
    int limit = parameters.limit();
    String cursor = parameters.cursor();
    parameters.end();
    return completeWithFuture(
        all ? find(MOST, null).thenApply(this::allFrom) : find(limit, cursor).thenApply(Json::ok));
  }

  private CompletionStage<PageJson<TallyJson>> find(int limit, String cursor) {
    return services
        .<TallyQuery, TallyQuery.Reply>ask(
            TallyQuery.SERVICE,
            "the tallies",
            replyTo -> new TallyQuery.ListTotals(limit, cursor, null, replyTo))
        .thenApply(
            reply -> {
              if (reply instanceof TallyQuery.Page page) {
                return new PageJson<>(
                    page.items().stream().map(this::json).toList(), page.nextCursor());
              }
              if (reply instanceof TallyQuery.InvalidCursor) {
                throw Parameters.invalidCursor();
              }
              throw notAnswering();
            });
  }

  /** The stream of totals has asked for the rules of all matches that have any. */
  private TallyJson json(MatchTotals totals) {
    return TallyJson.of(totals, pools.known(totals.matchId()));
  }

  /**
   * They are read a page at a time, as fast as the client takes them. If a later page fails, the
   * answer breaks off.
   */
  private HttpResponse allFrom(PageJson<TallyJson> first) {
    if (first.nextCursor() == null) {
      return Json.ok(first);
    }
    return Json.list(
        Pages.from(first, PageJson::nextCursor, cursor -> find(MOST, cursor)).map(PageJson::items));
  }

  private static ProblemException notAnswering() {
    return ErrorHandling.unavailable("The tally does not answer now.").exception();
  }
}
