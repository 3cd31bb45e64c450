package io.sportskk.match;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.match.MatchProgress.CloseListed;
import io.sportskk.match.MatchProgress.LeasesOver;
import io.sportskk.match.MatchProgress.ListClose;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Sees to it that no node sells tickets of a closed match any more, and finds out when that is so.
 * Nodes sell by what they have read in the catalogue ({@link SaleTerms}): once the close is there
 * for all to see, whoever began to read before that may sell for one lease more, and whoever begins
 * later knows. No clock but the length of a lease is trusted, and no list of nodes is needed.
 *
 * <p>The match writes the close into the catalogue itself: a stop of sales must not wait for the
 * catalogue's projection, which may be anywhere in the cluster, and stand still.
 */
final class SalesStop {

  private static final Duration LEAST_WAIT = Duration.ofMillis(500);
  private static final Duration MOST_WAIT = Duration.ofSeconds(10);
  private static final int MOST_CLOSERS = 100;

  /**
   * What a node's matches have in common.
   *
   * @param database the catalogue's
   * @param lease for how long a node may sell by what it has read
   */
  record Source(JdbcCalls database, Duration lease) {

    private CompletionStage<Boolean> list(Match match) {
      return database.run(
          connection -> {
            MatchCatalogueRepository catalogue = new MatchCatalogueRepository();
            catalogue.add(connection, match); // unless it is there, as a rule
            catalogue.close(connection, match.matchId(), match.closed());
            return true;
          });
    }

    /** Clocks that run at different speeds, as they are being put right, are not that different. */
    private Duration leaseAtMost() {
      return lease.plus(lease.dividedBy(10));
    }
  }

  private final Source source;
  private final ActorContext<MatchCommand> context;
  private final TimerScheduler<MatchCommand> timers;
  private Duration wait = LEAST_WAIT;

  /** Who waits to hear that no node sells any more; those who have come last. */
  private final Set<ActorRef<MatchCommand.CloseReply>> closers = new LinkedHashSet<>();

  SalesStop(
      Source source, ActorContext<MatchCommand> context, TimerScheduler<MatchCommand> timers) {
    this.source = source;
    this.context = context;
    this.timers = timers;
  }

  /** Begins, or tries once more. It ends with the message {@link LeasesOver}. */
  void list(Match closed) {
    context.pipeToSelf(source.list(closed), (done, failure) -> new CloseListed(failure));
  }

  void tellWhenOver(ActorRef<MatchCommand.CloseReply> closer) {
    closers.add(closer);
    if (closers.size() > MOST_CLOSERS) {
      closers.remove(closers.iterator().next()); // he has given up long ago, or asks again
    }
  }

  void answer(MatchState.Over state) {
    closers.forEach(closer -> closer.tell(new MatchCommand.SalesClosed(state.match())));
    closers.clear();
  }

  void listed(CloseListed listed) {
    if (listed.failure() == null) {
      timers.startSingleTimer(new LeasesOver(), source.leaseAtMost());
      return;
    }
    context
        .getLog()
        .warn(
            "sales are closed, but not every node may know; next try in {} ms: {}",
            wait.toMillis(),
            JdbcCalls.cause(listed.failure()).toString());
    timers.startSingleTimer(new ListClose(), wait);
    Duration doubled = wait.multipliedBy(2);
    wait = doubled.compareTo(MOST_WAIT) < 0 ? doubled : MOST_WAIT;
  }
}
