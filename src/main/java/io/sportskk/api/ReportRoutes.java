package io.sportskk.api;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import io.sportskk.api.auth.Authentication;
import io.sportskk.api.http.Csv;
import io.sportskk.api.http.Json;
import io.sportskk.kernel.Money;
import io.sportskk.pool.PoolResult;
import io.sportskk.tally.SealedTally.Ticket;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** What the dividends of a match were fixed of: with it anybody can work them out again. */
final class ReportRoutes {

  private static final List<String> COLUMNS = List.of("ticketId", "team", "stake");

  private final Authentication authentication;
  private final PoolClient pools;

  ReportRoutes(Authentication authentication, PoolClient pools) {
    this.authentication = authentication;
    this.pools = pools;
  }

  Route route() {
    return concat(
        path(
            segment("matches").slash(segment()).slash("settlement"),
            matchId -> get(() -> completeWithFuture(report(matchId)))),
        path(
            segment("admin")
                .slash("matches")
                .slash(segment())
                .slash("settlement")
                .slash("tickets.csv"),
            matchId ->
                get(() -> authentication.admin(admin -> completeWithFuture(tickets(matchId))))));
  }

  private CompletionStage<HttpResponse> report(String matchId) {
    return pools.fixed(matchId).thenApply(fixed -> Json.ok(ReportJson.of(fixed)));
  }

  private CompletionStage<HttpResponse> tickets(String matchId) {
    return pools
        .fixed(matchId)
        .thenCompose(fixed -> pools.tickets(matchId, backed(fixed.result())))
        .thenApply(
            tickets ->
                Csv.file(
                    matchId + "-tickets.csv",
                    COLUMNS,
                    tickets.map(some -> some.stream().map(ReportRoutes::line).toList())));
  }

  /** Teams with a stake. */
  static Map<String, Money> backed(PoolResult result) {
    Map<String, Money> backed = new TreeMap<>(result.stakes());
    backed.values().removeIf(Money.ZERO::equals);
    return backed;
  }

  private static List<Object> line(Ticket ticket) {
    return List.of(ticket.ticketId(), ticket.team(), ticket.stake().won());
  }
}
