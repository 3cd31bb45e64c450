package io.sportskk.kernel;

import akka.dispatch.ExecutionContexts;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import scala.compat.java8.FutureConverters;
import scala.concurrent.ExecutionContext;
import scala.runtime.BoxedUnit;

/** Akka's answers, without a thread in between. */
public final class Stages {

  private static final ExecutionContext HERE = ExecutionContexts.fromExecutor(Runnable::run);

  private Stages() {}

  /**
   * The same, but what follows an answer is done by whoever brings it. Akka's own stages leave all
   * that to the JDK's common pool, lest it keep him from his work: a thread has to be woken up for
   * each of them, which costs more than most of what is done there. What follows must be short, and
   * never block.
   *
   * <p>What follows a failure is left to the common pool: most failures are brought by the one
   * thread that looks after the time for the whole system, thousands together when somebody falls
   * silent.
   */
  public static <T> CompletionStage<T> direct(CompletionStage<T> asked) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    FutureConverters.toScala(asked)
        .onComplete(
            result -> {
              result.fold(
                  failure -> {
                    ForkJoinPool.commonPool().execute(() -> answer.completeExceptionally(failure));
                    return true;
                  },
                  answer::complete);
              return BoxedUnit.UNIT;
            },
            HERE);
    return answer;
  }
}
