package io.sportskk.ticket;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.pubsub.Topic;
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
import io.sportskk.ticket.TicketCommand.Buy;
import io.sportskk.ticket.TicketCommand.Cancel;
import io.sportskk.ticket.TicketCommand.Get;
import io.sportskk.ticket.TicketCommand.Resume;
import io.sportskk.ticket.TicketCommand.Stop;
import io.sportskk.ticket.TicketCommand.Subscribe;
import io.sportskk.ticket.TicketEvent.CancellationRequested;
import io.sportskk.ticket.TicketEvent.TicketApproved;
import io.sportskk.ticket.TicketEvent.TicketCancelled;
import io.sportskk.ticket.TicketEvent.TicketRejected;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import io.sportskk.ticket.TicketEvent.TicketTallied;
import io.sportskk.ticket.TicketProgress.CancelChecked;
import io.sportskk.ticket.TicketProgress.ChargeAnswered;
import io.sportskk.ticket.TicketProgress.Idle;
import io.sportskk.ticket.TicketProgress.Proceed;
import io.sportskk.ticket.TicketProgress.ReverseAnswered;
import io.sportskk.ticket.TicketProgress.SalesChecked;
import io.sportskk.ticket.TicketProgress.TallyAnswered;
import io.sportskk.ticket.TicketSaga.Step;
import io.sportskk.ticket.TicketState.Approved;
import io.sportskk.ticket.TicketState.Cancelled;
import io.sportskk.ticket.TicketState.Cancelling;
import io.sportskk.ticket.TicketState.Pending;
import io.sportskk.ticket.TicketState.Rejected;
import io.sportskk.ticket.TicketState.Sold;
import io.sportskk.ticket.TicketState.Unsold;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A ticket: the purchase saga and the cancellation saga of one ticket, durable step by step. Where
 * its events ended, it goes on by itself whenever it is loaded.
 */
