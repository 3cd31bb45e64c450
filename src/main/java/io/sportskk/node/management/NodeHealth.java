package io.sportskk.node.management;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import io.sportskk.node.startup.StartFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** What a node knows of its own health, for the checks behind {@code /ready}. */
public final class NodeHealth implements Extension {

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
  private volatile Supplier<Optional<String>> notReadyReason = () -> Optional.of("the node starts");

  private NodeHealth(ActorSystem<?> system) {
    this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
  }

  public static NodeHealth get(ActorSystem<?> system) {
    return ID.apply(system);
  }

  /**
   * @param waitsFor what the start waits for, if it waits for something that may take its time
   */
  public void starting(Supplier<Optional<String>> waitsFor) {
    this.notReadyReason = () -> Optional.of(waitsFor.get().orElse("the node starts"));
  }

  /** From now on the node is ready if these databases answer. */
  public void started(Map<String, DataSource> databases) {
    this.required = Map.copyOf(databases);
    this.notReadyReason = Optional::empty;
  }

  /** From now on the node is not ready any more. */
  public void stopping() {
    this.notReadyReason = () -> Optional.of("the node stops");
  }

  /** Why the node is not ready whatever its databases say, if it is not. */
  Optional<String> notReadyReason() {
    return notReadyReason.get();
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
