package io.sportskk.api;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.japi.function.Function;
import io.sportskk.api.stream.FeedCommand;
import io.sportskk.match.CatalogueQuery;
import io.sportskk.match.CatalogueQuery.Changes;
import io.sportskk.match.CatalogueQuery.ListChanges;
import io.sportskk.match.Match;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/**
 * Tells the stream of totals which matches have changed: it asks the catalogue once a second, for
 * all readers together; and whether the sales of all matches are suspended. Who reads learns, too,
 * while the catalogue does not answer: then the matches are to be asked for.
 */
final class LiveMatches {

  static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  /** A node of the release before can't answer: it is left alone for longer and longer. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  /**
   * So often it may not answer before anybody is told: one of several nodes may be of the release
   * before.
   */
  static final int PATIENCE = 3;

  private static final String THE_CATALOGUE = "the catalogue of matches";

  /**
   * As it is told.
   *
   * @param matchesTold whether matches are told as they change
   * @param allSuspended as far as is known
   */
  record SalesNews(boolean matchesTold, boolean allSuspended) {}

  sealed interface Message {}

  private enum Timed implements Message {
    LOOK
  }

  /**
   * @param reply null if none came
   */
  private record Seen(CatalogueQuery.Reply reply, Throwable failure) implements Message {}

  private final ActorContext<Message> context;
  private final TimerScheduler<Message> timers;
  private final ServiceClient services;
  private final ActorRef<FeedCommand> feed;
  private final Clock clock;

  /** Where the changes that are known end; null until that is known. */
  private Long since;

  private boolean allSuspended;

  /** How often the catalogue has not answered, one after the other. */
  private int failures;

  private Duration wait = LOOK_AGAIN;

  private LiveMatches(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      ServiceClient services,
      ActorRef<FeedCommand> feed,
      Clock clock) {
    this.context = context;
    this.timers = timers;
    this.services = services;
    this.feed = feed;
    this.clock = clock;
  }

  static Behavior<Message> create(ServiceClient services, ActorRef<FeedCommand> feed, Clock clock) {
    return Behaviors.supervise(
            Behaviors.<Message>setup(
                context ->
                    Behaviors.withTimers(
                        timers -> new LiveMatches(context, timers, services, feed, clock).begin())))
        .onFailure(SupervisorStrategy.restart());
  }

  private Behavior<Message> begin() {
    look();
    return Behaviors.receive(Message.class)
        .onMessageEquals(Timed.LOOK, this::look)
        .onMessage(Seen.class, this::seen)
        .onSignal(PreRestart.class, signal -> restarts())
        .build();
  }

  private Behavior<Message> look() {
    Long known = since;
    context.pipeToSelf(ask(replyTo -> new ListChanges(known, replyTo)), Seen::new);
    return Behaviors.same();
  }

  private CompletionStage<CatalogueQuery.Reply> ask(
      Function<ActorRef<CatalogueQuery.Reply>, CatalogueQuery> question) {
    return services.ask(CatalogueQuery.SERVICE, THE_CATALOGUE, question);
  }

  private Behavior<Message> seen(Seen seen) {
    if (!(seen.reply() instanceof Changes changes)) {
      return notTold(seen);
    }
    wait = LOOK_AGAIN;
    if (failures >= PATIENCE) {
      context.getLog().info("Streams are told which matches change");
    }
    failures = 0;
    since = changes.until();
    allSuspended = changes.allSuspended();
    tell(new SalesNews(true, allSuspended));
    changes.items().forEach(this::tell);
    if (changes.more()) {
      return look();
    }
    timers.startSingleTimer(Timed.LOOK, wait);
    return Behaviors.same();
  }

  private Behavior<Message> notTold(Seen seen) {
    failures++;
    if (failures == PATIENCE) {
      context.getLog().warn("Streams are not told which matches change: {}", seen);
      tell(new SalesNews(false, allSuspended));
    }
    wait = isSilent(seen.failure()) ? min(wait.multipliedBy(2), LONGEST) : LOOK_AGAIN;
    timers.startSingleTimer(Timed.LOOK, wait);
    return Behaviors.same();
  }

  /** Nobody has answered who was asked; in contrast to nobody who could be asked. */
  private static boolean isSilent(Throwable failure) {
    return failure instanceof TimeoutException
        || (failure instanceof CompletionException && isSilent(failure.getCause()));
  }

  /** Also what is not new: the feed may have forgotten it. */
  private void tell(SalesNews news) {
    feed.tell(new FeedCommand.SalesChanged(news));
  }

  private void tell(Match match) {
    feed.tell(
        new FeedCommand.MatchChanged(
            match.matchId(), MatchJson.of(match, clock.instant(), allSuspended)));
  }

  /** What changes until it looks again is told by nobody. */
  private Behavior<Message> restarts() {
    tell(new SalesNews(false, allSuspended));
    return Behaviors.same();
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
