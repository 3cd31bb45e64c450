package io.sportskk.settlement;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventHandlerBuilder;
import akka.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import io.sportskk.kernel.Correlated;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.kernel.Money;
import io.sportskk.settlement.Outcome.Happened;
import io.sportskk.settlement.Outcome.NotYet;
import io.sportskk.settlement.Outcome.Nothing;
import io.sportskk.settlement.SettlementCommand.Carry;
import io.sportskk.settlement.SettlementCommand.GetSettlement;
import io.sportskk.settlement.SettlementCommand.NotKnownYet;
import io.sportskk.settlement.SettlementCommand.Stop;
import io.sportskk.settlement.SettlementCommand.TakeCarry;
import io.sportskk.settlement.SettlementCommand.Wake;
import io.sportskk.settlement.SettlementEvent.CarryTaken;
import io.sportskk.settlement.SettlementProgress.Idle;
import io.sportskk.settlement.SettlementProgress.Proceed;
import io.sportskk.settlement.SettlementProgress.Stepped;
import io.sportskk.settlement.SettlementState.Fixed;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * The settlement of one match: a saga that takes one step at a time. What a step has done is stored
 * before the next one is taken, and each may be repeated; so it goes on where its events end, on
 * whatever node. It begins and goes on when it is woken.
 */
