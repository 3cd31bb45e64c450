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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The totals of all matches, what changes of them, and how they have ended, for the streams of this
 * node.
 *
 * <p>Totals come by publish and subscribe, which may lose some: so now and then, and whenever the
 * tally's nodes change, those that have changed are asked for, at first all of them, a page at a
 * time. While the tally is stopped nothing comes. A match whose totals are final is asked once a
 * second how it has ended, until all is paid.
 *
 * <p>A reader is told once that it has all totals: of a match that was not told until then no
 * ticket was counted. The position of one that has not been told so is negative: -1 before the
 * first event, -2 after it, and so on.
 */
public final class TallyFeed extends AbstractBehavior<FeedCommand> {

  /** Readers are told five times a second at most. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
  private static final Duration MORE_AGAIN = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final int PAGE = 100;

  /** Who comes is told what has changed of matches for so long, or up to twice as long, before. */
  private static final Duration MATCHES_KEPT = Duration.ofMinutes(5);

  /** The position of a reader that has been told nothing yet. */
  private static final long NOTHING = -1;

  private final TimerScheduler<FeedCommand> timers;
  private final Duration askTimeout;
  private final Duration refresh;
  private final FeedLatest latest;
  private final OutcomeView ends;
  private final FeedOutcomes outcomes;
  private final FeedReaders readers = new FeedReaders();
  private List<ActorRef<TallyQuery>> tallies = List.of();
  private int asked;
  private boolean asking;

  /** Of the totals that came last, when readers were told. */
  private long told;

  /** All totals as they were then are here; null at first. */
  private TallyQuery.Position since;

  /** When the pages that are being asked for were begun. */
  private TallyQuery.Position begun;

  /** Where the last of these pages ended, null before the first one. */
  private String cursor;

  /**
   * @param refresh how often totals that have changed are asked for
   */
  public static Behavior<FeedCommand> create(
      ActorRef<Topic.Command<MatchTotals>> changes,
      TotalsView view,
      OutcomeView ends,
      Duration askTimeout,
      Duration refresh) {
    return Behaviors.supervise(
            Behaviors.<FeedCommand>setup(
                context ->
                    Behaviors.withTimers(
                        timers ->
                            new TallyFeed(
                                context, timers, changes, view, ends, askTimeout, refresh))))
        .onFailure(SupervisorStrategy.restart());
  }

  private TallyFeed(
      ActorContext<FeedCommand> context,
      TimerScheduler<FeedCommand> timers,
      ActorRef<Topic.Command<MatchTotals>> changes,
      TotalsView view,
      OutcomeView ends,
      Duration askTimeout,
      Duration refresh) {
    super(context);
    this.latest = new FeedLatest(view);
    this.ends = ends;
    this.outcomes = new FeedOutcomes(ends);
    this.timers = timers;
    this.askTimeout = askTimeout;
    this.refresh = refresh;
    timers.startTimerWithFixedDelay(new FeedCommand.ForgetMatches(), MATCHES_KEPT);
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
        .onMessage(FeedCommand.MatchChanged.class, this::matchChanged)
        .onMessage(FeedCommand.SalesChanged.class, this::salesChanged)
        .onMessage(FeedCommand.ForgetMatches.class, forget -> forgetMatches())
        .onMessage(FeedCommand.MoreToTell.class, this::complete)
        .onMessage(FeedCommand.NotYet.class, this::notYet)
        .onMessage(FeedCommand.LookAtOutcomes.class, look -> look())
        .onMessage(FeedCommand.OutcomeTold.class, this::outcomeTold)
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
    put(changed.totals());
    return isPausing() ? this : tell();
  }

  private Behavior<FeedCommand> matchChanged(FeedCommand.MatchChanged changed) {
    latest.putMatch(changed.matchId(), changed.json());
    return isPausing() ? this : tell();
  }

  private Behavior<FeedCommand> salesChanged(FeedCommand.SalesChanged changed) {
    latest.putSales(changed.json());
    return isPausing() ? this : tell();
  }

  private Behavior<FeedCommand> forgetMatches() {
    latest.forgetMatches();
    return this;
  }

  private void put(MatchTotals totals) {
    await(latest.put(totals), totals);
    if (outcomes.await(totals) && !timers.isTimerActive(new FeedCommand.LookAtOutcomes())) {
      getContext().getSelf().tell(new FeedCommand.LookAtOutcomes());
    }
  }

