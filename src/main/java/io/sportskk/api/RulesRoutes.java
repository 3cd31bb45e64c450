package io.sportskk.api;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.server.Route;
import io.sportskk.api.http.Json;
import io.sportskk.match.MatchCommand;

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
    MatchRoutes.requireId(matchId);
    return completeWithFuture(
        entities
            .<MatchCommand.GetMatchReply>match(matchId, MatchCommand.GetMatch::new)
            .thenApply(
                reply -> {
                  if (reply instanceof MatchCommand.Found found) {
                    return Json.ok(RulesJson.of(found.match(), stakes));
                  }
                  throw MatchRoutes.noSuchMatch();
                }));
  }
}