final class SettlementEntity
    extends EventSourcedBehaviorWithEnforcedReplies<
        SettlementCommand, SettlementEvent, SettlementState> {

  private static final EventHandler<SettlementState, SettlementEvent> TRANSITIONS =
      SettlementState.transitions(EventHandlerBuilder.builder());

  private static final int SNAPSHOT_EVERY = 500;
  private static final int SNAPSHOTS_KEPT = 2;

  private final ActorContext<SettlementCommand> context;
  private final TimerScheduler<SettlementCommand> timers;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final String matchId;
  private final Services services;
  private final SettlementMetrics metrics;
  private Steps steps;
  private boolean underWay;

  /** The number of the step that is under way, or was last. */
  private long step;

  /** Why it does not go on, null if it does. */
  private NotYet waits;

  static Behavior<SettlementCommand> create(
      String matchId,
      ActorRef<ClusterSharding.ShardCommand> shard,
      Services services,
      SettlementMetrics metrics) {
    return Correlated.withLogContext(
        SettlementCommand.class,
        "matchId",
        matchId,
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> {
                      context.setLoggerName(SettlementEntity.class);
                      context.setReceiveTimeout(services.settings().passivateAfter(), new Idle());
                      return new SettlementEntity(
                          matchId, shard, services, metrics, context, timers);
                    })));
  }

  private SettlementEntity(
      String matchId,
      ActorRef<ClusterSharding.ShardCommand> shard,
      Services services,
      SettlementMetrics metrics,
      ActorContext<SettlementCommand> context,
      TimerScheduler<SettlementCommand> timers) {
    super(
        PersistenceId.of(Settlements.KEY.name(), matchId),
        SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.2));
    this.matchId = matchId;
    this.shard = shard;
    this.services = services;
    this.metrics = metrics;
    this.context = context;
    this.timers = timers;
  }

  @Override
  public SettlementState emptyState() {
    return new SettlementState.Counting();
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(SNAPSHOT_EVERY, SNAPSHOTS_KEPT);
  }

  @Override
  public EventHandler<SettlementState, SettlementEvent> eventHandler() {
    return TRANSITIONS;
  }

  @Override
  public SignalHandler<SettlementState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(
            RecoveryCompleted.instance(),
            state -> {
              steps = new Steps(matchId, services);
              underWay = false;
              step++;
              context.getSelf().tell(new Proceed());
            })
        .onSignal(PostStop.instance(), state -> metrics.stands(matchId, false))
        .build();
  }

  @Override
  public CommandHandlerWithReply<SettlementCommand, SettlementEvent, SettlementState>
      commandHandler() {
    var builder = newCommandHandlerWithReplyBuilder();
    builder.forStateType(Fixed.class).onCommand(TakeCarry.class, this::takeCarry);
    builder
        .forAnyState()
        .onCommand(Wake.class, (state, c) -> proceed(state))
        .onCommand(Proceed.class, (state, c) -> proceed(state))
        .onCommand(Stepped.class, this::stepped)
        .onCommand(TakeCarry.class, c -> Effect().reply(c.replyTo(), new NotKnownYet()))
        .onCommand(GetSettlement.class, (state, c) -> Effect().reply(c.replyTo(), shown(state)))
        .onCommand(Idle.class, c -> passivate())
        .onCommand(Stop.class, c -> Effect().stop().thenNoReply());
    return builder.build();
  }

  private ReplyEffect<SettlementEvent, SettlementState> proceed(SettlementState state) {
    if (underWay) {
      return Effect().noReply();
    }
    underWay = true;
    step++;
    timers.cancel(Proceed.class);
    long begun = step;
    context.pipeToSelf(
        next(state),
        (outcome, failure) ->
            new Stepped(begun, failure == null ? outcome : failed(JdbcCalls.cause(failure))));
    return Effect().noReply();
  }

  private CompletionStage<Outcome> next(SettlementState state) {
    try {
      return steps.next(state);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** What does not answer may answer later; anything else is a matter for somebody to look at. */
  private static Outcome failed(Throwable failure) {
    boolean passes =
        failure instanceof TimeoutException
            || failure instanceof SQLException
            || failure instanceof RejectedExecutionException;
    return new NotYet(failure.toString(), !passes);
  }

  private ReplyEffect<SettlementEvent, SettlementState> stepped(
      SettlementState state, Stepped stepped) {
    if (!underWay || stepped.step() != step) {
      return Effect().noReply();
    }
    underWay = false;
    Outcome outcome = stepped.outcome();
    if (outcome instanceof Happened happened && isOutdated(state, happened.event())) {
      return proceed(state);
    }
    if (outcome instanceof Happened happened) {
      waits(null);
      return Effect()
          .persist(happened.event())
          .thenRun(
              () -> {
                metrics.happened(happened.event());
                log(happened.event());
                context.getSelf().tell(new Proceed());
              })
          .thenNoReply();
    }
    if (outcome instanceof NotYet notYet) {
      waits(notYet);
      timers.startSingleTimer(Proceed.class, new Proceed(), services.settings().lookAgain());
    } else if (outcome instanceof Nothing nothing) {
      waits(null);
      context.getLog().debug("nothing to do: {}", nothing.why());
    }
    return Effect().noReply();
  }

  /** Another match may have taken what is left to it while that was being corrected. */
  private static boolean isOutdated(SettlementState state, SettlementEvent event) {
    return state instanceof Fixed fixed
        && event instanceof SettlementEvent.DividendsFixed corrected
        && corrected.supersedes().carryTaken() != (fixed.carriedTo() != null);
  }

  private void waits(NotYet why) {
    if (why != null && !why.equals(waits)) {
      if (why.barred()) {
        context.getLog().warn("settlement of match {} stands: {}", matchId, why.why());
      } else {
        context.getLog().info("settlement of match {} waits: {}", matchId, why.why());
      }
    }
    waits = why;
    metrics.stands(matchId, why != null && why.barred());
  }

  private void log(SettlementEvent event) {
    if (event instanceof SettlementEvent.TicketsSettled) {
      Correlated.inLog(event.correlationId(), () -> context.getLog().debug("{}", event));
    } else {
      Correlated.inLog(event.correlationId(), () -> context.getLog().info("{}", event));
    }
  }

  private ReplyEffect<SettlementEvent, SettlementState> takeCarry(Fixed state, TakeCarry take) {
    Money left = state.fixed().result().carryOut();
    if (take.forMatch().equals(state.carriedTo())) {
      return Effect().reply(take.replyTo(), new Carry(state.carried()));
    }
    if (state.carriedTo() != null || left.equals(Money.ZERO)) {
      return Effect().reply(take.replyTo(), new Carry(Money.ZERO));
    }
    return Effect()
        .persist(
            new CarryTaken(
                matchId, take.forMatch(), take.correlationId(), services.clock().instant()))
        .thenReply(take.replyTo(), taken -> new Carry(left));
  }

  private Settlement shown(SettlementState state) {
    return steps.shown(state, waits);
  }

  private ReplyEffect<SettlementEvent, SettlementState> passivate() {
    if (!underWay && !timers.isTimerActive(Proceed.class)) {
      metrics.stands(matchId, false);
      shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }
    return Effect().noReply();
  }
}
