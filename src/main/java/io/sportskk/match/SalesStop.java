package io.sportskk.match;

import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.match.MatchProgress.LeasesOver;
import io.sportskk.match.MatchProgress.ListStop;
import io.sportskk.match.MatchProgress.StopListed;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Sees to it that no node sells tickets of a match whose sales are closed or suspended, and finds
 * out when that is so. Nodes sell by what they have read in the catalogue ({@link SaleTerms}): once
 * the stop is there for all to see, whoever began to read before that may sell for one lease more,
 * and whoever begins later knows. No clock but the length of a lease is trusted, and no list of
 * nodes is needed.
 *
 * <p>The match writes the stop into the catalogue itself: it must not wait for the catalogue's
 * projection, which may be anywhere in the cluster, and stand still.
 */
final class SalesStop {

  private static final Duration LEAST_WAIT = Duration.ofMillis(500);
  private static final Duration MOST_WAIT = Duration.ofSeconds(10);
  private static final int MOST_WAITING = 100;

  /**
   * What a node's matches have in common.
   *
   * @param database the catalogue's
   * @param lease for how long a node may sell by what it has read
   */
  record Source(JdbcCalls database, Duration lease) {

    /**
     * @param sequenceNr the number of the event that has changed the match last
     */
    CompletionStage<Boolean> list(Match match, long sequenceNr) {
      return database.run(
          connection -> {
            new MatchCatalogueRepository().save(connection, match, sequenceNr);
            return true;
          });
    }
  }

  private final Source source;
  private final ActorContext<MatchCommand> context;
  private final TimerScheduler<MatchCommand> timers;
  private Duration wait = LEAST_WAIT;

  /** The number of the last event by which sales were stopped on all nodes. */
  private long stoppedBy;

  /** What can be done when no node sells any more; who has come last stays. */
  private final Set<MatchCommand> waiting = new LinkedHashSet<>();

  SalesStop(
      Source source, ActorContext<MatchCommand> context, TimerScheduler<MatchCommand> timers) {
    this.source = source;
    this.context = context;
    this.timers = timers;
  }

  /**
   * Begins, or tries once more. It ends with the message {@link LeasesOver}.
   *
   * @param sequenceNr the number of the event that has changed the match last, by which sales are
   *     stopped
   */
  void list(Match stopped, long sequenceNr) {
    context.pipeToSelf(
        source.list(stopped, sequenceNr), (done, failure) -> new StopListed(sequenceNr, failure));
  }

  void listed(StopListed listed) {
    if (listed.failure() == null) {
      wait = LEAST_WAIT;
      timers.startSingleTimer(
          new LeasesOver(listed.sequenceNr()), MatchSettings.Terms.atMost(source.lease()));
      return;
    }
    context
        .getLog()
        .warn(
            "nothing is to be sold, but not every node may know; next try in {} ms: {}",
            wait.toMillis(),
            JdbcCalls.cause(listed.failure()).toString());
    timers.startSingleTimer(new ListStop(), wait);
    Duration doubled = wait.multipliedBy(2);
    wait = doubled.compareTo(MOST_WAIT) < 0 ? doubled : MOST_WAIT;
  }

  /** Sales are stopped on all nodes, and remain so until another event changes the match. */
  void over(long sequenceNr) {
    stoppedBy = sequenceNr;
  }

  boolean isOver(long sequenceNr) {
    return stoppedBy == sequenceNr;
  }

  /** The match is told this again once no node sells any more, and answers it then. */
  void answerLater(MatchCommand command) {
    waiting.add(command); // once, however often he asks
    if (waiting.size() > MOST_WAITING) {
      waiting.remove(waiting.iterator().next()); // he has given up long ago, or asks again
    }
  }

  /** Who was kept waiting is answered by the match as it is now. */
  void goOn() {
    waiting.forEach(context.getSelf()::tell);
    waiting.clear();
  }

  /** Nobody need wait any more. */
  List<MatchCommand> giveUp() {
    List<MatchCommand> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }
}
