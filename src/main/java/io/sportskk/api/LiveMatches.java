package io.sportskk.api;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.japi.function.Function;
import io.sportskk.api.stream.FeedCommand;
import io.sportskk.match.CatalogueQuery;
import io.sportskk.match.CatalogueQuery.Changes;
import io.sportskk.match.CatalogueQuery.ListChanges;
import io.sportskk.match.CatalogueQuery.ListMatches;
import io.sportskk.match.Match;
import io.sportskk.match.MatchStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/**
 * Tells the stream of totals which matches have changed: it asks the catalogue once a second, for
 * all readers together. When the sales of all matches are suspended, or resumed, those that are on
 * sale have changed, too.
 */
final class LiveMatches {

  static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  /** A node of the release before can't answer: it is left alone for longer and longer. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  private static final int PAGE = 100;

  /** So many pages of those on sale are told when the sales of all are suspended. */
  static final int MOST_PAGES = 10;

  private static final String THE_CATALOGUE = "the catalogue of matches";

  sealed interface Message {}

  private enum Timed implements Message {
    LOOK
  }

  /**
   * @param reply null if none came
   */
  private record Seen(CatalogueQuery.Reply reply, Throwable failure) implements Message {}

  /**
   * Those that are on sale.
   *
   * @param page from 1 on
   * @param reply null if none came
   */
  private record OnSale(int page, CatalogueQuery.Reply reply, Throwable failure)
      implements Message {}

  private final ActorContext<Message> context;
  private final TimerScheduler<Message> timers;
  private final ServiceClient services;
  private final ActorRef<FeedCommand> feed;
  private final Clock clock;

  /** Where the changes that are known end; null until that is known. */
  private Long since;

  private boolean allSuspended;
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
        .onMessage(OnSale.class, this::onSale)
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
      context.getLog().debug("the catalogue tells no changes: {}", seen);
      wait = isSilent(seen.failure()) ? min(wait.multipliedBy(2), LONGEST) : LOOK_AGAIN;
      timers.startSingleTimer(Timed.LOOK, wait);
      return Behaviors.same();
    }
    wait = LOOK_AGAIN;
    boolean isOther = since != null && changes.allSuspended() != allSuspended;
    allSuspended = changes.allSuspended();
    since = changes.until();
    changes.items().forEach(this::tell);
    if (isOther) {
      listOnSale(1, null);
    }
    if (changes.more()) {
      return look();
    }
    timers.startSingleTimer(Timed.LOOK, wait);
    return Behaviors.same();
  }

  /** Nobody has answered who was asked; in contrast to nobody who could be asked. */
  private static boolean isSilent(Throwable failure) {
    return failure instanceof TimeoutException
        || (failure instanceof CompletionException && isSilent(failure.getCause()));
  }

  private void listOnSale(int page, String cursor) {
    context.pipeToSelf(
        ask(replyTo -> new ListMatches(PAGE, cursor, MatchStatus.OPEN, replyTo)),
        (reply, failure) -> new OnSale(page, reply, failure));
  }

  private Behavior<Message> onSale(OnSale listed) {
    if (!(listed.reply() instanceof CatalogueQuery.Page page)) {
      context.getLog().debug("the catalogue does not tell what is on sale: {}", listed);
      return Behaviors.same();
    }
    page.items().forEach(this::tell);
    if (page.nextCursor() != null && listed.page() < MOST_PAGES) {
      listOnSale(listed.page() + 1, page.nextCursor());
    }
    return Behaviors.same();
  }

  private void tell(Match match) {
    feed.tell(
        new FeedCommand.MatchChanged(
            match.matchId(), MatchJson.of(match, clock.instant(), allSuspended)));
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
