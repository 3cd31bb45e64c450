package io.sportskk.api;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.post;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import io.sportskk.api.auth.Principal;
import io.sportskk.api.auth.TokenSigner;
import io.sportskk.api.http.Fields;
import io.sportskk.api.http.Json;
import io.sportskk.api.http.TextRule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Hands out tokens to anyone: for a laptop only. */
final class DemoRoutes {

  private static final Set<String> ROLES =
      Arrays.stream(Principal.Role.values()).map(Principal.Role::label).collect(Collectors.toSet());

  private final TokenSigner signer;
  private final Duration lifetime;
  private final Clock clock;

  DemoRoutes(TokenSigner signer, Duration lifetime, Clock clock) {
    this.signer = signer;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  record TokenJson(String token, Instant expiresAt) {}

  Route route() {
    return path(
        segment("demo").slash("tokens"),
        () -> post(() -> extractRequest(request -> complete(token(request)))));
  }

  private HttpResponse token(HttpRequest request) {
    Fields body = Fields.of(request);
    String subject = body.text("sub", TextRule.BUYER_ID);
    List<String> roles = body.texts("roles", ROLES);
    body.end();
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant expiresAt = now.plus(lifetime);
    return Json.response(
        201, new TokenJson(signer.sign(subject, roles, now, expiresAt), expiresAt));
  }
}
