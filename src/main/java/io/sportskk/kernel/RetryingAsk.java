package io.sportskk.kernel;

import akka.actor.Cancellable;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.japi.function.Function;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Asks entities for an answer, and again while there is none: what is on its way to an entity while
 * its shard moves to another node can be lost. The same message is sent each time, with the same
 * actor to reply to.
 */
public final class RetryingAsk {

  private final ActorSystem<?> system;
  private final Duration askAgain;

  /**
   * @param askAgain how long an answer is waited for before the question is asked again
   */
  public RetryingAsk(ActorSystem<?> system, Duration askAgain) {
    this.system = system;
    this.askAgain = askAgain;
  }

  /**
   * @param command may reach the entity more than once
   * @return fails with a {@link java.util.concurrent.TimeoutException} if there is no answer in
   *     time
   */
  public <M, R> CompletionStage<R> ask(
      EntityRef<M> entity, Function<ActorRef<R>, M> command, Duration timeout) {
    AtomicReference<M> message = new AtomicReference<>();
    CompletionStage<R> answer =
        Stages.direct(
            entity.ask(
                replyTo -> {
                  message.set(command.apply(replyTo));
                  return message.get();
                },
                timeout));
    Cancellable again =
        system
            .scheduler()
            .scheduleAtFixedRate(
                askAgain, askAgain, () -> entity.tell(message.get()), system.executionContext());
    return answer.whenComplete((reply, failure) -> again.cancel());
  }
}
