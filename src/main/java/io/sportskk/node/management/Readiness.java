package io.sportskk.node.management;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.management.HealthCheckSettings;
import akka.management.javadsl.HealthChecks;
import io.sportskk.node.startup.StartFailure;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until {@code /ready} says yes. */
public final class Readiness {

  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  private Readiness() {}

  /** A node that does not become ready goes on: whoever asks {@code /ready} is told why. */
  public static void await(ActorSystem<?> system) {
    HealthChecks checks =
        new HealthChecks(
            (ExtendedActorSystem) Adapter.toClassic(system),
            HealthCheckSettings.create(
                system.settings().config().getConfig("akka.management.health-checks")));
    long deadline = System.nanoTime() + LIMIT.toNanos();
    Duration pause = SHORTEST_PAUSE;
    while (System.nanoTime() < deadline) {
      try {
        if (isReady(checks)) {
          return;
        }
        TimeUnit.MILLISECONDS.sleep(pause.toMillis());
      } catch (InterruptedException e) {
        throw StartFailure.stopped(e);
      }
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
    LOG.warn("The node is not ready after {} s; /ready says why", LIMIT.toSeconds());
  }

  private static boolean isReady(HealthChecks checks) throws InterruptedException {
    try {
      return checks.ready().toCompletableFuture().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("not ready yet", e);
      return false;
    }
  }
}
