package io.sportskk.ledger;

import static io.sportskk.testing.Patience.LIMIT;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AskPattern;
import akka.pattern.StatusReply;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import io.sportskk.kernel.Money;
import io.sportskk.payment.ChargeReply;
import io.sportskk.payment.WalletEvent;
import io.sportskk.payment.WalletEvent.ChargeBarred;
import io.sportskk.payment.WalletEvent.ChargeReversed;
import io.sportskk.payment.WalletEvent.Charged;
import io.sportskk.payment.WalletEvent.Deposited;
import io.sportskk.payment.WalletEvent.PaidOut;
import io.sportskk.payment.WalletEvent.Refunded;
import io.sportskk.payment.WalletEvent.ReturnCause;
import io.sportskk.testing.TestCluster;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Events of wallets for tests, and a way to write them to the journal as the wallets do. */
final class WalletEvents {

  static final Instant AT = Instant.parse("2026-05-01T09:30:00.123456Z");
  private static final Instant CLOSE = AT.plusSeconds(3600);

  private WalletEvents() {}

  static WalletEvent deposited(String buyerId, long amount) {
    return new Deposited(buyerId, "deposit-1", Money.won(amount), "correlation-deposit", AT);
  }

  static WalletEvent charged(String buyerId, String ticketId, String matchId, long amount) {
    return new Charged(
        buyerId, ticketId, matchId, Money.won(amount), CLOSE, null, "correlation-" + ticketId, AT);
  }

  static WalletEvent reversed(String buyerId, String ticketId, String matchId, long amount) {
    return new ChargeReversed(
        buyerId,
        ticketId,
        matchId,
        Money.won(amount),
        ReturnCause.BUYER_REQUEST,
        "correlation-of-reversal",
        AT);
  }

  static WalletEvent refunded(String buyerId, String ticketId, String matchId, long amount) {
    return new Refunded(
        buyerId,
        ticketId,
        matchId,
        Money.won(amount),
        ReturnCause.VOID,
        CLOSE,
        AT,
        "correlation-of-refund",
        AT);
  }

  static WalletEvent paidOut(
      String buyerId, String ticketId, String matchId, long payout, long tax) {
    return paidOut(buyerId, ticketId, matchId, payout, tax, null);
  }

  static WalletEvent paidOut(
      String buyerId, String ticketId, String matchId, long payout, long tax, ReturnCause cause) {
    return new PaidOut(
        buyerId,
        ticketId,
        matchId,
        1,
        Money.won(payout),
        Money.won(tax),
        cause,
        AT,
        "correlation-of-payout",
        AT);
  }

  static WalletEvent barred(String buyerId, String ticketId, String matchId) {
    return new ChargeBarred(
        buyerId,
        ticketId,
        matchId,
        ChargeReply.Reason.INSUFFICIENT_FUNDS,
        CLOSE,
        "correlation-" + ticketId,
        AT);
  }

  /** Writes events of one wallet, and waits until they are stored. */
  static void write(TestCluster cluster, WalletEvent... events) {
    ActorRef<Write> writer = cluster.testKit().spawn(writer(events[0].buyerId()));
    AskPattern.<Write, Done>askWithStatus(
            writer,
            replyTo -> new Write(List.of(events), replyTo),
            LIMIT,
            cluster.system().scheduler())
        .toCompletableFuture()
        .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  private record Write(List<WalletEvent> events, ActorRef<StatusReply<Done>> replyTo) {}

  private static Behavior<Write> writer(String buyerId) {
    return new EventSourcedBehavior<Write, WalletEvent, Integer>(
        PersistenceId.of("Wallet", buyerId)) {

      @Override
      public Integer emptyState() {
        return 0;
      }

      @Override
      public CommandHandler<Write, WalletEvent, Integer> commandHandler() {
        return (state, write) ->
            Effect()
                .persist(write.events())
                .thenRun(done -> write.replyTo().tell(StatusReply.ack()))
                .thenStop();
      }

      @Override
      public EventHandler<Integer, WalletEvent> eventHandler() {
        return (count, event) -> count + 1;
      }
    };
  }
}
