package io.sportskk.api;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.PathMatcher1;
import akka.http.javadsl.server.Route;
import akka.stream.javadsl.Source;
import io.sportskk.api.auth.Authentication;
import io.sportskk.api.http.Csv;
import io.sportskk.api.http.Parameters;
import io.sportskk.api.http.Problem;
import io.sportskk.api.http.ProblemException;
import io.sportskk.api.http.ProblemType;
import io.sportskk.api.http.TextRule;
import io.sportskk.kernel.Money;
import io.sportskk.match.Match;
import io.sportskk.pool.PoolResult;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * What a match would come to if it ended in this way. Changes nothing, and may be asked any time.
 */
final class PreviewRoutes {

  private static final PathMatcher1<String> PREVIEW =
      segment("admin").slash("matches").slash(segment()).slash("settlement").slash("preview");

  private final Authentication authentication;
  private final PoolClient pools;

  PreviewRoutes(Authentication authentication, PoolClient pools) {
    this.authentication = authentication;
    this.pools = pools;
  }

  Route route() {
    return concat(
        admin(PREVIEW, (matchId, winners) -> preview(matchId, winners).thenApply(PreviewJson::ok)),
        admin(PREVIEW.slash("movements.csv"), this::movements));
  }

  private Route admin(
      PathMatcher1<String> path,
      BiFunction<String, Set<String>, CompletionStage<HttpResponse>> answer) {
    return path(
        path,
        matchId ->
            get(
                () ->
                    authentication.admin(
                        admin ->
                            extractRequest(
                                request ->
                                    completeWithFuture(answer.apply(matchId, winners(request)))))));
  }

  /** None if the match is to be void. */
  private static Set<String> winners(HttpRequest request) {
    Parameters parameters = Parameters.of(request);
    String winners = parameters.text("winners", TextRule.TEAMS);
    String isVoid = parameters.oneOf("void", List.of("true"));
    parameters.end();
    if ((winners == null) == (isVoid == null)) {
      throw invalid("must be given, or else void=true");
    }
    return winners == null ? Set.of() : new TreeSet<>(List.of(winners.split(",")));
  }

  private static ProblemException invalid(String detail) {
    return ProblemType.invalid(List.of(Problem.Part.ofParameter("winners", detail))).exception();
  }

  private CompletionStage<Preview> preview(String matchId, Set<String> winners) {
    return pools
        .match(matchId)
        .thenCompose(
            match -> {
              requireTeams(match, winners);
              return pools
                  .totals(matchId)
                  .thenCombine(
                      carryIn(match, winners),
                      (totals, carryIn) -> Preview.of(match, totals, carryIn, winners));
            });
  }

  /** A match that is void takes nothing from another one: it stays where it was. */
  private CompletionStage<Money> carryIn(Match match, Set<String> winners) {
    return winners.isEmpty() ? CompletableFuture.completedFuture(Money.ZERO) : pools.carryIn(match);
  }

  private static void requireTeams(Match match, Set<String> winners) {
    for (String winner : winners) {
      if (!match.hasTeam(winner)) {
        throw invalid("must be teams of the match: " + winner + " is none");
      }
    }
  }

  /**
   * A row for each movement, and not for each account: a buyer may have many tickets, and all of a
   * pool's are never together in memory.
   */
  private CompletionStage<HttpResponse> movements(String matchId, Set<String> winners) {
    return preview(matchId, winners)
        .thenCompose(
            preview -> {
              if (!preview.isFinal()) {
                throw ProblemType.SALES_NOT_STOPPED
                    .because("What each ticket comes to is known once the totals are final.")
                    .exception();
              }
              PoolResult result = preview.result();
              Movements movements = new Movements(matchId, result);
              return pools
                  .tickets(matchId, ReportRoutes.backed(result))
                  .thenApply(
                      tickets ->
                          Csv.file(
                              matchId + "-movements.csv",
                              Movements.COLUMNS,
                              Source.single(movements.ofPool().toList())
                                  .concat(
                                      tickets.map(
                                          some -> some.stream().flatMap(movements::of).toList()))));
            });
  }
}