  private Behavior<FeedCommand> look() {
    for (String matchId : outcomes.next()) {
      getContext()
          .pipeToSelf(
              ends.ask(matchId),
              (shown, failure) -> new FeedCommand.OutcomeTold(matchId, shown, failure));
    }
    if (outcomes.isAnyAwaited()) {
      timers.startSingleTimer(new FeedCommand.LookAtOutcomes(), LOOK_AGAIN);
    }
    return this;
  }

  private Behavior<FeedCommand> outcomeTold(FeedCommand.OutcomeTold told) {
    OutcomeView.Shown shown = told.shown();
    if (shown == null) {
      getContext().getLog().debug("{} does not say how it ended", told.matchId(), told.failure());
      outcomes.notTold(told.matchId());
      return this;
    }
    outcomes.told(told.matchId(), shown.next());
    if (shown.json() != null) {
      latest.putOutcome(told.matchId(), shown.json());
    }
    return isPausing() ? this : tell();
  }

  /** If it fails, it is tried again after a while, as these totals may be the last of the match. */
  private void await(Optional<CompletionStage<?>> more, MatchTotals totals) {
    FeedCommand.MoreToTell complete = new FeedCommand.MoreToTell(totals);
    more.ifPresent(
        stage ->
            getContext()
                .pipeToSelf(
                    stage,
                    (done, failure) ->
                        failure == null ? complete : new FeedCommand.NotYet(complete)));
  }

  private Behavior<FeedCommand> complete(FeedCommand.MoreToTell told) {
    await(latest.complete(told.totals()), told.totals());
    return isPausing() ? this : tell();
  }

  private Behavior<FeedCommand> notYet(FeedCommand.NotYet later) {
    String matchId = later.message().totals().matchId();
    timers.startSingleTimer(matchId, later.message(), MORE_AGAIN);
    return this;
  }

  private Behavior<FeedCommand> tell() {
    told = latest.newest();
    if (readers.tell(position -> after(position, told))) {
      timers.startSingleTimer(new FeedCommand.Resume(), PAUSE);
    }
    return this;
  }

  private Optional<FeedBatch> after(long position, long until) {
    if (position >= 0) {
      return latest.after(position, until);
    }
    Optional<FeedBatch> batch = latest.after(NOTHING - position, until);
    long number = batch.map(FeedBatch::position).orElse(NOTHING - position);
    if (since == null || latest.isAnyAfter(number)) {
      return batch.map(more -> FeedBatch.of(more.events(), NOTHING - number));
    }
    ByteString events = batch.map(FeedBatch::events).orElse(ByteString.emptyByteString());
    return Optional.of(
        FeedBatch.of(events.concat(Sse.json("complete", Long.toString(number), Map.of())), number));
  }

  private boolean isPausing() {
    return timers.isTimerActive(new FeedCommand.Resume());
  }

  /** Every reader begins with all totals. */
  private Behavior<FeedCommand> open(FeedCommand.Open open) {
    open.answer()
        .complete(
            after(NOTHING, latest.newest())
                .orElseGet(() -> FeedBatch.of(ByteString.emptyByteString(), NOTHING)));
    return this;
  }

  /** What others have been told already is there at once: so a reader catches up. */
  private Behavior<FeedCommand> next(FeedCommand.Next next) {
    readers.next(next, position -> after(position, told));
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
              (ActorRef<TallyQuery.Reply> replyTo) ->
                  new TallyQuery.ListTotals(PAGE, cursor, since, replyTo),
              FeedCommand.Refreshed::new);
    }
    return this;
  }

  private Behavior<FeedCommand> refreshed(FeedCommand.Refreshed refreshed) {
    asking = false;
    if (refreshed.reply() instanceof TallyQuery.Page page) {
      return page(page);
    }
    if (refreshed.reply() instanceof TallyQuery.InvalidCursor) {
      cursor = null;
    }
    getContext().getLog().debug("the tally does not answer: {}", refreshed);
    timers.startSingleTimer(new FeedCommand.Refresh(), ASK_AGAIN);
    return this;
  }

  /**
   * A page may be of another database than the one before it, which was made anew meanwhile: then
   * the next refresh, which names the first one, brings all totals.
   */
  private Behavior<FeedCommand> page(TallyQuery.Page page) {
    page.items().forEach(this::put);
    if (cursor == null) {
      begun = page.position();
    }
    cursor = page.nextCursor();
    if (cursor == null) {
      since = begun;
      timers.startSingleTimer(new FeedCommand.Refresh(), refresh);
    } else {
      ask();
    }
    return isPausing() ? this : tell();
  }

  private Behavior<FeedCommand> stopped() {
    readers.end();
    return this;
  }
}
