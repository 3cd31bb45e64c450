package io.sportskk.api;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.pathEnd;
import static akka.http.javadsl.server.Directives.pathPrefix;
import static akka.http.javadsl.server.Directives.post;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import io.sportskk.api.auth.Authentication;
import io.sportskk.api.auth.Principal;
import io.sportskk.api.http.Correlation;
import io.sportskk.api.http.ErrorHandling;
import io.sportskk.api.http.Fields;
import io.sportskk.api.http.Json;
import io.sportskk.api.http.Parameters;
import io.sportskk.api.http.Problem;
import io.sportskk.api.http.ProblemException;
import io.sportskk.api.http.ProblemType;
import io.sportskk.api.http.TextRule;
import io.sportskk.match.AllSales;
import io.sportskk.match.CatalogueQuery;
import io.sportskk.match.Match;
import io.sportskk.match.MatchCommand;
import io.sportskk.match.MatchStatus;
import io.sportskk.pool.Unbacked;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Matches. Anyone may read them; administrators open them. */
final class MatchRoutes {

  /** More teams than any match may have: the match's own rules are narrower. */
  private static final int MOST_TEAMS = 1000;

  private final Authentication authentication;
  private final EntityClient entities;
  private final ServiceClient services;
  private final AllSalesState allSales;
  private final Clock clock;

  MatchRoutes(
      Authentication authentication, EntityClient entities, ServiceClient services, Clock clock) {
    this.authentication = authentication;
    this.entities = entities;
    this.services = services;
    this.allSales = new AllSalesState(this::askAllSales, clock);
    this.clock = clock;
  }

  Route route() {
    return concat(
        pathPrefix(
            "matches",
            () ->
                concat(
                    pathEnd(() -> get(this::list)),
                    path(segment(), matchId -> get(() -> find(matchId))))),
        pathPrefix(
            segment("admin").slash("matches"),
            () -> pathEnd(() -> post(() -> authentication.admin(this::open)))));
  }

  /**
   * @throws ProblemException if no match can have this id
   */
  static void requireId(String matchId) {
    if (!TextRule.MATCH_ID.accepts(matchId)) {
      throw noSuchMatch();
    }
  }

  static ProblemException noSuchMatch() {
    return ProblemType.MATCH_NOT_FOUND.because("No match has this id.").exception();
  }

  private Route list() {
    return extractRequest(
        request -> {
          Parameters parameters = Parameters.of(request);
          int limit = parameters.limit();
          String cursor = parameters.cursor();
          MatchStatus status = MatchJson.status(parameters.oneOf("status", MatchJson.STATUSES));
          parameters.end();
          return completeWithFuture(
              services
                  .<CatalogueQuery, CatalogueQuery.Reply>ask(
                      CatalogueQuery.SERVICE,
                      "the catalogue of matches",
                      replyTo -> new CatalogueQuery.ListMatches(limit, cursor, status, replyTo))
                  .thenCombine(allSales.suspended(), this::page));
        });
  }

  private CompletionStage<Boolean> askAllSales() {
    return services
        .<AllSales, AllSales.Reply>ask(
            AllSales.SERVICE, "the switch of all sales", AllSales.Get::new)
        .thenApply(
            reply ->
                reply instanceof AllSales.Standing standing
                    ? (Boolean) standing.suspended()
                    : null);
  }

  private HttpResponse page(CatalogueQuery.Reply reply, boolean allSuspended) {
    if (reply instanceof CatalogueQuery.Page page) {
      Instant now = clock.instant();
      return Json.ok(
          new PageJson<>(
              page.items().stream().map(match -> MatchJson.of(match, now, allSuspended)).toList(),
              page.nextCursor()));
    }
    if (reply instanceof CatalogueQuery.InvalidCursor) {
      throw Parameters.invalidCursor();
    }
    throw ErrorHandling.unavailable("The catalogue of matches does not answer now.").exception();
  }

  private Route find(String matchId) {
    return completeWithFuture(
        entities
            .match(matchId)
            .thenCombine(
                allSales.suspended(),
                (match, allSuspended) ->
                    Json.ok(MatchJson.of(match, clock.instant(), allSuspended))));
  }

  private Route open(Principal admin) {
    return extractRequest(request -> completeWithFuture(open(request, admin)));
  }

  private CompletionStage<HttpResponse> open(HttpRequest request, Principal admin) {
    Fields body = Fields.of(request);
    String matchId = body.text("matchId", TextRule.MATCH_ID);
    String name = body.text("name", TextRule.NAME);
    List<Match.Team> teams =
        body.objects(
            "teams",
            MOST_TEAMS,
            team ->
                new Match.Team(team.text("code", TextRule.NAME), team.text("name", TextRule.NAME)));
    Instant opensAt = body.optionalInstant("opensAt");
    Instant closesAt = body.instant("closesAt");
    Unbacked unbacked = body.optionalOneOf("unbacked", Unbacked.class);
    String carryFrom = body.optionalText("carryFrom", TextRule.MATCH_ID);
    body.end();
    String correlationId = Correlation.of(request);
    return entities
        .<MatchCommand.OpenReply>match(
            matchId,
            replyTo ->
                new MatchCommand.Open(
                    name,
                    teams,
                    opensAt,
                    closesAt,
                    unbacked,
                    carryFrom,
                    admin.id(),
                    correlationId,
                    replyTo))
        .thenApply(this::opened);
  }

  private HttpResponse opened(MatchCommand.OpenReply reply) {
    if (reply instanceof MatchCommand.Opened opened) {
      HttpResponse response =
          Json.response(opened.replayed() ? 200 : 201, json(opened.match()))
              .addHeader(Json.location("/matches/" + opened.match().matchId()));
      return opened.replayed() ? response.addHeader(Json.replayed()) : response;
    }
    if (reply instanceof MatchCommand.Invalid invalid) {
      throw ProblemType.INVALID_MATCH
          .because("The match breaks the rules; see errors.")
          .withErrors(
              invalid.problems().stream()
                  .map(problem -> Problem.Part.ofBody(problem.field(), problem.detail()))
                  .toList())
          .exception();
    }
    if (reply instanceof MatchCommand.CarryUnknown) {
      throw ErrorHandling.unavailable(
              "It is not known at the moment whether the match is there whose carry this one takes."
                  + " Nothing was opened.")
          .exception();
    }
    throw ProblemType.MATCH_EXISTS
        .because("There is a match of other content with this id.")
        .exception();
  }

  private MatchJson json(Match match) {
    return MatchJson.of(match, clock.instant());
  }
}
