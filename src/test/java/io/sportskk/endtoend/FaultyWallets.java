package io.sportskk.endtoend;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.Behaviors;
import io.sportskk.payment.WalletCommand;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Stands between the payment client and the real wallets, and does to the messages what networks
 * and broken nodes do.
 */
final class FaultyWallets {

  /** What happens to a command. */
  enum Fault {
    /** It arrives. */
    NONE,
    /** It is lost. */
    SILENT,
    /** It arrives, but the wallet's answer is lost. */
    ANSWER_LOST,
    /** It arrives twice. */
    TWICE
  }

  private final Map<String, ActorRef<WalletCommand>> between = new ConcurrentHashMap<>();
  private volatile Fault fault = Fault.NONE;

  void set(Fault fault) {
    this.fault = fault;
  }

  /** The wallets as the payment client of this actor system sees them. */
  Function<String, RecipientRef<WalletCommand>> over(
      Function<String, RecipientRef<WalletCommand>> wallets, ActorSystem<?> system) {
    return buyerId ->
        between.computeIfAbsent(
            buyerId + "@" + system.address(),
            name ->
                system.systemActorOf(
                    between(wallets.apply(buyerId), system),
                    "faulty-wallet-" + between.size(),
                    Props.empty()));
  }

  private Behavior<WalletCommand> between(
      RecipientRef<WalletCommand> wallet, ActorSystem<?> system) {
    return Behaviors.receiveMessage(
        command -> {
          switch (fault) {
            case NONE -> wallet.tell(command);
            case SILENT -> system.log().debug("lost: {}", command);
            case ANSWER_LOST -> wallet.tell(withoutAnswer(command, system));
            case TWICE -> {
              wallet.tell(command);
              wallet.tell(command);
            }
          }
          return Behaviors.same();
        });
  }

  private static WalletCommand withoutAnswer(WalletCommand command, ActorSystem<?> system) {
    if (command instanceof WalletCommand.Charge charge) {
      return new WalletCommand.Charge(
          charge.ticketId(),
          charge.matchId(),
          charge.amount(),
          charge.payBefore(),
          charge.salesCloseAt(),
          charge.correlationId(),
          system.ignoreRef());
    }
    if (command instanceof WalletCommand.Reverse reverse) {
      return new WalletCommand.Reverse(
          reverse.ticketId(),
          reverse.matchId(),
          reverse.cause(),
          reverse.salesCloseAt(),
          reverse.correlationId(),
          system.ignoreRef());
    }
    if (command instanceof WalletCommand.Refund refund) {
      return new WalletCommand.Refund(
          refund.ticketId(),
          refund.matchId(),
          refund.amount(),
          refund.cause(),
          refund.salesCloseAt(),
          refund.decidedAt(),
          refund.correlationId(),
          system.ignoreRef());
    }
    if (command instanceof WalletCommand.PayOut payOut) {
      return new WalletCommand.PayOut(
          payOut.ticketId(),
          payOut.matchId(),
          payOut.round(),
          payOut.payout(),
          payOut.tax(),
          payOut.cause(),
          payOut.decidedAt(),
          payOut.correlationId(),
          system.ignoreRef());
    }
    return command;
  }
}
