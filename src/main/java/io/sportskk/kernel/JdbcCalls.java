package io.sportskk.kernel;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Calls of a database off the actors' threads, on the dispatcher for blocking calls. As many run
 * side by side as the pool lends connections.
 */
public final class JdbcCalls {

  private final DataSource database;
  private final Duration timeout;
  private final Executor blocking;

  /** What is done on a connection of its own, in auto-commit mode. */
  public interface Call<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * @param timeout how long a call may take, waiting for a connection included
   */
  public JdbcCalls(ActorSystem<?> system, DataSource database, Duration timeout) {
    this.database = database;
    this.timeout = timeout;
    this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
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
    return CompletableFuture.supplyAsync(
            () -> {
              try (Connection connection = database.getConnection()) {
                return call.on(connection);
              } catch (SQLException e) {
                throw new CompletionException(e);
              }
            },
            blocking)
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The failure itself, without what a future has wrapped it in. */
  public static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
