package io.sportskk.api;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.server.Route;
import io.sportskk.api.auth.Authentication;
import io.sportskk.api.http.Json;

/** How this office is set, as far as administrators have to know it before they do something. */
final class SettingsRoutes {

  private final Authentication authentication;
  private final SettingsJson settings;

  SettingsRoutes(Authentication authentication, ApiSettings settings) {
    this.authentication = authentication;
    this.settings = new SettingsJson(settings.twoPersons());
  }

  /**
   * @param twoPersons whether he who enters something of how a match ends can't confirm it
   */
  record SettingsJson(boolean twoPersons) {}

  Route route() {
    return path(
        segment("admin").slash("settings"),
        () -> get(() -> authentication.admin(admin -> complete(Json.ok(settings)))));
  }
}
