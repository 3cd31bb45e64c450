package io.sportskk.node.management;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.onComplete;
import static akka.http.javadsl.server.Directives.path;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.Route;
import akka.management.HealthCheckSettings;
import akka.management.javadsl.CheckResult;
import akka.management.javadsl.HealthChecks;
import akka.management.javadsl.ManagementRouteProvider;
import akka.management.javadsl.ManagementRouteProviderSettings;
import io.sportskk.node.startup.StartFailure;
import java.util.concurrent.CompletionStage;

/**
 * {@code GET /ready} and {@code GET /alive} on the management port, named in {@code http.conf}:
 * 200, or 503 with the reason.
 */
final class HealthRoutes implements ManagementRouteProvider {

  private final HealthChecks checks;
  private final NodeHealth health;

  HealthRoutes(ExtendedActorSystem system) {
    this.health = NodeHealth.get(Adapter.toTyped(system));
    this.checks =
        new HealthChecks(
            system,
            HealthCheckSettings.create(
                system.settings().config().getConfig("akka.management.health-checks")));
  }

  @Override
  public Route routes(ManagementRouteProviderSettings settings) {
    return concat(
        path("ready", () -> get(this::ready)),
        path("alive", () -> get(() -> answer(checks.aliveResult()))));
  }

  /** While the node starts or stops, that is the reason, whatever else is not there. */
  private Route ready() {
    return health
        .notReadyReason()
        .map(HealthRoutes::no)
        .orElseGet(() -> answer(checks.readyResult()));
  }

  private static Route answer(CompletionStage<CheckResult> check) {
    return onComplete(
        check,
        result -> {
          if (result.isFailure()) {
            return no(StartFailure.reason(result.failed().get()));
          }
          return result.get().isSuccess()
              ? say(StatusCodes.OK, "yes")
              : no(result.get().failure().orElse("no"));
        });
  }

  private static Route no(String reason) {
    return say(StatusCodes.SERVICE_UNAVAILABLE, reason);
  }

  private static Route say(StatusCode status, String text) {
    return complete(status, text + "\n");
  }
}
