package io.sportskk.node.management;

import akka.actor.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A readiness check, named in {@code http.conf}: whether the databases answer that this node can't
 * do without. Its failure says which does not.
 */
final class DatabasesAnswer implements Supplier<CompletionStage<Boolean>> {

  private final NodeHealth health;

  DatabasesAnswer(ActorSystem system) {
    this.health = NodeHealth.get(Adapter.toTyped(system));
  }

  @Override
  public CompletionStage<Boolean> get() {
    return health.databasesAnswer();
  }
}
