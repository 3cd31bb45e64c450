package io.sportskk.node.management;

import akka.actor.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A readiness check, named in {@code http.conf}: whether this node's clock is right, if it matters.
 * Its failure says by how much it is wrong.
 */
final class ClockIsRight implements Supplier<CompletionStage<Boolean>> {

  private final NodeHealth health;

  ClockIsRight(ActorSystem system) {
    this.health = NodeHealth.get(Adapter.toTyped(system));
  }

  @Override
  public CompletionStage<Boolean> get() {
    return health
        .clockFault()
        .<CompletionStage<Boolean>>map(
            fault -> CompletableFuture.failedFuture(new IllegalStateException(fault)))
        .orElseGet(() -> CompletableFuture.completedFuture(true));
  }
}
