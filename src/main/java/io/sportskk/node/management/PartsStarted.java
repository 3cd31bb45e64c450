package io.sportskk.node.management;

import akka.actor.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A readiness check, named in {@code http.conf}: whether all parts of this node have started and
 * the node is not about to stop. Its failure says what it is doing.
 */
final class PartsStarted implements Supplier<CompletionStage<Boolean>> {

  private final NodeHealth health;

  PartsStarted(ActorSystem system) {
    this.health = NodeHealth.get(Adapter.toTyped(system));
  }

  @Override
  public CompletionStage<Boolean> get() {
    return health
        .notReadyReason()
        .<CompletionStage<Boolean>>map(
            notReadyReason ->
                CompletableFuture.failedFuture(new IllegalStateException(notReadyReason)))
        .orElseGet(() -> CompletableFuture.completedFuture(true));
  }
}
