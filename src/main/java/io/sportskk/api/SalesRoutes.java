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

import akka.actor.typed.ActorRef;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import akka.japi.function.Function;
import io.sportskk.api.auth.Authentication;
import io.sportskk.api.auth.Principal;
import io.sportskk.api.http.Correlation;
import io.sportskk.api.http.ErrorHandling;
import io.sportskk.api.http.Fields;
import io.sportskk.api.http.Json;
import io.sportskk.api.http.ProblemType;
import io.sportskk.api.http.TextRule;
import io.sportskk.match.AllSales;
import java.util.concurrent.CompletionStage;

/** The sales of all matches at once: administrators suspend and resume them. */
final class SalesRoutes {

  private final Authentication authentication;
  private final ServiceClient services;

  /**
   * @param services waits as long as it may take until no node sells
   */
  SalesRoutes(Authentication authentication, ServiceClient services) {
    this.authentication = authentication;
    this.services = services;
  }

  Route route() {
    return pathPrefix(
        segment("admin").slash("sales"),
        () ->
            concat(
                pathEnd(
                    () ->
                        get(
                            () ->
                                authentication.admin(
                                    admin -> completeWithFuture(ask(AllSales.Get::new))))),
                path("suspend", () -> post(() -> authentication.admin(this::suspend))),
                path("resume", () -> post(() -> authentication.admin(this::resume)))));
  }

  private Route suspend(Principal admin) {
    return extractRequest(request -> completeWithFuture(suspend(request, admin)));
  }

  private CompletionStage<HttpResponse> suspend(HttpRequest request, Principal admin) {
    Fields body = Fields.of(request);
    String reason = body.text("reason", TextRule.REASON);
    body.end();
    String correlationId = Correlation.of(request);
    return ask(replyTo -> new AllSales.Suspend(admin.id(), reason, correlationId, replyTo));
  }

  private Route resume(Principal admin) {
    return extractRequest(
        request -> {
          String correlationId = Correlation.of(request);
          return completeWithFuture(
              ask(replyTo -> new AllSales.Resume(admin.id(), correlationId, replyTo)));
        });
  }

  private CompletionStage<HttpResponse> ask(Function<ActorRef<AllSales.Reply>, AllSales> question) {
    return services
        .ask(AllSales.SERVICE, "the switch of all sales", question)
        .thenApply(SalesRoutes::answer);
  }

  private static HttpResponse answer(AllSales.Reply reply) {
    if (reply instanceof AllSales.Standing standing) {
      HttpResponse response = Json.ok(SalesJson.of(standing));
      return standing.replayed() ? response.addHeader(Json.replayed()) : response;
    }
    if (reply instanceof AllSales.ResumedMeanwhile) {
      throw ProblemType.SALES_RESUMED
          .because("Somebody has resumed all sales before they had stopped on all nodes.")
          .exception();
    }
    throw ErrorHandling.unavailable(
            "It can't be read or written at the moment whether all sales are suspended. Ask again.")
        .exception();
  }
}
