package io.sportskk.api;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.put;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import io.sportskk.api.auth.Authentication;
import io.sportskk.api.http.Correlation;
import io.sportskk.api.http.Fields;
import io.sportskk.api.http.Json;
import io.sportskk.api.http.Problem;
import io.sportskk.api.http.ProblemType;
import io.sportskk.payment.ExcludeReply;
import io.sportskk.payment.LimitKind;
import io.sportskk.payment.PlayLimits;
import io.sportskk.payment.WalletCommand;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Responsible play: buyers bind themselves, administrators see that and bind them further. */
final class LimitRoutes {

  private final Authentication authentication;
  private final EntityClient entities;

  LimitRoutes(Authentication authentication, EntityClient entities) {
    this.authentication = authentication;
    this.entities = entities;
  }

  Route route() {
    return concat(
        path(
            segment("wallet").slash("limits"),
            () ->
                concat(
                    get(() -> authentication.buyer(buyer -> limits(buyer.id()))),
                    put(() -> authentication.buyer(buyer -> set(buyer.id()))))),
        path(
            segment("wallet").slash("exclusion"),
            () -> put(() -> authentication.buyer(buyer -> exclude(buyer.id(), buyer.id())))),
        path(
            segment("admin").slash("wallets").slash(segment()).slash("limits"),
            buyerId ->
                concat(
                    get(() -> authentication.admin(admin -> limits(checked(buyerId)))),
                    put(
                        () ->
                            authentication.admin(
                                admin -> setHouse(checked(buyerId), admin.id()))))),
        path(
            segment("admin").slash("wallets").slash(segment()).slash("exclusion"),
            buyerId ->
                put(() -> authentication.admin(admin -> exclude(checked(buyerId), admin.id())))));
  }

  private static String checked(String buyerId) {
    WalletRoutes.requireBuyerId(buyerId);
    return buyerId;
  }

  private Route limits(String buyerId) {
    return completeWithFuture(
        entities
            .<PlayLimits>wallet(buyerId, WalletCommand.GetLimits::new)
            .thenApply(LimitRoutes::ok));
  }

  private Route set(String buyerId) {
    return extractRequest(
        request -> {
          Map<LimitKind, Long> limits = limitsIn(request);
          String correlationId = Correlation.of(request);
          return completeWithFuture(
              entities
                  .<PlayLimits>wallet(
                      buyerId,
                      replyTo -> new WalletCommand.SetLimits(limits, correlationId, replyTo))
                  .thenApply(LimitRoutes::ok));
        });
  }

  private Route setHouse(String buyerId, String by) {
    return extractRequest(
        request -> {
          Map<LimitKind, Long> limits = limitsIn(request);
          String correlationId = Correlation.of(request);
          return completeWithFuture(
              entities
                  .<PlayLimits>wallet(
                      buyerId,
                      replyTo ->
                          new WalletCommand.SetHouseLimits(limits, by, correlationId, replyTo))
                  .thenApply(LimitRoutes::ok));
        });
  }

  private Route exclude(String buyerId, String by) {
    return extractRequest(request -> completeWithFuture(exclude(request, buyerId, by)));
  }

  private CompletionStage<HttpResponse> exclude(HttpRequest request, String buyerId, String by) {
    Fields body = Fields.of(request);
    Instant until = body.instant("until");
    body.end();
    String correlationId = Correlation.of(request);
    return entities
        .<ExcludeReply>wallet(
            buyerId, replyTo -> new WalletCommand.Exclude(until, by, correlationId, replyTo))
        .thenApply(
            reply -> {
              if (reply instanceof ExcludeReply.Excluded excluded) {
                return ok(excluded.limits());
              }
              if (reply instanceof ExcludeReply.ForLonger longer) {
                throw ProblemType.EXCLUSION_NOT_SHORTENED
                    .because("The buyer is excluded until " + longer.until() + ", which stands.")
                    .withErrors(
                        List.of(
                            Problem.Part.ofBody("/until", "must not be before " + longer.until())))
                    .exception();
              }
              throw ProblemType.invalid(
                      List.of(Problem.Part.ofBody("/until", "must be in the future")))
                  .exception();
            });
  }

  /** All are there, so that none is taken away as it was forgotten. */
  private static Map<LimitKind, Long> limitsIn(HttpRequest request) {
    Fields body = Fields.of(request);
    Map<LimitKind, Long> limits = new EnumMap<>(LimitKind.class);
    for (LimitKind kind : LimitKind.values()) {
      Long limit = body.wholeNumberOrNull(LimitsJson.nameOf(kind), 0, kind.most());
      if (limit != null) {
        limits.put(kind, limit);
      }
    }
    body.end();
    return limits;
  }

  private static HttpResponse ok(PlayLimits limits) {
    return Json.ok(LimitsJson.of(limits));
  }
}
