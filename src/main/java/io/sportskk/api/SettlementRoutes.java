package io.sportskk.api;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import io.sportskk.api.auth.Authentication;
import io.sportskk.api.http.Json;
import io.sportskk.settlement.Settlement;
import io.sportskk.settlement.SettlementCommand.GetSettlement;
import java.time.Clock;
import java.util.concurrent.CompletionStage;

/** How settlements stand. */
final class SettlementRoutes {

  private final Authentication authentication;
  private final EntityClient entities;
  private final Clock clock;

  SettlementRoutes(Authentication authentication, EntityClient entities, Clock clock) {
    this.authentication = authentication;
    this.entities = entities;
    this.clock = clock;
  }

  Route route() {
    return path(
        segment("admin").slash("matches").slash(segment()).slash("settlement"),
        matchId ->
            get(() -> authentication.admin(admin -> completeWithFuture(settlement(matchId)))));
  }

  private CompletionStage<HttpResponse> settlement(String matchId) {
    return find(entities, matchId)
        .thenApply(settlement -> Json.ok(SettlementJson.of(settlement, clock.instant())));
  }

  /** How the settlement of a match stands. Fails if there is no such match. */
  static CompletionStage<Settlement> find(EntityClient entities, String matchId) {
    return entities
        .match(matchId)
        .thenCompose(match -> entities.<Settlement>settlement(matchId, GetSettlement::new));
  }
}
