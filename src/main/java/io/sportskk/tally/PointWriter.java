package io.sportskk.tally;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import io.sportskk.kernel.JdbcCalls;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * Has it written down, at each turn of the minute, how totals have moved. Each node that tallies
 * does so; purchases know nothing of it. What could not be written is with what is written next.
 */
final class PointWriter {

  /** What the writer is told. */
  sealed interface Message {}

  private enum Turn implements Message {
    TURN
  }

  private record Written(Throwable failure) implements Message {}

  /** Where points are written. */
  interface Points {
    /**
     * @param turn the turn of a minute that it is now
     */
    CompletionStage<Integer> write(Instant turn);
  }

  private final ActorContext<Message> context;
  private final TimerScheduler<Message> timers;
  private final Points points;
  private final Duration every;
  private final Clock clock;
  private boolean failing;

  private PointWriter(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Points points,
      Duration every,
      Clock clock) {
    context.setLoggerName(PointWriter.class);
    this.context = context;
    this.timers = timers;
    this.points = points;
    this.every = Duration.ofMillis(Math.max(1, every.toMillis()));
    this.clock = clock;
  }

  /**
   * @param every a minute, or what is taken for one
   */
  static Behavior<Message> create(Points points, Duration every, Clock clock) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  PointWriter writer = new PointWriter(context, timers, points, every, clock);
                  writer.awaitTurn();
                  return Behaviors.receive(Message.class)
                      .onMessage(Turn.class, turn -> writer.onTurn())
                      .onMessage(Written.class, writer::onWritten)
                      .build();
                }));
  }

  /** The last turn at this time: the same moment on all nodes, as far as their clocks agree. */
  static Instant turn(Instant now, Duration every) {
    long millis = now.toEpochMilli();
    return Instant.ofEpochMilli(millis - Math.floorMod(millis, every.toMillis()));
  }

  private void awaitTurn() {
    Instant now = clock.instant();
    timers.startSingleTimer(Turn.TURN, Duration.between(now, turn(now, every).plus(every)));
  }

  private Behavior<Message> onTurn() {
    context.pipeToSelf(
        points.write(turn(clock.instant(), every)), (written, failure) -> new Written(failure));
    return Behaviors.same();
  }

  private Behavior<Message> onWritten(Written written) {
    if (written.failure() != null && !failing) {
      context
          .getLog()
          .warn(
              "How totals move can't be written down; trying on: {}",
              JdbcCalls.cause(written.failure()).toString());
    } else if (written.failure() == null && failing) {
      context.getLog().info("How totals move is written down again");
    }
    failing = written.failure() != null;
    awaitTurn();
    return Behaviors.same();
  }
}
