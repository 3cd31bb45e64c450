package io.sportskk.api;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.server.Route;
import io.sportskk.api.http.Json;

/** By which rules the pool of a match is shared out. Anyone may read that before he buys. */
final class RulesRoutes {

  private final EntityClient entities;
  private final ApiSettings.Stakes stakes;

  RulesRoutes(EntityClient entities, ApiSettings.Stakes stakes) {
    this.entities = entities;
    this.stakes = stakes;
  }

  Route route() {
    return path(
        segment("matches").slash(segment()).slash("rules"), matchId -> get(() -> find(matchId)));
  }

  private Route find(String matchId) {
    return completeWithFuture(
        entities.match(matchId).thenApply(match -> Json.ok(RulesJson.of(match, stakes))));
  }
}
