package io.sportskk.kernel;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Calls of a database off the actors' threads, on the dispatcher for blocking calls. As many run
 * side by side as the pool lends connections.
 */
public final class JdbcCalls {

  private final ActorSystem<?> system;
  private final DataSource database;
  private final Duration timeout;

  /** What is done on a connection of its own, in auto-commit mode. */
  public interface Call<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * @param timeout how long a call may take, waiting for a connection included
   */
  public JdbcCalls(ActorSystem<?> system, DataSource database, Duration timeout) {
    this.system = system;
    this.database = database;
    this.timeout = timeout;
  }

  /** For {@code Statement.setQueryTimeout}: whole seconds, at least one. */
  public int timeoutSeconds() {
    return (int) Math.max(1, timeout.toSeconds());
  }

  /**
   * Fails with what the database says, or with a {@link java.util.concurrent.TimeoutException} even
   * if it says nothing at all.
   */
  public <T> CompletableFuture<T> run(Call<T> call) {
    return untimed(
            system,
            () -> {
              try (Connection connection = database.getConnection()) {
                return call.on(connection);
              }
            })
        .toCompletableFuture()
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Ends when the work has ended, however long it takes: for a writer that must not begin anew
   * while its last statement may still be under way. Fails with what the work throws.
   */
  public static <T> CompletionStage<T> untimed(ActorSystem<?> system, Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    system
        .dispatchers()
        .lookup(DispatcherSelector.blocking())
        .execute(
            () -> {
              if (result.isDone()) {
                return; // given up while it waited for a thread
              }
              try {
                result.complete(work.call());
              } catch (Exception e) {
                result.completeExceptionally(e);
              } catch (Error e) {
                // Who waits must hear of it; whether the process can go on is for Akka to say.
                result.completeExceptionally(e);
                throw e;
              }
            });
    return result;
  }

  /** The failure itself, without what a future has wrapped it in. */
  public static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
