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
import akka.persistence.typed.javadsl.EventHandlerBuilder;
import akka.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import akka.persistence.typed.javadsl.Recovery;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.SignalHandler;
import io.sportskk.kernel.Correlated;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.match.MatchCommand.CheckSale;
import io.sportskk.match.MatchCommand.Close;
import io.sportskk.match.MatchCommand.Decision;
import io.sportskk.match.MatchCommand.GetMatch;
import io.sportskk.match.MatchCommand.GetRefusals;
import io.sportskk.match.MatchCommand.NoSuchMatch;
import io.sportskk.match.MatchCommand.Open;
import io.sportskk.match.MatchCommand.Resume;
import io.sportskk.match.MatchCommand.Settle;
import io.sportskk.match.MatchCommand.Step;
import io.sportskk.match.MatchCommand.Stop;
import io.sportskk.match.MatchCommand.Suspend;
import io.sportskk.match.MatchCommand.Wake;
import io.sportskk.match.MatchProgress.CarryKnown;
import io.sportskk.match.MatchProgress.ClosingTime;
import io.sportskk.match.MatchProgress.DecideNow;
import io.sportskk.match.MatchProgress.Idle;
import io.sportskk.match.MatchProgress.InterestKnown;
import io.sportskk.match.MatchProgress.LeasesOver;
import io.sportskk.match.MatchProgress.ListStop;
import io.sportskk.match.MatchProgress.Published;
import io.sportskk.match.MatchProgress.StopListed;
import io.sportskk.match.MatchState.Announced;
import io.sportskk.match.MatchState.Closing;
import io.sportskk.match.MatchState.Known;
import io.sportskk.match.MatchState.Suspended;
import io.sportskk.match.MatchState.Unknown;
import java.time.Duration;

