package io.sportskk.match;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.persistence.typed.javadsl.EffectFactories;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.sportskk.kernel.Correlated;
import io.sportskk.match.MatchCommand.Step;
import io.sportskk.match.MatchCommand.StepRefusal;
import io.sportskk.match.MatchCommand.StepReply;
import io.sportskk.match.MatchState.Known;
import java.time.Instant;
import java.util.function.Consumer;

/** What the handlers of a match's commands can bring about. */
record MatchEffects(
    EffectFactories<MatchEvent, MatchState> effect,
    ActorContext<MatchCommand> context,
    ActorRef<ClusterSharding.ShardCommand> shard,
    SalesStop.Source catalogue,
    MatchReport report,
    Answers answers,
    boolean keepRefusals) {

  /**
   * Makes the event durable, and then goes on.
   *
   * @param then what is to be done in the new state
   */
  ReplyEffect<MatchEvent, MatchState> persist(MatchEvent event, Consumer<Known> then) {
    return effect
        .persist(event)
        .thenRun(
            (MatchState state) -> {
              Correlated.inLog(
                  event.correlationId(), () -> report.happened(context.getLog(), event));
              then.accept((Known) state);
            })
        .thenNoReply();
  }

  /**
   * As {@link #persist}, and all who read the catalogue learn of it at once, and not only when its
   * projection comes to it ({@code R5}).
   */
  ReplyEffect<MatchEvent, MatchState> publish(MatchEvent event, Consumer<Known> then) {
    return persist(
        event,
        state -> {
          then.accept(state);
          context.pipeToSelf(
              catalogue.list(state.match(), state.past().changedBy()),
              (done, failure) -> new MatchProgress.Published(failure));
        });
  }

  /** Answers, and changes nothing. */
  <R> ReplyEffect<MatchEvent, MatchState> reply(ActorRef<? super R> replyTo, R reply) {
    return effect.none().thenRun(() -> replyTo.tell(reply)).thenNoReply();
  }

  /** As {@link #reply}, and whoever asks the same once more gets the same. */
  ReplyEffect<MatchEvent, MatchState> answer(Step step, StepReply reply) {
    return effect.none().thenRun(() -> answers.give(step, reply)).thenNoReply();
  }

  /**
   * Answers that nothing was done, once it is kept who has asked ({@code V2}): once for each person
   * and reason, and so many of a match.
   */
  ReplyEffect<MatchEvent, MatchState> refuse(
      Known state, Step step, StepRefusal reason, Instant now) {
    Match match = state.match();
    MatchEvent.StepRefused event =
        new MatchEvent.StepRefused(
            match.matchId(), MatchStep.of(step), reason, step.by(), step.correlationId(), now);
    MatchCommand.StepRefused refusal = new MatchCommand.StepRefused(reason, match);
    String notKept = notKept(state.past(), event);
    report.refused(context.getLog(), event, notKept);
    return notKept == null
        ? effect.persist(event).thenRun(() -> answers.give(step, refusal)).thenNoReply()
        : answer(step, refusal);
  }

  /** Why it is not to be kept; null if it is. */
  private String notKept(MatchPast past, MatchEvent.StepRefused event) {
    if (!keepRefusals) {
      return "sportskk.ticket.keep-refusals is off";
    }
    if (past.has(event)) {
      return "he was refused it before";
    }
    return past.isFull() ? "too much was refused" : null;
  }

  /** Nobody is to be answered now: whoever waits is answered by a later step. */
  ReplyEffect<MatchEvent, MatchState> noReply() {
    return effect.noReply();
  }

  /**
   * Anyone may ask for any id: what is not there must not stay in memory for it. What comes
   * meanwhile is answered before it leaves, or kept by the shard until it is back.
   */
  <R> ReplyEffect<MatchEvent, MatchState> answerAndLeave(ActorRef<? super R> asker, R answer) {
    leave();
    return reply(asker, answer);
  }

  ReplyEffect<MatchEvent, MatchState> passivate() {
    leave();
    return noReply();
  }

  private void leave() {
    shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
  }
}
