package io.sportskk.ticket;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.pubsub.Topic;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.RecoveryFailed;
import akka.persistence.typed.SnapshotSelectionCriteria;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventHandlerBuilder;
import akka.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import akka.persistence.typed.javadsl.Recovery;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.SignalHandler;
import io.sportskk.kernel.Correlated;
import io.sportskk.ticket.TicketCommand.Buy;
import io.sportskk.ticket.TicketCommand.Cancel;
import io.sportskk.ticket.TicketCommand.CancelInVain;
import io.sportskk.ticket.TicketCommand.Decide;
import io.sportskk.ticket.TicketCommand.Get;
import io.sportskk.ticket.TicketCommand.Resume;
import io.sportskk.ticket.TicketCommand.Settle;
import io.sportskk.ticket.TicketCommand.Stop;
import io.sportskk.ticket.TicketCommand.Subscribe;
import io.sportskk.ticket.TicketProgress.AwardPaid;
import io.sportskk.ticket.TicketProgress.CancelChecked;
import io.sportskk.ticket.TicketProgress.ChargeAnswered;
import io.sportskk.ticket.TicketProgress.Idle;
import io.sportskk.ticket.TicketProgress.Proceed;
import io.sportskk.ticket.TicketProgress.RefundAnswered;
import io.sportskk.ticket.TicketProgress.ReverseAnswered;
import io.sportskk.ticket.TicketProgress.SalesChecked;
import io.sportskk.ticket.TicketProgress.SalesRechecked;
import io.sportskk.ticket.TicketProgress.TallyAnswered;
import io.sportskk.ticket.TicketProgress.TurnCame;
import io.sportskk.ticket.TicketState.Approved;
import io.sportskk.ticket.TicketState.Cancelled;
import io.sportskk.ticket.TicketState.Cancelling;
import io.sportskk.ticket.TicketState.Decided;
import io.sportskk.ticket.TicketState.Pending;
import io.sportskk.ticket.TicketState.Rejected;
import io.sportskk.ticket.TicketState.Settled;
import io.sportskk.ticket.TicketState.Sold;
import io.sportskk.ticket.TicketState.Undecided;
import io.sportskk.ticket.TicketState.Unsold;
import java.time.Duration;

/**
 * A ticket: the purchase saga and the cancellation saga of one ticket, durable step by step. Where
 * its events ended, it goes on by itself whenever it is loaded.
 */