final class TicketEntity
    extends EventSourcedBehaviorWithEnforcedReplies<TicketCommand, TicketEvent, TicketState> {

  private final ActorContext<TicketCommand> context;
  private final String ticketId;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final TicketServices services;
  private final TicketSaga saga;
  private final Audience audience;

  /**
   * The buyer whose request is not answered yet, if any: nothing of it survives this incarnation.
   */
  private ActorRef<BuyReply> buyer;

  /** As {@link #buyer}, for a cancellation. */
  private ActorRef<CancelReply> canceller;

  static Behavior<TicketCommand> create(
      String ticketId,
      ActorRef<ClusterSharding.ShardCommand> shard,
      TicketServices services,
      ActorRef<Topic.Command<Ticket>> changes) {
    return Behaviors.withMdc(
        TicketCommand.class,
        Map.of("ticketId", ticketId),
        message ->
            message instanceof Correlated correlated
                ? Map.of(Correlated.MDC_KEY, correlated.correlationId())
                : Map.of(),
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
        SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.2));
    this.context = context;
    this.ticketId = ticketId;
    this.shard = shard;
    this.services = services;
    this.saga = new TicketSaga(context, timers, services);
    this.audience = new Audience(context, changes);
    context.setReceiveTimeout(services.settings().passivateAfter(), new Idle());
  }

  @Override
  public TicketState emptyState() {
    return new Unsold();
  }

  @Override
  public Set<String> tagsFor(TicketEvent event) {
    return Set.of(services.slices().tagOf(ticketId));
  }

  /** A ticket has a handful of events: a snapshot would only be one more query. */
  @Override
  public Recovery recovery() {
    return Recovery.withSnapshotSelectionCriteria(SnapshotSelectionCriteria.none());
  }

  @Override
  public EventHandler<TicketState, TicketEvent> eventHandler() {
    var builder = newEventHandlerBuilder();
    builder.forStateType(Unsold.class).onEvent(TicketRequested.class, Unsold::requested);
    builder
        .forStateType(Pending.class)
        .onEvent(TicketApproved.class, Pending::approved)
        .onEvent(TicketRejected.class, Pending::rejected)
        .onEvent(CancellationRequested.class, Pending::cancelling);
    builder
        .forStateType(Approved.class)
        .onEvent(TicketTallied.class, Approved::tallied)
        .onEvent(CancellationRequested.class, Approved::cancelling);
    builder.forStateType(Cancelling.class).onEvent(TicketCancelled.class, Cancelling::cancelled);
    return builder.build();
  }

  @Override
  public SignalHandler<TicketState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), state -> recovered())
        .onSignal(Terminated.class, (state, gone) -> audience.remove(gone.getRef()))
        .build();
  }

  private void recovered() {
    buyer = null;
    canceller = null;
    saga.restart();
    context.getSelf().tell(new Proceed());
  }

  @Override
  public CommandHandlerWithReply<TicketCommand, TicketEvent, TicketState> commandHandler() {
    var builder = newCommandHandlerWithReplyBuilder();
    builder
        .forStateType(Unsold.class)
        .onCommand(Buy.class, this::buy)
        .onCommand(SalesChecked.class, this::request)
        .onCommand(Cancel.class, c -> reply(c.replyTo(), new CancelReply.NoSuchTicket()))
        .onCommand(Get.class, c -> reply(c.replyTo(), new GetReply.NoSuchTicket()))
        .onCommand(Subscribe.class, c -> reply(c.subscriber(), new TicketNotice.NoSuchTicket()));
    builder
        .forStateType(Pending.class)
        .onCommand(ChargeAnswered.class, this::charged)
        .onCommand(Cancel.class, this::cancelPending)
        .onCommand(Proceed.class, (state, c) -> proceed(state))
        .onCommand(Resume.class, (state, c) -> saga.isIdle() ? proceed(state) : nothing());
    builder
        .forStateType(Approved.class)
        .onCommand(TallyAnswered.class, this::tallied)
        .onCommand(Cancel.class, this::checkCancel)
        .onCommand(CancelChecked.class, this::cancelApproved)
        .onCommand(Proceed.class, (state, c) -> proceed(state))
        .onCommand(Resume.class, (state, c) -> proceed(state));
    builder
        .forStateType(Rejected.class)
        .onCommand(
            Cancel.class, (state, c) -> own(state, c, new CancelReply.TooLate(state.ticket())));
    builder
        .forStateType(Cancelling.class)
        .onCommand(ReverseAnswered.class, this::reversed)
        .onCommand(Cancel.class, (state, c) -> own(state, c, cancelling(state)))
        .onCommand(CancelChecked.class, (state, c) -> own(state, c.cancel(), cancelling(state)))
        .onCommand(Proceed.class, (state, c) -> proceed(state))
        .onCommand(Resume.class, (state, c) -> saga.isIdle() ? proceed(state) : nothing());
    builder
        .forStateType(Cancelled.class)
        .onCommand(
            Cancel.class, (state, c) -> own(state, c, new CancelReply.Cancelled(state.ticket())))
        .onCommand(
            CancelChecked.class,
            (state, c) -> own(state, c.cancel(), new CancelReply.Cancelled(state.ticket())));
    builder
        .forStateType(Sold.class)
        .onCommand(Buy.class, this::buyAgain)
        .onCommand(Get.class, (state, c) -> reply(c.replyTo(), new GetReply.Found(state.ticket())))
        .onCommand(Subscribe.class, this::subscribe);
    builder
        .forAnyState()
        .onCommand(Idle.class, c -> passivateIfIdle())
        .onCommand(Stop.class, c -> Effect().stop().thenNoReply())
        // What is left are answers to questions that the saga has passed by, and wake-ups of
        // tickets that are finished.
        .onCommand(TicketProgress.class, c -> nothing())
        .onCommand(Resume.class, c -> nothing());
    return builder.build();
  }

  // Buying

  private ReplyEffect<TicketEvent, TicketState> buy(Unsold state, Buy buy) {
    if (buyer != null) {
      return reply(buy.replyTo(), new BuyReply.StillRunning());
    }
    StakeLimits limits = services.settings().stake();
    if (!limits.allow(buy.stake())) {
      return reply(
          buy.replyTo(),
          new BuyReply.StakeOutOfBounds(limits.least(), limits.most(), limits.unit()));
    }
    buyer = buy.replyTo();
    context.pipeToSelf(
        services.sales().check(buy.matchId(), buy.team(), buy.correlationId()),
        (answer, failure) ->
            new SalesChecked(
                buy, failure == null ? answer : new Sales.Unavailable(failure.toString())));
    return nothing(); // the buyer is answered when the match has answered
  }

  private ReplyEffect<TicketEvent, TicketState> request(Unsold state, SalesChecked checked) {
    Buy buy = checked.buy();
    if (checked.answer() instanceof Sales.OnSale onSale) {
      Instant now = services.clock().instant();
      TicketRequested requested =
          new TicketRequested(
              new Purchase(
                  ticketId,
                  buy.buyerId(),
                  buy.matchId(),
                  buy.team(),
                  buy.stake(),
                  now,
                  buy.correlationId()),
              services.settings().payBefore(now, onSale.closesAt()),
              onSale.closesAt());
      return persist(requested, this::takeStep);
    }
    buyer = null;
    if (checked.answer() instanceof Sales.NotOnSale refusal) {
      return reply(buy.replyTo(), new BuyReply.NotOnSale(refusal.reason()));
    }
    context.getLog().warn("nothing sold: match {} did not answer", buy.matchId());
    return reply(buy.replyTo(), new BuyReply.SalesUnavailable());
  }

  private ReplyEffect<TicketEvent, TicketState> buyAgain(Sold state, Buy buy) {
    Purchase first = state.purchase();
    boolean sameContent =
        first.buyerId().equals(buy.buyerId())
            && first.matchId().equals(buy.matchId())
            && first.team().equals(buy.team())
            && first.stake().equals(buy.stake());
    if (!sameContent) {
      return reply(buy.replyTo(), new BuyReply.OtherContent());
    }
    if (buyer != null) {
      return reply(buy.replyTo(), new BuyReply.StillRunning());
    }
    return reply(
        buy.replyTo(), new BuyReply.Taken(state.ticket(), true, false, saga.timeToNextStep()));
  }

  private ReplyEffect<TicketEvent, TicketState> charged(Pending state, ChargeAnswered answer) {
    saga.answered();
    Instant now = services.clock().instant();
    if (answer.outcome() instanceof Payments.Charged) {
      return persist(
          new TicketApproved(
              state.purchase(),
              services.settings().cancellableUntil(now, state.salesCloseAt()),
              now),
          this::takeStep);
    }
    if (answer.outcome() instanceof Payments.Refused refused) {
      return persist(
          new TicketRejected(state.purchase(), refused.reason(), now),
          rejected -> answerBuyer(rejected.ticket(), false));
    }
    if (answer.outcome() instanceof Payments.Late) {
      return persist(paymentTimeout(state, now), this::takeStep);
    }
    boolean suspended = answer.outcome() instanceof Payments.Suspended;
    Duration retryAfter =
        answer.outcome() instanceof Payments.Suspended open ? open.retryAfter() : Duration.ZERO;
    saga.askAgainBefore(state.payBefore(), retryAfter);
    context.getLog().info("{}: asked again in {}", answer.outcome(), saga.timeToNextStep());
    answerBuyer(state.ticket(), suspended);
    return nothing();
  }

  private ReplyEffect<TicketEvent, TicketState> tallied(Approved state, TallyAnswered answer) {
    saga.answered();
    if (answer.outcome() == TallyRequests.Outcome.CONFIRMED && !state.ticket().tallied()) {
      TicketTallied event = new TicketTallied(state.purchase(), services.clock().instant());
      // The tally's word is durable already: the buyer need not wait for our record of it.
      answerBuyer(state.tallied(event).ticket(), false);
      return persist(event, tallied -> {});
    }
    // The projection will count it, and the sweeper will ask again whether it has.
    answerBuyer(state.ticket(), false);
    return nothing();
  }

  // Cancelling

  private ReplyEffect<TicketEvent, TicketState> cancelPending(Pending state, Cancel cancel) {
    if (!isOwn(state, cancel)) {
      return reply(cancel.replyTo(), new CancelReply.NoSuchTicket());
    }
    return requestCancellation(state, cancel);
  }

  private ReplyEffect<TicketEvent, TicketState> checkCancel(Approved state, Cancel cancel) {
    if (!isOwn(state, cancel)) {
      return reply(cancel.replyTo(), new CancelReply.NoSuchTicket());
    }
    if (!services.clock().instant().isBefore(state.cancellableUntil())) {
      return reply(cancel.replyTo(), new CancelReply.TooLate(state.ticket()));
    }
    // Sales may have been closed before the time that was announced.
    Purchase purchase = state.purchase();
    context.pipeToSelf(
        services.sales().check(purchase.matchId(), purchase.team(), cancel.correlationId()),
        (answer, failure) ->
            new CancelChecked(
                cancel, failure == null ? answer : new Sales.Unavailable(failure.toString())));
    return nothing(); // answered when the match has answered
  }

  private ReplyEffect<TicketEvent, TicketState> cancelApproved(
      Approved state, CancelChecked checked) {
    Cancel cancel = checked.cancel();
    if (checked.answer() instanceof Sales.Unavailable) {
      return reply(cancel.replyTo(), new CancelReply.SalesUnavailable());
    }
    if (checked.answer() instanceof Sales.NotOnSale) {
      return reply(cancel.replyTo(), new CancelReply.TooLate(state.ticket()));
    }
    return requestCancellation(state, cancel);
  }

  private ReplyEffect<TicketEvent, TicketState> requestCancellation(Sold state, Cancel cancel) {
    canceller = cancel.replyTo();
    return persist(
        new CancellationRequested(
            state.purchase(),
            CancellationReason.BUYER_REQUEST,
            cancel.correlationId(),
            services.clock().instant()),
        this::takeStep);
  }

  private ReplyEffect<TicketEvent, TicketState> reversed(Cancelling state, ReverseAnswered answer) {
    saga.answered();
    if (answer.outcome() instanceof Payments.Reversed) {
      return persist(
          new TicketCancelled(
              state.purchase(),
              state.reason(),
              state.wasApproved(),
              state.correlationId(),
              services.clock().instant()),
          cancelled -> {
            if (state.wasApproved()) {
              saga.uncount(state);
            }
            answerCanceller(new CancelReply.Cancelled(cancelled.ticket()));
          });
    }
    Duration retryAfter =
        answer.outcome() instanceof Payments.Suspended open ? open.retryAfter() : Duration.ZERO;
    saga.askAgain(retryAfter);
    if (answer.outcome() instanceof Payments.ReverseRefused refused) {
      context
          .getLog()
          .error("charge can't be reversed: {}; an operator must look", refused.reason());
    } else {
      context.getLog().info("{}: asked again in {}", answer.outcome(), saga.timeToNextStep());
    }
    answerCanceller(cancelling(state));
    return nothing();
  }

  private CancelReply cancelling(Cancelling state) {
    return new CancelReply.Cancelling(state.ticket(), saga.timeToNextStep());
  }

  // The next step

  private ReplyEffect<TicketEvent, TicketState> proceed(Sold state) {
    Instant now = services.clock().instant();
    if (state instanceof Pending pending
        && !saga.isUnderWay(Step.CHARGE)
        && !now.isBefore(pending.payBefore())) {
      return persist(paymentTimeout(pending, now), this::takeStep);
    }
    takeStep(state);
    return nothing();
  }

  private void takeStep(Sold state) {
    if (state instanceof Pending pending && !saga.isUnderWay(Step.CHARGE)) {
      saga.charge(pending);
    } else if (state instanceof Approved approved
        && !approved.ticket().tallied()
        && !saga.isUnderWay(Step.COUNT)) {
      saga.count(approved);
    } else if (state instanceof Cancelling cancelling && !saga.isUnderWay(Step.REVERSE)) {
      answerBuyer(cancelling.ticket(), false);
      saga.reverse(cancelling);
    }
  }

  private static CancellationRequested paymentTimeout(Pending state, Instant now) {
    return new CancellationRequested(
        state.purchase(),
        CancellationReason.PAYMENT_TIMEOUT,
        state.purchase().correlationId(),
        now);
  }

  // Watching

  private ReplyEffect<TicketEvent, TicketState> subscribe(Sold state, Subscribe subscribe) {
    audience.add(subscribe.subscriber(), state.history(), subscribe.after());
    return nothing(); // the audience has answered
  }

  private ReplyEffect<TicketEvent, TicketState> passivateIfIdle() {
    if (saga.isIdle() && audience.isEmpty()) {
      shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }
    return nothing();
  }

  // Effects

  private ReplyEffect<TicketEvent, TicketState> persist(TicketEvent event, Consumer<Sold> then) {
    return Effect()
        .persist(event)
        .thenRun(
            (TicketState state) -> {
              Sold sold = (Sold) state;
              saga.nextStep();
              audience.tell(sold.ticket());
              if (!(event instanceof TicketRequested || event instanceof TicketTallied)) {
                services.report().outcome(context.getLog(), sold.ticket());
              }
              then.accept(sold);
            })
        .thenNoReply();
  }

  private void answerBuyer(Ticket ticket, boolean paymentSuspended) {
    if (buyer != null) {
      if (ticket.status() == TicketStatus.PENDING) {
        services.report().outcome(context.getLog(), ticket);
      }
      buyer.tell(new BuyReply.Taken(ticket, false, paymentSuspended, saga.timeToNextStep()));
      buyer = null;
    }
  }

  private void answerCanceller(CancelReply reply) {
    if (canceller != null) {
      canceller.tell(reply);
      canceller = null;
    }
  }

  private ReplyEffect<TicketEvent, TicketState> own(Sold state, Cancel cancel, CancelReply reply) {
    return reply(cancel.replyTo(), isOwn(state, cancel) ? reply : new CancelReply.NoSuchTicket());
  }

  private static boolean isOwn(Sold state, Cancel cancel) {
    return state.purchase().buyerId().equals(cancel.buyerId());
  }

  private <R> ReplyEffect<TicketEvent, TicketState> reply(ActorRef<? super R> replyTo, R reply) {
    return Effect().none().thenRun(() -> replyTo.tell(reply)).thenNoReply();
  }

  private ReplyEffect<TicketEvent, TicketState> nothing() {
    return Effect().noReply();
  }
}
