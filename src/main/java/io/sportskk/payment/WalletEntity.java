package io.sportskk.payment;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.RecoveryFailed;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import io.sportskk.kernel.Correlated;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;

/** The wallet of one buyer. What it decides is in {@link WalletState}. */
final class WalletEntity
    extends EventSourcedBehaviorWithEnforcedReplies<WalletCommand, WalletEvent, WalletState> {

  private static final int SNAPSHOTS_KEPT = 2;

  private final ActorContext<WalletCommand> ctx;
  private final String buyerId;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final PaymentSettings settings;
  private final Clock clock;

  /** The journal has failed, and the wallet is not loaded again yet. */
  private boolean failing;

  private boolean passivating;

  private WalletEntity(
      ActorContext<WalletCommand> ctx,
      String buyerId,
      ActorRef<ClusterSharding.ShardCommand> shard,
      PaymentSettings settings,
      Clock clock) {
    super(
        persistenceId(buyerId),
        SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.2)
            // Thousands may fail together when the journal does: one line each, see below.
            .withLoggingEnabled(false));
    this.ctx = ctx;
    this.buyerId = buyerId;
    this.shard = shard;
    this.settings = settings;
    this.clock = clock;
  }

  static Behavior<WalletCommand> create(
      String buyerId,
      ActorRef<ClusterSharding.ShardCommand> shard,
      PaymentSettings settings,
      Clock clock) {
    return Correlated.withLogContext(
        WalletCommand.class,
        "buyerId",
        buyerId,
        Behaviors.setup(
            ctx -> {
              ctx.setLoggerName(WalletEntity.class);
              ctx.setReceiveTimeout(settings.passivateAfter(), new WalletProgress.Idle());
              WalletEntity wallet = new WalletEntity(ctx, buyerId, shard, settings, clock);
              return Behaviors.intercept(() -> new WhileFailing<>(() -> wallet.failing), wallet)
                  .narrow();
            }));
  }

  static PersistenceId persistenceId(String buyerId) {
    return PersistenceId.of(Wallets.KEY.name(), buyerId);
  }

  @Override
  public WalletState emptyState() {
    return WalletState.unopened(buyerId);
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    // The events stay: the ledger is made from them.
    return RetentionCriteria.snapshotEvery(settings.snapshotEvery(), SNAPSHOTS_KEPT);
  }

  @Override
  public CommandHandlerWithReply<WalletCommand, WalletEvent, WalletState> commandHandler() {
    return newCommandHandlerWithReplyBuilder()
        .forAnyState()
        .onCommand(WalletCommand.Charge.class, this::onCharge)
        .onCommand(WalletCommand.Reverse.class, this::onReverse)
        .onCommand(WalletCommand.Refund.class, this::onRefund)
        .onCommand(WalletCommand.PayOut.class, this::onPayOut)
        .onCommand(WalletCommand.PayUp.class, this::onPayUp)
        .onCommand(WalletCommand.Deposit.class, this::onDeposit)
        .onCommand(WalletCommand.SetLimits.class, this::onSetLimits)
        .onCommand(WalletCommand.SetHouseLimits.class, this::onSetHouseLimits)
        .onCommand(WalletCommand.Exclude.class, this::onExclude)
        .onCommand(WalletCommand.ApproveStake.class, this::onApproveStake)
        .onCommand(WalletCommand.GetLimits.class, this::onGetLimits)
        .onCommand(WalletCommand.GetWallet.class, this::onGetWallet)
        .onCommand(WalletCommand.HasStaked.class, this::onHasStaked)
        .onCommand(WalletProgress.Idle.class, this::onIdle)
        // The shard has asked to stop and waits for the end of this actor, not for a reply.
        .onCommand(WalletCommand.Stop.class, () -> Effect().stop().thenNoReply())
        .build();
  }

  @Override
  public EventHandler<WalletState, WalletEvent> eventHandler() {
    return (wallet, event) -> wallet.after(event, settings.rules());
  }

  @Override
  public SignalHandler<WalletState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), wallet -> failing = false)
        .onSignal(
            RecoveryFailed.class,
            (wallet, failed) -> {
              failing = true;
              ctx.getLog().warn("can't be loaded yet: {}", failed.getFailure().getMessage());
            })
        .onSignal(
            PreRestart.instance(),
            wallet -> {
              failing = true;
              ctx.getLog().warn("starts again from its events: the journal has failed");
            })
        .build();
  }

  private ReplyEffect<WalletEvent, WalletState> onCharge(
      WalletState wallet, WalletCommand.Charge command) {
    Decision<ChargeReply> decision = wallet.charge(command, settings.rules(), clock.instant());
    WalletLog.charge(ctx.getLog(), command, decision.reply());
    return carryOut(decision, command.replyTo());
  }

  private ReplyEffect<WalletEvent, WalletState> onReverse(
      WalletState wallet, WalletCommand.Reverse command) {
    Decision<ReverseReply> decision = wallet.reverse(command, settings.rules(), clock.instant());
    WalletLog.reverse(ctx.getLog(), command, decision.reply());
    return carryOut(decision, command.replyTo());
  }

  private ReplyEffect<WalletEvent, WalletState> onRefund(
      WalletState wallet, WalletCommand.Refund command) {
    Decision<RefundReply> decision = wallet.refund(command, settings.rules(), clock.instant());
    WalletLog.refund(ctx.getLog(), command, decision.reply());
    return carryOut(decision, command.replyTo());
  }

  private ReplyEffect<WalletEvent, WalletState> onPayOut(
      WalletState wallet, WalletCommand.PayOut command) {
    Decision<PayOutReply> decision = wallet.payOut(command, settings.rules(), clock.instant());
    WalletLog.payOut(ctx.getLog(), command, decision.reply());
    return carryOut(decision, command.replyTo());
  }

  private ReplyEffect<WalletEvent, WalletState> onPayUp(
      WalletState wallet, WalletCommand.PayUp command) {
    Decision<PayUpReply> decision = wallet.payUp(command, settings.rules(), clock.instant());
    WalletLog.payUp(ctx.getLog(), command, decision.reply());
    return carryOut(decision, command.replyTo());
  }

  private ReplyEffect<WalletEvent, WalletState> onDeposit(
      WalletState wallet, WalletCommand.Deposit command) {
    Decision<DepositReply> decision = wallet.deposit(command, settings.rules(), clock.instant());
    WalletLog.deposit(ctx.getLog(), command, decision.reply());
    return carryOut(decision, command.replyTo());
  }

  private ReplyEffect<WalletEvent, WalletState> onSetLimits(
      WalletState wallet, WalletCommand.SetLimits command) {
    return play(wallet, command, command.replyTo(), decider -> decider.set(command));
  }

  private ReplyEffect<WalletEvent, WalletState> onSetHouseLimits(
      WalletState wallet, WalletCommand.SetHouseLimits command) {
    return play(wallet, command, command.replyTo(), decider -> decider.setHouse(command));
  }

  private ReplyEffect<WalletEvent, WalletState> onExclude(
      WalletState wallet, WalletCommand.Exclude command) {
    return play(wallet, command, command.replyTo(), decider -> decider.exclude(command));
  }

  private <R> ReplyEffect<WalletEvent, WalletState> play(
      WalletState wallet,
      Correlated command,
      ActorRef<R> replyTo,
      Function<PlayDecider, Decision<R>> decider) {
    Decision<R> decision = wallet.play(command, settings.rules(), clock.instant(), decider);
    WalletLog.play(ctx.getLog(), decision.events());
    return carryOut(decision, replyTo);
  }

  private ReplyEffect<WalletEvent, WalletState> onApproveStake(
      WalletState wallet, WalletCommand.ApproveStake command) {
    Decision<ApproveReply> decision = wallet.approve(command, settings.rules(), clock.instant());
    WalletLog.approve(ctx.getLog(), command, decision.reply());
    return carryOut(decision, command.replyTo());
  }

  private ReplyEffect<WalletEvent, WalletState> onGetLimits(
      WalletState wallet, WalletCommand.GetLimits command) {
    return Effect().reply(command.replyTo(), wallet.limits(settings.rules(), clock.instant()));
  }

  private ReplyEffect<WalletEvent, WalletState> onGetWallet(
      WalletState wallet, WalletCommand.GetWallet command) {
    return Effect().reply(command.replyTo(), wallet.shown(settings.rules(), clock.instant()));
  }

  private ReplyEffect<WalletEvent, WalletState> onHasStaked(
      WalletState wallet, WalletCommand.HasStaked question) {
    boolean any = wallet.hasStaked(question.matchId(), settings.rules(), clock.instant());
    return Effect().reply(question.replyTo(), new WalletCommand.Staked(any));
  }

  private ReplyEffect<WalletEvent, WalletState> onIdle(WalletProgress.Idle idle) {
    if (passivating) {
      // Its Stop was lost, as a full stash drops what comes. The shard asks no second time and
      // keeps
      // what is for this wallet until it ends.
      return Effect().stop().thenNoReply();
    }
    passivating = true;
    // The shard answers with Stop, after it has taken care of what is on its way to this actor.
    shard.tell(new ClusterSharding.Passivate<>(ctx.getSelf()));
    return Effect().noReply();
  }

  private <R> ReplyEffect<WalletEvent, WalletState> carryOut(
      Decision<R> decision, ActorRef<R> replyTo) {
    return decision.events().isEmpty()
        ? Effect().reply(replyTo, decision.reply())
        : Effect().persist(decision.events()).thenReply(replyTo, wallet -> decision.reply());
  }
}
