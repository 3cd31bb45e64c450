package io.sportskk.api;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.actor.typed.ActorRef;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import io.sportskk.api.auth.Authentication;
import io.sportskk.api.http.Json;
import io.sportskk.payment.BreakerStatus;
import io.sportskk.payment.PaymentQuery;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** How payment stands on each node. */
final class PaymentRoutes {

  private final Authentication authentication;
  private final ServiceClient services;

  PaymentRoutes(Authentication authentication, ServiceClient services) {
    this.authentication = authentication;
    this.services = services;
  }

  Route route() {
    return path(
        segment("admin").slash("payments"),
        () ->
            get(
                () ->
                    authentication.admin(
                        admin ->
                            completeWithFuture(
                                services.instances(PaymentQuery.SERVICE).thenCompose(this::all)))));
  }

  private CompletionStage<HttpResponse> all(List<ActorRef<PaymentQuery>> nodes) {
    List<CompletableFuture<BreakerStatus>> answers =
        nodes.stream()
            .map(
                node ->
                    services
                        .<PaymentQuery, BreakerStatus>ask(node, PaymentQuery.GetBreaker::new)
                        // A node that went away just now is left out, as it will be next time.
                        .exceptionally(error -> null)
                        .toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .thenApply(
            done ->
                Json.ok(
                    new PageJson<>(
                        answers.stream()
                            .map(CompletableFuture::join)
                            .filter(Objects::nonNull)
                            .sorted(Comparator.comparing(BreakerStatus::node))
                            .toList(),
                        null)));
  }
}
