package io.sportskk.match;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.SnapshotSelectionCriteria;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import akka.persistence.typed.javadsl.Recovery;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.SignalHandler;
import io.sportskk.kernel.Correlated;
import io.sportskk.match.MatchCommand.CheckSale;
import io.sportskk.match.MatchCommand.Close;
import io.sportskk.match.MatchCommand.GetMatch;
import io.sportskk.match.MatchCommand.NoSuchMatch;
import io.sportskk.match.MatchCommand.Open;
import io.sportskk.match.MatchCommand.Problem;
import io.sportskk.match.MatchCommand.SaleReply;
import io.sportskk.match.MatchCommand.Stop;
import io.sportskk.match.MatchCommand.Wake;
import io.sportskk.match.MatchEvent.MatchOpened;
import io.sportskk.match.MatchEvent.SalesClosed;
import io.sportskk.match.MatchEvent.SalesStopped;
import io.sportskk.match.MatchProgress.CloseListed;
import io.sportskk.match.MatchProgress.ClosingTime;
import io.sportskk.match.MatchProgress.Idle;
import io.sportskk.match.MatchProgress.LeasesOver;
import io.sportskk.match.MatchProgress.ListClose;
import io.sportskk.match.MatchState.Announced;
import io.sportskk.match.MatchState.Closing;
import io.sportskk.match.MatchState.Known;
import io.sportskk.match.MatchState.Over;
import io.sportskk.match.MatchState.Unknown;
import io.sportskk.pool.PoolRules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** A match: its teams, and when its sales open and close. */
final class MatchEntity
    extends EventSourcedBehaviorWithEnforcedReplies<MatchCommand, MatchEvent, MatchState> {

  /** Akka's timers can't wait for much longer than half a year: a longer wait is taken in turns. */
  private static final Duration LONGEST_TIMER = Duration.ofDays(1);

  private final ActorContext<MatchCommand> context;
  private final TimerScheduler<MatchCommand> timers;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final String matchId;
  private final PoolRules rules;
  private final Clock clock;
  private final SalesStop stop;

  static Behavior<MatchCommand> create(
      String matchId,
      ActorRef<ClusterSharding.ShardCommand> shard,
      MatchSettings settings,
      SalesStop.Source sales,
      Clock clock) {
    return Correlated.withLogContext(
        MatchCommand.class,
        "matchId",
        matchId,
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> {
                      context.setLoggerName(MatchEntity.class);
                      context.setReceiveTimeout(settings.passivateAfter(), new Idle());
                      return new MatchEntity(
                          matchId, shard, settings.rules(), sales, clock, context, timers);
                    })));
  }

  private MatchEntity(
      String matchId,
      ActorRef<ClusterSharding.ShardCommand> shard,
      PoolRules rules,
      SalesStop.Source sales,
      Clock clock,
      ActorContext<MatchCommand> context,
      TimerScheduler<MatchCommand> timers) {
    super(
        PersistenceId.of(Matches.KEY.name(), matchId),
        SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.2));
    this.matchId = matchId;
    this.shard = shard;
    this.rules = rules;
    this.clock = clock;
    this.context = context;
    this.timers = timers;
    this.stop = new SalesStop(sales, context, timers);
  }

  @Override
  public MatchState emptyState() {
    return new Unknown();
  }

  /** A match has a handful of events: a snapshot would only be one more query. */
  @Override
  public Recovery recovery() {
    return Recovery.withSnapshotSelectionCriteria(SnapshotSelectionCriteria.none());
  }

  @Override
  public EventHandler<MatchState, MatchEvent> eventHandler() {
    var builder = newEventHandlerBuilder();
    builder.forStateType(Unknown.class).onEvent(MatchOpened.class, Unknown::opened);
    builder.forStateType(Announced.class).onEvent(SalesClosed.class, Announced::salesClosed);
    builder.forStateType(Closing.class).onEvent(SalesStopped.class, Closing::salesStopped);
    return builder.build();
  }

  @Override
  public SignalHandler<MatchState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(
            RecoveryCompleted.instance(),
            state -> {
              if (state instanceof Announced announced) {
                waitForClosingTime(announced);
              } else if (state instanceof Closing closing) {
                stop.list(closing.match());
              } else if (state instanceof Over over) {
                stop.answer(over); // it was stored, and the journal had said that it was not
              }
            })
        .build();
  }

  @Override
  public CommandHandlerWithReply<MatchCommand, MatchEvent, MatchState> commandHandler() {
    var builder = newCommandHandlerWithReplyBuilder();
    builder
        .forStateType(Unknown.class)
        .onCommand(Open.class, this::open)
        .onCommand(Close.class, c -> answerAndLeave(c.replyTo(), new NoSuchMatch()))
        .onCommand(CheckSale.class, c -> answerAndLeave(c.replyTo(), new NoSuchMatch()))
        .onCommand(GetMatch.class, c -> answerAndLeave(c.replyTo(), new NoSuchMatch()));
    builder
        .forStateType(Announced.class)
        .onCommand(Close.class, this::close)
        .onCommand(ClosingTime.class, this::closeBySchedule);
    builder
        .forStateType(Closing.class)
        .onCommand(Close.class, (state, c) -> answerWhenStopped(c))
        .onCommand(ListClose.class, (state, c) -> list(state))
        .onCommand(CloseListed.class, (state, c) -> listed(c))
        .onCommand(LeasesOver.class, (state, c) -> stopped(state))
        .onCommand(Idle.class, c -> Effect().noReply()); // it has something to do
    builder
        .forStateType(Over.class)
        .onCommand(
            Close.class,
            (state, c) -> Effect().reply(c.replyTo(), new MatchCommand.SalesClosed(state.match())));
    builder
        .forStateType(Known.class)
        .onCommand(Open.class, this::openAgain)
        .onCommand(CheckSale.class, this::checkSale)
        .onCommand(
            GetMatch.class,
            (state, c) -> Effect().reply(c.replyTo(), new MatchCommand.Found(state.match())));
    builder
        .forAnyState()
        .onCommand(Idle.class, c -> passivate())
        .onCommand(Wake.class, c -> Effect().noReply())
        .onCommand(ClosingTime.class, c -> Effect().noReply()) // closed in the meantime
        .onCommand(MatchProgress.class, c -> Effect().noReply()) // asked before it was recovered
        .onCommand(Stop.class, c -> Effect().stop().thenNoReply());
    return builder.build();
  }

  private ReplyEffect<MatchEvent, MatchState> open(Unknown state, Open open) {
    Instant now = clock.instant();
    List<Problem> problems = MatchRules.problems(matchId, open, now);
    if (!problems.isEmpty()) {
      return answerAndLeave(open.replyTo(), new MatchCommand.Invalid(problems));
    }
    return Effect()
        .persist(
            new MatchOpened(
                matchId,
                open.name(),
                open.teams(),
                open.opensAt() == null ? now : open.opensAt(),
                open.closesAt(),
                open.by(),
                MatchRules.pool(rules, open.unbacked()),
                open.carryFrom(),
                open.correlationId(),
                now))
        .thenRun(
            (MatchState opened) -> {
              waitForClosingTime((Announced) opened);
              log(
                  open.correlationId(),
                  "match {} opened by {}, closes at {}",
                  matchId,
                  open.by(),
                  open.closesAt());
            })
        .thenReply(
            open.replyTo(), opened -> new MatchCommand.Opened(((Known) opened).match(), false));
  }

  private ReplyEffect<MatchEvent, MatchState> openAgain(Known state, Open open) {
    Match match = state.match();
    boolean sameTime =
        open.opensAt() == null ? state.openedAtOnce() : open.opensAt().equals(match.opensAt());
    boolean sameContent =
        sameTime
            && match.name().equals(open.name())
            && match.teams().equals(open.teams())
            && match.closesAt().equals(open.closesAt())
            && (open.unbacked() == null || open.unbacked() == match.rules().unbacked())
            && Objects.equals(open.carryFrom(), match.pool().carryFrom());
    return Effect()
        .reply(
            open.replyTo(),
            sameContent
                ? new MatchCommand.Opened(match, true)
                : new MatchCommand.OtherContent(match));
  }

  private ReplyEffect<MatchEvent, MatchState> close(Announced state, Close close) {
    Instant now = clock.instant();
    SalesClosed event =
        now.isBefore(state.match().closesAt())
            ? new SalesClosed(matchId, close.by(), close.correlationId(), now)
            : bySchedule(state);
    stop.tellWhenOver(close.replyTo());
    return closed(event);
  }

  private ReplyEffect<MatchEvent, MatchState> closeBySchedule(Announced state, ClosingTime time) {
    if (clock.instant().isBefore(state.match().closesAt())) {
      waitForClosingTime(state);
      return Effect().noReply();
    }
    return closed(bySchedule(state));
  }

  /** Sales were over at {@code closesAt}, however late this is written down. */
  private SalesClosed bySchedule(Announced state) {
    return new SalesClosed(
        matchId, Match.Closed.SCHEDULE, Match.Closed.SCHEDULE, state.match().closesAt());
  }

  private ReplyEffect<MatchEvent, MatchState> closed(SalesClosed event) {
    return Effect()
        .persist(event)
        .thenRun(
            (MatchState closing) -> {
              timers.cancel(ClosingTime.class);
              log(
                  event.correlationId(),
                  "sales of match {} closed by {} at {}",
                  matchId,
                  event.by(),
                  event.at());
              stop.list(((Known) closing).match());
            })
        .thenNoReply();
  }

  private ReplyEffect<MatchEvent, MatchState> answerWhenStopped(Close close) {
    stop.tellWhenOver(close.replyTo());
    return Effect().noReply();
  }

  private ReplyEffect<MatchEvent, MatchState> list(Closing state) {
    stop.list(state.match());
    return Effect().noReply();
  }

  private ReplyEffect<MatchEvent, MatchState> listed(CloseListed listed) {
    stop.listed(listed);
    return Effect().noReply();
  }

  private ReplyEffect<MatchEvent, MatchState> stopped(Closing state) {
    SalesStopped event = new SalesStopped(matchId, state.correlationId(), clock.instant());
    return Effect()
        .persist(event)
        .thenRun(
            (MatchState over) -> {
              log(event.correlationId(), "no node sells match {} any more", matchId);
              stop.answer((Over) over);
            })
        .thenNoReply();
  }

  private void log(String correlationId, String text, Object... values) {
    Correlated.inLog(correlationId, () -> context.getLog().info(text, values));
  }

  private ReplyEffect<MatchEvent, MatchState> checkSale(Known state, CheckSale check) {
    SaleReply answer = MatchRules.sale(state.match(), check.team(), clock.instant());
    return Effect().reply(check.replyTo(), answer);
  }

  /**
   * Anyone may ask for any id: what is not there must not stay in memory for it. What comes
   * meanwhile is answered before it leaves, or kept by the shard until it is back.
   */
  private <R> ReplyEffect<MatchEvent, MatchState> answerAndLeave(ActorRef<R> asker, R answer) {
    return Effect().none().thenRun(this::leave).thenReply(asker, unknown -> answer);
  }

  private ReplyEffect<MatchEvent, MatchState> passivate() {
    leave();
    return Effect().noReply();
  }

  private void leave() {
    shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
  }

  private void waitForClosingTime(Announced state) {
    Duration left = Duration.between(clock.instant(), state.match().closesAt());
    Duration wait = left.compareTo(LONGEST_TIMER) < 0 ? left : LONGEST_TIMER;
    timers.startSingleTimer(
        ClosingTime.class, new ClosingTime(), wait.isNegative() ? Duration.ZERO : wait);
  }
}
