package io.sportskk.api.stream;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.pubsub.Topic;
import akka.actor.typed.receptionist.Receptionist;
import akka.util.ByteString;
import io.sportskk.tally.MatchTotals;
import io.sportskk.tally.TallyQuery;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * The totals of all matches, for the streams of this node.
 *
 * <p>Totals come by publish and subscribe, which may lose some: so now and then, and whenever the
 * tally's nodes change, all of them are asked for. While the tally is stopped nothing comes.
 */
public final class TallyFeed extends AbstractBehavior<FeedCommand> {

  /** Readers are told five times a second at most. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  private final TimerScheduler<FeedCommand> timers;
  private final Duration askTimeout;
  private final Duration refresh;
  private final FeedLatest latest;
  private final FeedReaders readers = new FeedReaders();
  private List<ActorRef<TallyQuery>> tallies = List.of();
  private int asked;
  private boolean asking;

  /**
   * @param json the totals of a match as clients see them
   * @param refresh how often all totals are asked for
   */
  public static Behavior<FeedCommand> create(
      ActorRef<Topic.Command<MatchTotals>> changes,
      Function<MatchTotals, Object> json,
      Duration askTimeout,
      Duration refresh) {
    return Behaviors.supervise(
            Behaviors.<FeedCommand>setup(
                context ->
                    Behaviors.withTimers(
                        timers ->
                            new TallyFeed(context, timers, changes, json, askTimeout, refresh))))
        .onFailure(SupervisorStrategy.restart());
  }

  private TallyFeed(
      ActorContext<FeedCommand> context,
      TimerScheduler<FeedCommand> timers,
      ActorRef<Topic.Command<MatchTotals>> changes,
      Function<MatchTotals, Object> json,
      Duration askTimeout,
      Duration refresh) {
    super(context);
    this.latest = new FeedLatest(json);
    this.timers = timers;
    this.askTimeout = askTimeout;
    this.refresh = refresh;
    changes.tell(
        Topic.subscribe(context.messageAdapter(MatchTotals.class, FeedCommand.TotalsChanged::new)));
    context
        .getSystem()
        .receptionist()
        .tell(
            Receptionist.subscribe(
                TallyQuery.SERVICE,
                context.messageAdapter(
                    Receptionist.Listing.class, FeedCommand.TalliesListed::new)));
  }

  @Override
  public Receive<FeedCommand> createReceive() {
    return newReceiveBuilder()
        .onMessage(FeedCommand.TotalsChanged.class, this::changed)
        .onMessage(FeedCommand.Resume.class, resume -> tell())
        .onMessage(FeedCommand.Open.class, this::open)
        .onMessage(FeedCommand.Next.class, this::next)
        .onMessage(FeedCommand.Leave.class, this::leave)
        .onMessage(FeedCommand.TalliesListed.class, this::listed)
        .onMessage(FeedCommand.Refresh.class, ask -> ask())
        .onMessage(FeedCommand.Refreshed.class, this::refreshed)
        .onSignal(PreRestart.class, signal -> stopped())
        .onSignal(PostStop.class, signal -> stopped())
        .build();
  }

  private Behavior<FeedCommand> changed(FeedCommand.TotalsChanged changed) {
    latest.put(changed.totals());
    return isPausing() ? this : tell();
  }

  private Behavior<FeedCommand> tell() {
    if (readers.tell(latest::after)) {
      timers.startSingleTimer(new FeedCommand.Resume(), PAUSE);
    }
    return this;
  }

  private boolean isPausing() {
    return timers.isTimerActive(new FeedCommand.Resume());
  }

  /** Every reader begins with all totals. */
  private Behavior<FeedCommand> open(FeedCommand.Open open) {
    open.answer()
        .complete(latest.after(0).orElseGet(() -> FeedBatch.of(ByteString.emptyByteString(), 0)));
    return this;
  }

  private Behavior<FeedCommand> next(FeedCommand.Next next) {
    readers.await(next);
    return isPausing() ? this : tell();
  }

  private Behavior<FeedCommand> leave(FeedCommand.Leave leave) {
    readers.leave(leave);
    return this;
  }

  private Behavior<FeedCommand> listed(FeedCommand.TalliesListed listed) {
    tallies = List.copyOf(listed.listing().getServiceInstances(TallyQuery.SERVICE));
    return ask();
  }

  private Behavior<FeedCommand> ask() {
    if (!asking && !tallies.isEmpty()) {
      asking = true;
      // In turn: one that does not answer must not be the only one that is asked.
      ActorRef<TallyQuery> tally = tallies.get(Math.floorMod(asked++, tallies.size()));
      getContext()
          .ask(
              TallyQuery.Reply.class,
              tally,
              askTimeout,
              TallyQuery.AllTotals::new,
              FeedCommand.Refreshed::new);
    }
    return this;
  }

  private Behavior<FeedCommand> refreshed(FeedCommand.Refreshed refreshed) {
    asking = false;
    if (refreshed.reply() instanceof TallyQuery.Totals totals) {
      totals.matches().forEach(latest::put);
      timers.startSingleTimer(new FeedCommand.Refresh(), refresh);
      return isPausing() ? this : tell();
    }
    getContext().getLog().debug("the tally does not answer: {}", refreshed);
    timers.startSingleTimer(new FeedCommand.Refresh(), ASK_AGAIN);
    return this;
  }

  private Behavior<FeedCommand> stopped() {
    readers.end();
    return this;
  }
}
