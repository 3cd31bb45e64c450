package io.sportskk.tally;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Calls to the database, on threads that may block. */
final class Blocking {

  private Blocking() {}

  /** Unlike {@code supplyAsync}, it takes checked exceptions and hands them on as they are. */
  static <T> CompletionStage<T> call(Executor threads, Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    threads.execute(
        () -> {
          try {
            result.complete(work.call());
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }
}
