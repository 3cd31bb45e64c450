package io.sportskk.api.auth;

import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.onSuccess;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.server.Route;
import io.sportskk.api.http.Problem;
import io.sportskk.api.http.ProblemException;
import io.sportskk.api.http.ProblemType;
import io.sportskk.api.http.RateLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lets callers through to a route by what their token allows. */
public final class Authentication {

  private static final Pattern BEARER =
      Pattern.compile("Bearer +([A-Za-z0-9._~+/-]+=*)", Pattern.CASE_INSENSITIVE);

  private final Tokens tokens;

  public Authentication(Tokens tokens) {
    this.tokens = tokens;
  }

  /** Only buyers get to the route. */
  public Route buyer(Function<Principal, Route> inner) {
    return only(inner, Principal.Role.BUYER);
  }

  /**
   * Only buyers get to the route.
   *
   * @param inVain where administrators who are no buyers get, to be told {@link #onlyBuyers}
   */
  public Route buyer(Function<Principal, Route> inner, Function<Principal, Route> inVain) {
    return caller(
        caller -> {
          if (caller.is(Principal.Role.BUYER)) {
            return inner.apply(caller);
          }
          if (caller.is(Principal.Role.ADMIN)) {
            return inVain.apply(caller);
          }
          throw onlyBuyers();
        });
  }

  /** What is told to whoever is no buyer. */
  public static ProblemException onlyBuyers() {
    return forbidden(Principal.Role.BUYER).exception();
  }

  /** Only administrators get to the route. */
  public Route admin(Function<Principal, Route> inner) {
    return only(inner, Principal.Role.ADMIN);
  }

  /** Buyers and administrators get to the route. */
  public Route buyerOrAdmin(Function<Principal, Route> inner) {
    return only(inner, Principal.Role.BUYER, Principal.Role.ADMIN);
  }

  private Route only(Function<Principal, Route> inner, Principal.Role... allowed) {
    return caller(
        caller -> {
          for (Principal.Role role : allowed) {
            if (caller.is(role)) {
              return inner.apply(caller);
            }
          }
          throw forbidden(allowed).exception();
        });
  }

  private Route caller(Function<Principal, Route> inner) {
    return extractRequest(
        request ->
            onSuccess(
                tokens.verify(token(request)),
                caller -> {
                  if (!caller.is(Principal.Role.ADMIN)) {
                    RateLimits.countOfBuyer(request, caller.id());
                  }
                  return inner.apply(caller);
                }));
  }

  private static String token(HttpRequest request) {
    List<String> values = new ArrayList<>();
    for (HttpHeader header : request.getHeaders()) {
      if (header.is("authorization")) {
        values.add(header.value());
      }
    }
    if (values.isEmpty()) {
      throw ProblemType.UNAUTHENTICATED
          .because("Send a token in the header Authorization: Bearer <token>.")
          .withHeader("WWW-Authenticate", "Bearer realm=\"sportskk\"")
          .exception();
    }
    Matcher bearer = BEARER.matcher(values.get(0));
    if (values.size() > 1 || !bearer.matches()) {
      throw Tokens.invalid("the header must be one Authorization: Bearer <token>").exception();
    }
    return bearer.group(1);
  }

  private static Problem forbidden(Principal.Role... allowed) {
    List<String> labels = new ArrayList<>();
    for (Principal.Role role : allowed) {
      labels.add("'" + role.label() + "'");
    }
    return ProblemType.FORBIDDEN
        .because("The token must have the role " + String.join(" or ", labels) + ".")
        .withHeader("WWW-Authenticate", "Bearer realm=\"sportskk\", error=\"insufficient_scope\"");
  }
}
