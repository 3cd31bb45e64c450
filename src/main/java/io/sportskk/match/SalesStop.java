package io.sportskk.match;

import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.match.MatchProgress.CatalogueSeen;
import io.sportskk.match.MatchProgress.LeasesOver;
import io.sportskk.match.MatchProgress.LookIntoCatalogue;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Finds out when no node sells tickets of a closed match any more. Nodes sell by what they have
 * read in the catalogue ({@link SaleTerms}): once the close is there for all to see, whoever read
 * before that may sell for one lease more, and whoever reads after it knows. No clock but the
 * length of a lease is trusted, and no list of nodes is needed.
 */
final class SalesStop {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final Duration LOOK_AGAIN_AFTER_FAILURE = Duration.ofSeconds(1);

  /**
   * What a node's matches have in common.
   *
   * @param database the catalogue's
   * @param lease for how long a node may sell by what it has read
   */
  record Source(JdbcCalls database, Duration lease) {

    private CompletionStage<Boolean> isClosed(String matchId) {
      return database.run(
          connection ->
              new MatchCatalogueRepository()
                  .isClosed(connection, matchId, database.timeoutSeconds()));
    }
  }

  private final String matchId;
  private final Source source;
  private final ActorContext<MatchCommand> context;
  private final TimerScheduler<MatchCommand> timers;

  SalesStop(
      String matchId,
      Source source,
      ActorContext<MatchCommand> context,
      TimerScheduler<MatchCommand> timers) {
    this.matchId = matchId;
    this.source = source;
    this.context = context;
    this.timers = timers;
  }

  /** Begins, or looks once more. It ends with the message {@link LeasesOver}. */
  void look() {
    context.pipeToSelf(
        source.isClosed(matchId),
        (closed, failure) -> new CatalogueSeen(failure == null && closed, failure));
  }

  void seen(CatalogueSeen seen) {
    if (seen.failure() != null) {
      context
          .getLog()
          .warn(
              "whether match {} is still sold can't be read: {}",
              matchId,
              JdbcCalls.cause(seen.failure()).toString());
      timers.startSingleTimer(new LookIntoCatalogue(), LOOK_AGAIN_AFTER_FAILURE);
    } else if (seen.closed()) {
      timers.startSingleTimer(new LeasesOver(), source.lease());
    } else {
      timers.startSingleTimer(new LookIntoCatalogue(), LOOK_AGAIN);
    }
  }
}
