package io.sportskk.payment;

import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.function.BooleanSupplier;

/**
 * Has a wallet whose journal fails obey its shard. Commands wait until the wallet is loaded again;
 * to stop would have to wait as long, and the shard could not move until it gives up.
 */
final class StopsWhileFailing extends BehaviorInterceptor<WalletCommand, WalletCommand> {

  private final BooleanSupplier failing;

  StopsWhileFailing(BooleanSupplier failing) {
    super(WalletCommand.class);
    this.failing = failing;
  }

  @Override
  public Behavior<WalletCommand> aroundReceive(
      TypedActorContext<WalletCommand> context,
      WalletCommand command,
      ReceiveTarget<WalletCommand> wallet) {
    return command instanceof WalletCommand.Stop && failing.getAsBoolean()
        ? Behaviors.stopped()
        : wallet.apply(context, command);
  }
}
