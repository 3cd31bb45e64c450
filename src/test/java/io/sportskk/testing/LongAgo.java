package io.sportskk.testing;

import static io.sportskk.testing.Patience.LIMIT;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.pattern.StatusReply;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import io.sportskk.kernel.Money;
import io.sportskk.payment.WalletEvent;
import io.sportskk.ticket.CancellationReason;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketEvent.CancellationRequested;
import io.sportskk.ticket.TicketEvent.TicketApproved;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What happened before wallets forgot it: events in the journal of a node that runs. */
public final class LongAgo {

  private LongAgo() {}

  /**
   * A ticket that its buyer has cancelled, when payment did not answer, of a match that was closed
   * so long ago that wallets have forgotten it. Nobody has asked the ticket nor the wallet yet.
   *
   * @param buyerId of whom there is no wallet yet
   * @param charged whether there was a charge
   * @return the ticket's id
   */
  public static String cancelled(
      ActorSystem<?> system, String buyerId, String matchId, long stake, boolean charged) {
    Instant at = Instant.now().minus(Duration.ofDays(8));
    Instant close = at.plus(Duration.ofHours(3));
    String ticketId = UUID.randomUUID().toString();
    Money won = Money.won(stake);
    WalletEvent opening =
        new WalletEvent.Deposited(
            buyerId,
            WalletEvent.OPENING_BALANCE,
            Money.won(Office.OPENING_BALANCE),
            "long-ago",
            at);
    WalletEvent charge =
        new WalletEvent.Charged(buyerId, ticketId, matchId, won, close, null, "long-ago", at);
    write(
        system,
        PersistenceId.of("Wallet", buyerId),
        charged ? List.of(opening, charge) : List.of(opening));
    Purchase purchase = new Purchase(ticketId, buyerId, matchId, "LG", won, at, "long-ago");
    Instant deadline = at.plus(Duration.ofMinutes(10));
    CancellationRequested cancellation =
        new CancellationRequested(
            purchase, CancellationReason.BUYER_REQUEST, "long-ago", at.plusSeconds(1));
    TicketRequested requested = new TicketRequested(purchase, deadline, close, null);
    write(
        system,
        PersistenceId.of("Ticket", ticketId),
        charged
            ? List.of(requested, new TicketApproved(purchase, deadline, false, at), cancellation)
            : List.of(requested, cancellation));
    return ticketId;
  }

  private record Write(List<?> events, ActorRef<StatusReply<Done>> replyTo) {}

  private static void write(ActorSystem<?> system, PersistenceId id, List<?> events) {
    ActorRef<Write> writer =
        system.systemActorOf(writer(id), "long-ago-" + UUID.randomUUID(), Props.empty());
    AskPattern.askWithStatus(
            writer,
            (ActorRef<StatusReply<Done>> replyTo) -> new Write(events, replyTo),
            LIMIT,
            system.scheduler())
        .toCompletableFuture()
        .join();
  }

  private static Behavior<Write> writer(PersistenceId id) {
    return new EventSourcedBehavior<Write, Object, Integer>(id) {

      @Override
      public Integer emptyState() {
        return 0;
      }

      @Override
      public CommandHandler<Write, Object, Integer> commandHandler() {
        return (state, write) ->
            Effect()
                .persist(List.<Object>copyOf(write.events()))
                .thenRun(done -> write.replyTo().tell(StatusReply.ack()))
                .thenStop();
      }

      @Override
      public EventHandler<Integer, Object> eventHandler() {
        return (count, event) -> count + 1;
      }
    };
  }
}
