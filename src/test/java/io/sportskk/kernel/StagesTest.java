package io.sportskk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import scala.compat.java8.FutureConverters;
import scala.concurrent.Promise;
import scala.concurrent.Promise$;

class StagesTest {

  private final Promise<String> promise = Promise$.MODULE$.apply();

  /** As Akka makes it of an ask. */
  private final CompletionStage<String> asked = FutureConverters.toJava(promise.future());

  @Test
  void whatFollowsIsDoneByWhoBringsTheAnswer() {
    AtomicReference<Thread> by = new AtomicReference<>();
    CompletableFuture<Void> done =
        Stages.direct(asked)
            .thenAccept(answer -> by.set(Thread.currentThread()))
            .toCompletableFuture();
    promise.success("yes");
    assertThat(done).isCompleted();
    assertThat(by).hasValue(Thread.currentThread());
  }

  /** Whoever brings it may be the thread that looks after the time for everybody. */
  @Test
  void whatFollowsAFailureIsNotDoneByWhoBringsIt() {
    AtomicReference<Thread> by = new AtomicReference<>();
    CompletableFuture<String> answer =
        Stages.direct(asked)
            .whenComplete((reply, failure) -> by.set(Thread.currentThread()))
            .toCompletableFuture();
    promise.failure(new TimeoutException("late"));
    assertThatThrownBy(answer::join).hasCause(new TimeoutException("late"));
    assertThat(by.get()).isNotNull().isNotEqualTo(Thread.currentThread());
  }
}
