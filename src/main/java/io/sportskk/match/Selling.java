package io.sportskk.match;

import akka.actor.typed.javadsl.TimerScheduler;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.sportskk.match.MatchCommand.CheckSale;
import io.sportskk.match.MatchCommand.Close;
import io.sportskk.match.MatchCommand.Resume;
import io.sportskk.match.MatchCommand.StepDone;
import io.sportskk.match.MatchCommand.StepRefusal;
import io.sportskk.match.MatchCommand.StepRefused;
import io.sportskk.match.MatchCommand.Suspend;
import io.sportskk.match.MatchEvent.SalesClosed;
import io.sportskk.match.MatchEvent.SalesResumed;
import io.sportskk.match.MatchEvent.SalesStopped;
import io.sportskk.match.MatchEvent.SalesSuspended;
import io.sportskk.match.MatchProgress.ClosingTime;
import io.sportskk.match.MatchProgress.LeasesOver;
import io.sportskk.match.MatchProgress.StopListed;
import io.sportskk.match.MatchState.Announced;
import io.sportskk.match.MatchState.Closing;
import io.sportskk.match.MatchState.Known;
import io.sportskk.match.MatchState.Suspended;
import java.time.Clock;
import java.time.Duration;

/** The sales of one match: they are suspended, resumed, and closed for good. */
final class Selling {

  /** Akka's timers can't wait for much longer than half a year: a longer wait is taken in turns. */
  private static final Duration LONGEST_TIMER = Duration.ofDays(1);

  private final String matchId;
  private final Clock clock;
  private final SalesStop stop;
  private final MatchEffects effects;
  private final TimerScheduler<MatchCommand> timers;

  /** By which sales were suspended; what others ask is a repetition. */
  private Suspend first;

  Selling(
      String matchId,
      Clock clock,
      SalesStop stop,
      MatchEffects effects,
      TimerScheduler<MatchCommand> timers) {
    this.matchId = matchId;
    this.clock = clock;
    this.stop = stop;
    this.effects = effects;
    this.timers = timers;
  }

  ReplyEffect<MatchEvent, MatchState> check(Known state, CheckSale check) {
    return effects.reply(
        check.replyTo(), MatchRules.sale(state.match(), check.team(), clock.instant()));
  }

  // Suspended and resumed

  ReplyEffect<MatchEvent, MatchState> suspend(Announced state, Suspend suspend) {
    if (isTimeToClose(state)) {
      return refuse(state, suspend); // which is about to be written down
    }
    first = suspend;
    stop.answerLater(suspend);
    return effects.persist(
        new SalesSuspended(
            matchId, suspend.by(), suspend.reason(), suspend.correlationId(), clock.instant()),
        this::stopOnAllNodes);
  }

  ReplyEffect<MatchEvent, MatchState> suspendAgain(Suspended state, Suspend suspend) {
    if (stop.isOver(state.past().changedBy())) {
      return effects.answer(suspend, new StepDone(state.match(), !suspend.equals(first)));
    }
    return answerLater(suspend);
  }

  /** Until all nodes know of it, it has something to do. */
  ReplyEffect<MatchEvent, MatchState> passivateOnceSuspended(Suspended state) {
    return stop.isOver(state.past().changedBy()) ? effects.passivate() : effects.noReply();
  }

  ReplyEffect<MatchEvent, MatchState> refuse(Known state, Suspend suspend) {
    return effects.refuse(state, suspend, StepRefusal.SALES_CLOSED, clock.instant());
  }

  ReplyEffect<MatchEvent, MatchState> resume(Suspended state, Resume resume) {
    if (isTimeToClose(state)) {
      return refuse(state, resume);
    }
    return effects.publish(
        new SalesResumed(matchId, resume.by(), resume.correlationId(), clock.instant()),
        announced -> {
          // Whoever waits to hear that nobody sells must not wait for the next suspension.
          stop.giveUp().stream()
              .filter(Suspend.class::isInstance)
              .map(Suspend.class::cast)
              .forEach(each -> effects.answers().give(each, resumed(announced)));
          effects.answers().give(resume, new StepDone(announced.match(), false));
        });
  }

