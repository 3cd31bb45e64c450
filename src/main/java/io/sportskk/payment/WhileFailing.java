package io.sportskk.payment;

import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.JournalProtocol;
import java.util.function.BooleanSupplier;

/**
 * What comes to a wallet whose journal has failed, until it is loaded again.
 *
 * <p>It obeys its shard. Commands wait until then; to stop would have to wait as long, and the
 * shard could not move until it gives up.
 *
 * <p>It does not hear of what was being stored any more. When several events fail together, the
 * journal answers once for each, and the first answer starts the wallet again. Akka 2.8.5 lets the
 * others wait among the commands and, when their turn has come, does not go on to the next command.
 *
 * @param <M> also what the journal sends, which is no command
 */
final class WhileFailing<M> extends BehaviorInterceptor<Object, M> {

  private final BooleanSupplier failing;

  WhileFailing(BooleanSupplier failing) {
    super(Object.class);
    this.failing = failing;
  }

  @Override
  @SuppressWarnings("unchecked")
  public Behavior<M> aroundReceive(
      TypedActorContext<Object> context, Object message, ReceiveTarget<M> wallet) {
    if (failing.getAsBoolean()) {
      if (message instanceof WalletCommand.Stop) {
        return Behaviors.stopped();
      }
      if (message instanceof JournalProtocol.WriteMessageFailure) {
        return Behaviors.same();
      }
    }
    return wallet.apply(context, (M) message);
  }
}
