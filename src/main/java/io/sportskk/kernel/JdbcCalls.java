package io.sportskk.kernel;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Calls of a database off the actors' threads, on those of a {@link Bulkhead}. As many run side by
 * side as the pool lends connections; how many wait is bounded.
 */
public final class JdbcCalls {

  private final Executor threads;
  private final DataSource database;
  private final Duration timeout;

  /** What is done on a connection of its own, in auto-commit mode. */
  public interface Call<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * @param threads of a {@link Bulkhead}
   * @param timeout how long a call may take, waiting for a thread and a connection included
   */
  public JdbcCalls(Executor threads, DataSource database, Duration timeout) {
    this.threads = threads;
    this.database = database;
    this.timeout = timeout;
  }

  /** For {@code Statement.setQueryTimeout}: whole seconds, at least one. */
  public int timeoutSeconds() {
    return (int) Math.max(1, timeout.toSeconds());
  }

  /**
   * Fails with what the database says, or with a {@link java.util.concurrent.TimeoutException} even
   * if it says nothing at all. If too many calls wait already, it fails at once with a {@link
   * RejectedExecutionException}.
   */
  public <T> CompletableFuture<T> run(Call<T> call) {
    return untimed(
            threads,
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
   * while its last statement may still be under way. Fails with what the work throws, or at once
   * with a {@link RejectedExecutionException} if too much waits already.
   *
   * @param threads of a {@link Bulkhead}
   */
  public static <T> CompletionStage<T> untimed(Executor threads, Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      threads.execute(() -> complete(result, work));
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(e);
    }
    return result;
  }

  private static <T> void complete(CompletableFuture<T> result, Callable<T> work) {
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
  }

  /** The failure itself, without what a future has wrapped it in. */
  public static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