  private static StepRefused resumed(Known state) {
    return new StepRefused(StepRefusal.SALES_RESUMED, state.match());
  }

  ReplyEffect<MatchEvent, MatchState> resumeAgain(Announced state, Resume resume) {
    return isTimeToClose(state)
        ? refuse(state, resume)
        : effects.answer(resume, new StepDone(state.match(), true));
  }

  ReplyEffect<MatchEvent, MatchState> refuse(Known state, Resume resume) {
    return effects.refuse(state, resume, StepRefusal.SALES_CLOSED, clock.instant());
  }

  // Closed for good

  ReplyEffect<MatchEvent, MatchState> close(MatchState.Selling state, Close close) {
    return close(state, close, close.by(), close.correlationId());
  }

  /**
   * @param command to be answered when no node sells any more
   */
  ReplyEffect<MatchEvent, MatchState> close(
      MatchState.Selling state, MatchCommand command, String by, String correlationId) {
    stop.answerLater(command);
    return closed(
        isTimeToClose(state)
            ? bySchedule(state)
            : new SalesClosed(matchId, by, correlationId, clock.instant()));
  }

  ReplyEffect<MatchEvent, MatchState> closeBySchedule(MatchState.Selling state, ClosingTime time) {
    if (isTimeToClose(state)) {
      return closed(bySchedule(state));
    }
    waitForClosingTime(state);
    return effects.noReply();
  }

  ReplyEffect<MatchEvent, MatchState> closedAlready(Known state, Close close) {
    return effects.reply(close.replyTo(), new MatchCommand.SalesClosed(state.match()));
  }

  /** Sales were over at {@code closesAt}, however late this is written down. */
  private SalesClosed bySchedule(Known state) {
    return new SalesClosed(
        matchId, Match.Closed.SCHEDULE, Match.Closed.SCHEDULE, state.match().closesAt());
  }

  private ReplyEffect<MatchEvent, MatchState> closed(SalesClosed event) {
    return effects.persist(
        event,
        closing -> {
          timers.cancel(ClosingTime.class);
          stopOnAllNodes(closing);
        });
  }

  private boolean isTimeToClose(Known state) {
    return !clock.instant().isBefore(state.match().closesAt());
  }

  void waitForClosingTime(Known state) {
    Duration left = Duration.between(clock.instant(), state.match().closesAt());
    Duration wait = left.compareTo(LONGEST_TIMER) < 0 ? left : LONGEST_TIMER;
    timers.startSingleTimer(
        ClosingTime.class, new ClosingTime(), wait.isNegative() ? Duration.ZERO : wait);
  }

  // On all nodes

  /** Tells all nodes that nothing is sold, and finds out when none sells any more. */
  void stopOnAllNodes(Known state) {
    stop.list(state.match(), state.past().changedBy());
  }

  ReplyEffect<MatchEvent, MatchState> listAgain(Known state) {
    stopOnAllNodes(state);
    return effects.noReply();
  }

  ReplyEffect<MatchEvent, MatchState> listed(StopListed listed) {
    stop.listed(listed);
    return effects.noReply();
  }

  ReplyEffect<MatchEvent, MatchState> answerLater(MatchCommand command) {
    stop.answerLater(command);
    return effects.noReply();
  }

  /** Unless it has been resumed and suspended since. */
  ReplyEffect<MatchEvent, MatchState> isSuspended(Suspended state, LeasesOver over) {
    if (over.sequenceNr() == state.past().changedBy()) {
      stop.over(over.sequenceNr());
      stop.goOn();
    }
    return effects.noReply();
  }

  ReplyEffect<MatchEvent, MatchState> stopped(Closing state, LeasesOver over) {
    if (over.sequenceNr() != state.past().changedBy()) {
      return effects.noReply(); // it was suspended before it was closed
    }
    return effects.publish(
        new SalesStopped(matchId, state.correlationId(), clock.instant()), stopped -> stop.goOn());
  }
}
