package io.sportskk.ticket;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.sportskk.ticket.TicketCommand.Stop;
import io.sportskk.ticket.TicketProgress.Idle;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** How a ticket leaves memory: for a while because nobody needs it, or for another node. */
final class Departure {

  private static final Duration STOP_WAIT = Duration.ofMillis(50);

  private final TimerScheduler<TicketCommand> timers;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final TicketEffects effects;
  private final Duration stopWithin;

  /** Whether somebody waits for an answer of this ticket. */
  private final BooleanSupplier awaited;

  /** Whether it is being settled, or waits for that. */
  private final BooleanSupplier settling;

  private final Runnable doze;

  private boolean toStop;
  private int waitsToStop;

  /**
   * @param doze what an idle ticket does that must stay, and will be told when something happens
   */
  Departure(
      TimerScheduler<TicketCommand> timers,
      ActorRef<ClusterSharding.ShardCommand> shard,
      TicketEffects effects,
      Duration stopWithin,
      BooleanSupplier awaited,
      BooleanSupplier settling,
      Runnable doze) {
    this.timers = timers;
    this.shard = shard;
    this.effects = effects;
    this.stopWithin = stopWithin;
    this.awaited = awaited;
    this.settling = settling;
    this.doze = doze;
  }

  /**
   * A ticket that moves to another node answers first, but does not wait for an answer for ever.
   */
  ReplyEffect<TicketEvent, TicketState> stopOnceAnswered() {
    toStop = true;
    if ((awaited.getAsBoolean() || effects.refused().mustStay())
        && waitsToStop < stopWithin.dividedBy(STOP_WAIT)) {
      waitsToStop++;
      timers.startSingleTimer(new Stop(), STOP_WAIT);
      return effects.noReply(); // the shard waits for the end of this actor, not for a reply
    }
    return effects.effect().stop().thenNoReply();
  }

  /**
   * One that waits for something stays: an answer, the time to ask again, or its turn to be settled
   * (who asked for that asks again only when he has given it up). What it waits for will come, and
   * thousands that wait for payment need not be told over and over that they are idle.
   */
  ReplyEffect<TicketEvent, TicketState> passivateIfIdle() {
    boolean waits = !effects.saga().isIdle() || awaited.getAsBoolean() || settling.getAsBoolean();
    if (!waits && effects.refused().mustStay()) {
      timers.startSingleTimer(new Idle(), effects.refused().stayFor());
      doze.run();
    } else if (!waits && effects.subscribers().isEmpty()) {
      shard.tell(new ClusterSharding.Passivate<>(effects.context().getSelf()));
    } else {
      doze.run();
    }
    return effects.noReply();
  }

  /** The entity was recovered from its events: that has ended its timers, also the one to stop. */
  void goOn() {
    if (toStop) {
      effects.context().getSelf().tell(new Stop());
    }
  }
}