final class TicketEntity
    extends EventSourcedBehaviorWithEnforcedReplies<TicketCommand, TicketEvent, TicketState> {

  private static final EventHandler<TicketState, TicketEvent> TRANSITIONS =
      TicketState.transitions(EventHandlerBuilder.builder());

  private final ActorContext<TicketCommand> context;
  private final Duration passivateAfter;
  private final String ticketId;
  private final TicketSaga saga;
  private final Subscribers subscribers;
  private final TicketEffects effects;
  private final Purchasing purchasing;
  private final Cancellation cancellation;
  private final LateCancellation late;
  private final OperatorsDecision decision;
  private final Settling settling;
  private final Departure departure;

  /** Null before the first command, and while it dozes. */
  private CommandHandlerWithReply<TicketCommand, TicketEvent, TicketState> handlers;

  /** Whether it has gone on by itself since it was loaded. */
  private boolean hasGoneOn;

  static Behavior<TicketCommand> create(
      String ticketId,
      ActorRef<ClusterSharding.ShardCommand> shard,
      TicketServices services,
      ActorRef<Topic.Command<Ticket>> changes) {
    return Correlated.withLogContext(
        TicketCommand.class,
        "ticketId",
        ticketId,
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers ->
                        new TicketEntity(ticketId, shard, services, changes, context, timers))));
  }

  private TicketEntity(
      String ticketId,
      ActorRef<ClusterSharding.ShardCommand> shard,
      TicketServices services,
      ActorRef<Topic.Command<Ticket>> changes,
      ActorContext<TicketCommand> context,
      TimerScheduler<TicketCommand> timers) {
    super(
        PersistenceId.of(Tickets.KEY.name(), ticketId),
        SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.2)
            // Thousands may fail together when the journal does; one line each, see below, is
            // enough.
            .withLoggingEnabled(false));
    this.context = context;
    this.passivateAfter = services.settings().passivateAfter();
    this.ticketId = ticketId;
    this.saga = new TicketSaga(context, timers, services);
    this.subscribers = new Subscribers(context, changes);
    this.effects =
        new TicketEffects(
            Effect(),
            context,
            saga,
            subscribers,
            new RefusedAskers(services.clock()),
            services.report());
    this.purchasing = new Purchasing(ticketId, services, saga, effects);
    this.late = new LateCancellation(services, effects);
    this.cancellation = new Cancellation(services, saga, effects, purchasing, late);
    this.decision = new OperatorsDecision(services, saga, effects);
    this.settling = new Settling(services, saga, effects);
    this.departure =
        new Departure(
            timers,
            shard,
            effects,
            services.stopWithin(),
            () -> purchasing.isAwaited() || cancellation.isAwaited(),
            settling::isUnderWay,
            this::doze);
    context.setLoggerName(TicketEntity.class);
  }

  @Override
  public TicketState emptyState() {
    return new Unsold();
  }

  /** A ticket has a handful of events: a snapshot would only be one more query. */
  @Override
  public Recovery recovery() {
    return Recovery.withSnapshotSelectionCriteria(SnapshotSelectionCriteria.none());
  }

  @Override
  public EventHandler<TicketState, TicketEvent> eventHandler() {
    return TRANSITIONS;
  }

  @Override
  public SignalHandler<TicketState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), state -> recovered())
        .onSignal(
            RecoveryFailed.class,
            (state, failed) ->
                context.getLog().warn("can't be loaded yet: {}", failed.getFailure().getMessage()))
        .onSignal(
            PreRestart.instance(),
            state -> {
              settling.forget();
              doze(); // else it would be told that it is idle while it is loaded, again and again
              context.getLog().warn("starts again from its events: the journal has failed");
            })
        .onSignal(PostStop.instance(), state -> settling.forget())
        .onSignal(Terminated.class, (state, gone) -> unwatched(gone))
        .build();
  }

  private void recovered() {
    purchasing.forget();
    cancellation.forget();
    settling.forget();
    saga.restart();
    context.getSelf().tell(new Proceed());
    departure.goOn();
  }

  private void unwatched(Terminated gone) {
    subscribers.remove(gone.getRef());
    beToldWhenIdle();
  }

  private void beToldWhenIdle() {
    context.setReceiveTimeout(passivateAfter, new Idle());
  }

  /**
   * Somebody watches it, or it waits, but nothing happens. Thousands may be in memory for that
   * alone: so it does not keep what takes half of the room, and is not told again that it is idle
   * until something has happened.
   */
  private void doze() {
    handlers = null;
    context.cancelReceiveTimeout();
  }

  @Override
  public CommandHandlerWithReply<TicketCommand, TicketEvent, TicketState> commandHandler() {
    return (state, command) -> {
      if (command instanceof Proceed) {
        hasGoneOn = true;
      } else if (command instanceof Idle && !hasGoneOn) {
        return effects.noReply(); // from before it was restarted: it is about to go on
      }
      if (handlers == null) {
        handlers = handlers();
        beToldWhenIdle();
      }
      return handlers.apply(state, command);
    };
  }

  private CommandHandlerWithReply<TicketCommand, TicketEvent, TicketState> handlers() {
    var builder = newCommandHandlerWithReplyBuilder();
    builder
        .forStateType(Unsold.class)
        .onCommand(Buy.class, purchasing::buy)
        .onCommand(SalesChecked.class, purchasing::request)
        .onCommand(Cancel.class, c -> effects.reply(c.replyTo(), new CancelReply.NoSuchTicket()))
        .onCommand(
            CancelInVain.class, c -> effects.reply(c.replyTo(), new CancelReply.NoSuchTicket()))
        .onCommand(Decide.class, c -> effects.reply(c.replyTo(), new DecideReply.NoSuchTicket()))
        .onCommand(Get.class, c -> effects.reply(c.replyTo(), new GetReply.NoSuchTicket()))
        .onCommand(
            Settle.class,
            c -> effects.reply(c.replyTo(), new SettleReply.Differs(ticketId, "no such ticket")))
        .onCommand(
            Subscribe.class, c -> effects.reply(c.subscriber(), new TicketNotice.NoSuchTicket()));
    builder
        .forStateType(Pending.class)
        .onCommand(ChargeAnswered.class, purchasing::charged)
        .onCommand(TallyAnswered.class, purchasing::counted)
        .onCommand(SalesRechecked.class, purchasing::rechecked)
        .onCommand(Cancel.class, cancellation::cancelPending)
        .onCommand(Proceed.class, (state, c) -> purchasing.proceed(state))
        .onCommand(
            Resume.class,
            (state, c) -> saga.isIdle() ? purchasing.proceed(state) : effects.noReply());
    builder
        .forStateType(Approved.class)
        .onCommand(TallyAnswered.class, purchasing::tallied)
        .onCommand(Cancel.class, cancellation::checkCancel)
        .onCommand(CancelChecked.class, cancellation::cancelApproved)
        .onCommand(Decide.class, late::refuseDecision)
        .onCommand(Settle.class, settling::settle)
        .onCommand(TurnCame.class, settling::turnCame)
        .onCommand(AwardPaid.class, settling::paid)
        .onCommand(Proceed.class, (state, c) -> purchasing.proceed(state))
        .onCommand(
            Resume.class,
            (state, c) ->
                state.ticket().tallied()
                    ? effects.nothingLeft(ticketId, c)
                    : purchasing.proceed(state));
    builder
        .forStateType(Settled.class)
        .onCommand(Settle.class, settling::settle)
        .onCommand(TurnCame.class, settling::turnCame)
        .onCommand(AwardPaid.class, settling::paid)
        .onCommand(Cancel.class, cancellation::cancelSettled)
        .onCommand(Decide.class, late::refuseDecision)
        .onCommand(CancelChecked.class, cancellation::settledMeanwhile);
    builder
        .forStateType(Rejected.class)
        .onCommand(Settle.class, settling::ended)
        .onCommand(
            Cancel.class,
            (state, c) -> cancellation.own(state, c, new CancelReply.TooLate(state.ticket())));
    builder
        .forStateType(Cancelling.class)
        .onCommand(ReverseAnswered.class, cancellation::reversed)
        .onCommand(
            Cancel.class, (state, c) -> cancellation.own(state, c, cancellation.cancelling(state)))
        .onCommand(
            CancelChecked.class,
            (state, c) -> cancellation.own(state, c.cancel(), cancellation.cancelling(state)))
        .onCommand(Proceed.class, (state, c) -> purchasing.proceed(state))
        .onCommand(
            Resume.class,
            (state, c) -> saga.isIdle() ? purchasing.proceed(state) : effects.noReply());
    builder
        .forStateType(Undecided.class)
        .onCommand(Decide.class, decision::decide)
        .onCommand(
            Cancel.class,
            (state, c) -> cancellation.own(state, c, new CancelReply.Undecided(state.ticket())))
        .onCommand(
            CancelChecked.class,
            (state, c) ->
                cancellation.own(state, c.cancel(), new CancelReply.Undecided(state.ticket())));
    builder
        .forStateType(Decided.class)
        .onCommand(RefundAnswered.class, decision::refunded)
        .onCommand(Decide.class, (state, c) -> decision.decideAgain(state, state.decision(), c))
        .onCommand(
            Cancel.class, (state, c) -> cancellation.own(state, c, cancellation.cancelling(state)))
        .onCommand(
            CancelChecked.class,
            (state, c) -> cancellation.own(state, c.cancel(), cancellation.cancelling(state)))
        .onCommand(Proceed.class, (state, c) -> purchasing.proceed(state))
        .onCommand(
            Resume.class,
            (state, c) -> saga.isIdle() ? purchasing.proceed(state) : effects.noReply());
    builder
        .forStateType(Cancelled.class)
        .onCommand(Settle.class, settling::ended)
        .onCommand(Decide.class, (state, c) -> decision.decideAgain(state, state.decision(), c))
        .onCommand(
            Cancel.class,
            (state, c) ->
                cancellation.own(state, c, new CancelReply.Cancelled(state.ticket(), null)))
        .onCommand(
            CancelChecked.class,
            (state, c) ->
                cancellation.own(
                    state, c.cancel(), new CancelReply.Cancelled(state.ticket(), null)));
    builder
        .forStateType(Sold.class)
        .onCommand(Buy.class, purchasing::buyAgain)
        .onCommand(CancelInVain.class, late::refuseOther)
        .onCommand(Decide.class, (state, c) -> decision.decideAgain(state, null, c))
        .onCommand(
            Get.class, (state, c) -> effects.reply(c.replyTo(), new GetReply.Found(state.ticket())))
        .onCommand(Settle.class, settling::notYet)
        .onCommand(TurnCame.class, (state, c) -> settling.tooLate())
        .onCommand(AwardPaid.class, (state, c) -> settling.tooLate())
        .onCommand(Subscribe.class, this::subscribe);
    builder
        .forAnyState()
        .onCommand(Idle.class, c -> departure.passivateIfIdle())
        .onCommand(Stop.class, c -> departure.stopOnceAnswered())
        // What is left are answers to questions that the saga has passed by.
        .onCommand(TicketProgress.class, c -> effects.noReply())
        .onCommand(Resume.class, c -> effects.nothingLeft(ticketId, c));
    return builder.build();
  }

  private ReplyEffect<TicketEvent, TicketState> subscribe(Sold state, Subscribe subscribe) {
    subscribers.add(subscribe.subscriber(), state.history(), subscribe.after());
    return effects.noReply(); // it has been answered
  }
}
