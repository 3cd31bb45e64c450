package io.sportskk.api;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.post;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.sportskk.api.auth.AuthSettings;
import io.sportskk.api.auth.Principal;
import io.sportskk.api.http.Fields;
import io.sportskk.api.http.Json;
import io.sportskk.api.http.TextRule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Hands out tokens to anyone: for a laptop only. */
final class DemoRoutes {

  private static final Set<String> ROLES =
      Arrays.stream(Principal.Role.values()).map(Principal.Role::label).collect(Collectors.toSet());

  private final AuthSettings auth;
  private final Duration lifetime;
  private final Clock clock;

  DemoRoutes(AuthSettings auth, Duration lifetime, Clock clock) {
    this.auth = auth;
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
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .subject(subject)
            .claim("roles", roles)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(expiresAt));
    if (auth.issuer() != null) {
      claims.issuer(auth.issuer());
    }
    if (auth.audience() != null) {
      claims.audience(auth.audience());
    }
    return Json.response(201, new TokenJson(signed(claims.build()), expiresAt));
  }

  private String signed(JWTClaimsSet claims) {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT).build(), claims);
      token.sign(new MACSigner(auth.hs256Secret().bytes()));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("a token can't be signed", e);
    }
  }
}
