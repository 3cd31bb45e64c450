package io.sportskk.tally;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.pubsub.Topic;
import java.time.Duration;

/**
 * Publishes a match's totals: at once on a change, then at most once in an interval. Of the changes
 * in an interval only the latest is published, at its end.
 */
final class TotalsPublisher {

  private final ActorRef<Topic.Command<MatchTotals>> topic;
  private final TimerScheduler<TallyCommand> timers;
  private final Duration interval;
  private MatchTotals next;
  private long published;

  TotalsPublisher(
      ActorRef<Topic.Command<MatchTotals>> topic,
      TimerScheduler<TallyCommand> timers,
      Duration interval) {
    this.topic = topic;
    this.timers = timers;
    this.interval = interval;
  }

  /** Totals that are not newer than what was published are no change. */
  void changed(MatchTotals totals) {
    if (totals.version() <= published) {
      return;
    }
    next = totals;
    if (!timers.isTimerActive(TallyProgress.PublishDue.class)) {
      publishNow();
    }
  }

  /** To be called on {@link TallyProgress.PublishDue}, and before the end. */
  void publishNow() {
    if (next == null) {
      return;
    }
    topic.tell(Topic.publish(next));
    published = next.version();
    next = null;
    timers.startSingleTimer(
        TallyProgress.PublishDue.class, new TallyProgress.PublishDue(), interval);
  }
}