/** A match: its teams, when it is sold, and how it ends. */
final class MatchEntity
    extends EventSourcedBehaviorWithEnforcedReplies<MatchCommand, MatchEvent, MatchState> {

  private static final EventHandler<MatchState, MatchEvent> TRANSITIONS =
      MatchState.transitions(EventHandlerBuilder.builder());

  private final ActorContext<MatchCommand> context;
  private final MatchEffects effects;
  private final Answers answers = new Answers();
  private final SalesStop stop;
  private final Opening opening;
  private final Selling selling;
  private final Deciding deciding;

  static Behavior<MatchCommand> create(
      String matchId, ActorRef<ClusterSharding.ShardCommand> shard, MatchServices services) {
    return Correlated.withLogContext(
        MatchCommand.class,
        "matchId",
        matchId,
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> {
                      context.setLoggerName(MatchEntity.class);
                      context.setReceiveTimeout(services.settings().passivateAfter(), new Idle());
                      return new MatchEntity(matchId, shard, services, context, timers);
                    })));
  }

  private MatchEntity(
      String matchId,
      ActorRef<ClusterSharding.ShardCommand> shard,
      MatchServices services,
      ActorContext<MatchCommand> context,
      TimerScheduler<MatchCommand> timers) {
    super(
        PersistenceId.of(Matches.KEY.name(), matchId),
        SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.2));
    this.context = context;
    this.effects =
        new MatchEffects(
            Effect(),
            context,
            shard,
            services.catalogue(),
            services.report(),
            answers,
            services.settings().keepRefusals());
    this.stop = new SalesStop(services.catalogue(), context, timers);
    this.selling = new Selling(matchId, services.clock(), stop, effects, timers);
    this.opening = new Opening(matchId, services, selling, effects);
    this.deciding = new Deciding(matchId, services, selling, effects);
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
    return TRANSITIONS;
  }

  @Override
  public SignalHandler<MatchState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::recovered)
        .build();
  }

  private void recovered(MatchState state) {
    answers.giveUp();
    if (state instanceof MatchState.Selling onSale) {
      selling.waitForClosingTime(onSale);
    }
    if (state instanceof MatchState.Selling) {
      stop.giveUp(); // what they wanted was not stored: they ask again
    }
    if (state instanceof Suspended || state instanceof Closing) {
      selling.stopOnAllNodes((Known) state);
    } else {
      stop.goOn(); // it was stored, and the journal had said that it was not
    }
  }

  @Override
  public CommandHandlerWithReply<MatchCommand, MatchEvent, MatchState> commandHandler() {
    var builder = newCommandHandlerWithReplyBuilder();
    builder.forAnyState().onCommand(answers::wasGiven, this::answerAgain);
    builder
        .forStateType(Unknown.class)
        .onCommand(Open.class, opening::open)
        .onCommand(CarryKnown.class, opening::open)
        .onCommand(Close.class, c -> effects.answerAndLeave(c.replyTo(), new NoSuchMatch()))
        .onCommand(CheckSale.class, c -> effects.answerAndLeave(c.replyTo(), new NoSuchMatch()))
        .onCommand(GetMatch.class, c -> effects.answerAndLeave(c.replyTo(), new NoSuchMatch()))
        .onCommand(GetRefusals.class, c -> effects.answerAndLeave(c.replyTo(), new NoSuchMatch()))
        .onCommand(Suspend.class, c -> effects.answerAndLeave(c.replyTo(), new NoSuchMatch()))
        .onCommand(Resume.class, c -> effects.answerAndLeave(c.replyTo(), new NoSuchMatch()))
        .onCommand(Decision.class, c -> effects.answerAndLeave(c.replyTo(), new NoSuchMatch()))
        .onCommand(Settle.class, c -> effects.answerAndLeave(c.replyTo(), new NoSuchMatch()));
    builder
        .forStateType(Announced.class)
        .onCommand(Suspend.class, selling::suspend)
        .onCommand(Resume.class, selling::resumeAgain);
    builder
        .forStateType(Suspended.class)
        .onCommand(Suspend.class, selling::suspendAgain)
        .onCommand(Resume.class, selling::resume)
        .onCommand(ListStop.class, (state, c) -> selling.listAgain(state))
        .onCommand(StopListed.class, (state, c) -> selling.listed(c))
        .onCommand(LeasesOver.class, selling::isSuspended)
        .onCommand(Idle.class, (state, c) -> selling.passivateOnceSuspended(state));
    builder
        .forStateType(MatchState.Selling.class)
        .onCommand(Close.class, selling::close)
        .onCommand(ClosingTime.class, selling::closeBySchedule);
    builder
        .forStateType(Closing.class)
        .onCommand(Close.class, (state, c) -> selling.answerLater(c))
        .onCommand(ListStop.class, (state, c) -> selling.listAgain(state))
        .onCommand(StopListed.class, (state, c) -> selling.listed(c))
        .onCommand(LeasesOver.class, selling::stopped)
        .onCommand(Idle.class, c -> effects.noReply()); // it has something to do
    builder
        .forStateType(Known.class)
        .onCommand(Open.class, opening::openAgain)
        .onCommand(CarryKnown.class, opening::openAgain)
        .onCommand(CheckSale.class, selling::check)
        .onCommand(Suspend.class, selling::refuse)
        .onCommand(Resume.class, selling::refuse)
        .onCommand(Close.class, selling::closedAlready)
        .onCommand(Decision.class, deciding::decide)
        .onCommand(DecideNow.class, deciding::decide)
        .onCommand(InterestKnown.class, deciding::decide)
        .onCommand(Settle.class, deciding::settle)
        .onCommand(
            GetMatch.class,
            (state, c) -> effects.reply(c.replyTo(), new MatchCommand.Found(state.match())))
        .onCommand(
            GetRefusals.class,
            (state, c) ->
                effects.reply(c.replyTo(), new MatchCommand.Refusals(state.past().refused())));
    builder
        .forAnyState()
        .onCommand(Idle.class, c -> effects.passivate())
        .onCommand(Wake.class, c -> effects.noReply())
        .onCommand(Published.class, this::published)
        // What is left came too late: it was closed in the meantime, or has been recovered since.
        .onCommand(MatchProgress.class, c -> effects.noReply())
        .onCommand(Stop.class, c -> Effect().stop().thenNoReply());
    return builder.build();
  }

  private ReplyEffect<MatchEvent, MatchState> answerAgain(MatchCommand command) {
    answers.giveAgain((Step) command);
    return effects.noReply();
  }

  private ReplyEffect<MatchEvent, MatchState> published(Published published) {
    if (published.failure() != null) {
      context
          .getLog()
          .warn(
              "the catalogue will learn of it later, by its projection: {}",
              JdbcCalls.cause(published.failure()).toString());
    }
    return effects.noReply();
  }
}
