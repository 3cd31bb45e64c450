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
 * shard could not move until it gives up. That holds also for what its shard has asked before,
 * while a write or the recovery hung: it waits among the commands.
 *
 * <p>It does not hear of what was being stored any more. When several events fail together, the
 * journal answers once for each, and the first answer starts the wallet again. Akka 2.8.5 lets the
 * others wait among the commands and, when their turn has come, does not go on to the next command.
 *
 * @param <M> also what the journal sends, which is no command
 */
final class WhileFailing<M> extends BehaviorInterceptor<Object, M> {

  private final BooleanSupplier failing;

  private boolean stopAsked;

  WhileFailing(BooleanSupplier failing) {
    super(Object.class);
    this.failing = failing;
  }

  @Override
  @SuppressWarnings("unchecked")
  public Behavior<M> aroundReceive(
      TypedActorContext<Object> context, Object message, ReceiveTarget<M> wallet) {
    if (message instanceof WalletCommand.Stop) {
      stopAsked = true;
    }
    if (mustStop()) {
      return Behaviors.stopped();
    }
    if (failing.getAsBoolean() && message instanceof JournalProtocol.WriteMessageFailure) {
      return Behaviors.same();
    }
    Behavior<M> next = wallet.apply(context, (M) message);
    return mustStop() ? Behaviors.stopped() : next;
  }

  private boolean mustStop() {
    return stopAsked && failing.getAsBoolean();
  }
}
