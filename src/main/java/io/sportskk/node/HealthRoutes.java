package io.sportskk.node;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.onComplete;
import static akka.http.javadsl.server.Directives.path;

import akka.actor.ExtendedActorSystem;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.Route;
import akka.management.HealthCheckSettings;
import akka.management.javadsl.CheckResult;
import akka.management.javadsl.HealthChecks;
import akka.management.javadsl.ManagementRouteProvider;
import akka.management.javadsl.ManagementRouteProviderSettings;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * {@code GET /ready} and {@code GET /alive} on the management port, named in {@code http.conf}:
 * 200, or 503 with the reason.
 */
final class HealthRoutes implements ManagementRouteProvider {

  private final HealthChecks checks;

  HealthRoutes(ExtendedActorSystem system) {
    this.checks =
        new HealthChecks(
            system,
            HealthCheckSettings.create(
                system.settings().config().getConfig("akka.management.health-checks")));
  }

  @Override
  public Route routes(ManagementRouteProviderSettings settings) {
    return concat(answer("ready", checks::readyResult), answer("alive", checks::aliveResult));
  }

  private static Route answer(String path, Supplier<CompletionStage<CheckResult>> check) {
    return path(
        path,
        () ->
            get(
                () ->
                    onComplete(
                        check.get(),
                        result -> {
                          if (result.isFailure()) {
                            return no(StartFailure.reason(result.failed().get()));
                          }
                          return result.get().isSuccess()
                              ? say(StatusCodes.OK, "yes")
                              : no(result.get().failure().orElse("no"));
                        })));
  }

  private static Route no(String reason) {
    return say(StatusCodes.SERVICE_UNAVAILABLE, reason);
  }

  private static Route say(StatusCode status, String text) {
    return complete(status, text + "\n");
  }
}
