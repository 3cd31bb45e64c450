package io.sportskk.node;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.sql.DataSource;

/** What a node knows of its own health, for the checks behind {@code /ready}. */
final class NodeHealth implements Extension {

  private static final int VALID_WITHIN_SECONDS = 1;
  private static final ExtensionId<NodeHealth> ID =
      new ExtensionId<>() {
        @Override
        public NodeHealth createExtension(ActorSystem<?> system) {
          return new NodeHealth(system);
        }
      };

  private final Executor blocking;
  private volatile Map<String, DataSource> required = Map.of();
  private volatile boolean started;

  private NodeHealth(ActorSystem<?> system) {
    this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
  }

  static NodeHealth get(ActorSystem<?> system) {
    return ID.apply(system);
  }

  /** From now on the node is ready if these databases answer. */
  void started(Map<String, DataSource> databases) {
    this.required = Map.copyOf(databases);
    this.started = true;
  }

  boolean isStarted() {
    return started;
  }

  /** Fails with the name of the first database that does not answer. */
  CompletionStage<Boolean> databasesAnswer() {
    return CompletableFuture.supplyAsync(
        () -> {
          required.forEach(NodeHealth::check);
          return true;
        },
        blocking);
  }

  private static void check(String name, DataSource database) {
    try (Connection connection = database.getConnection()) {
      if (!connection.isValid(VALID_WITHIN_SECONDS)) {
        throw new IllegalStateException("the " + name + " database does not answer");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(
          "the " + name + " database does not answer: " + StartFailure.reason(e), e);
    }
  }
}
