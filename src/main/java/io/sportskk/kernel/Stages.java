package io.sportskk.kernel;

import akka.dispatch.ExecutionContexts;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import scala.compat.java8.FutureConverters;
import scala.concurrent.ExecutionContext;
import scala.runtime.BoxedUnit;

/** Akka's answers, without a thread in between. */
public final class Stages {

  private static final ExecutionContext HERE = ExecutionContexts.fromExecutor(Runnable::run);

  private Stages() {}

  /**
   * The same, but what follows is done by whoever brings the answer. Akka's own stages leave all
   * that to the JDK's common pool, lest it keep him from his work: a thread has to be woken up for
   * each of them, which costs more than most of what is done there.
   *
   * @param asked by whom only things are done that are short and never block
   */
  public static <T> CompletionStage<T> direct(CompletionStage<T> asked) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    FutureConverters.toScala(asked)
        .onComplete(
            result -> {
              result.fold(answer::completeExceptionally, answer::complete);
              return BoxedUnit.UNIT;
            },
            HERE);
    return answer;
  }
}
