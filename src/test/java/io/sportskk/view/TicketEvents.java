package io.sportskk.view;

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
import io.sportskk.testing.TestCluster;
import io.sportskk.ticket.Award;
import io.sportskk.ticket.CancellationReason;
import io.sportskk.ticket.PaidSoFar;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.ReversalDecision;
import io.sportskk.ticket.TicketEvent;
import io.sportskk.ticket.TicketEvent.CancellationRefused;
import io.sportskk.ticket.TicketEvent.CancellationRequested;
import io.sportskk.ticket.TicketEvent.Canceller;
import io.sportskk.ticket.TicketEvent.ReversalDecided;
import io.sportskk.ticket.TicketEvent.ReversalRefused;
import io.sportskk.ticket.TicketEvent.TicketApproved;
import io.sportskk.ticket.TicketEvent.TicketCancelled;
import io.sportskk.ticket.TicketEvent.TicketRejected;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import io.sportskk.ticket.TicketEvent.TicketSettled;
import io.sportskk.ticket.TicketEvent.TicketTallied;
import io.sportskk.ticket.TicketEvent.TooLateToCancel;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Events of tickets for tests, and a way to write them to the journal as the tickets do. */
final class TicketEvents {

  private TicketEvents() {}

  static Purchase purchase(String ticketId, Instant requestedAt) {
    return purchase(ticketId, "buyer-1", "match-1", "KT", requestedAt);
  }

  static Purchase purchase(
      String ticketId, String buyerId, String matchId, String team, Instant requestedAt) {
    return new Purchase(
        ticketId, buyerId, matchId, team, Money.won(1000), requestedAt, "correlation-" + ticketId);
  }

  static TicketEvent requested(Purchase purchase) {
    Instant at = purchase.requestedAt();
    return new TicketRequested(purchase, at.plusSeconds(600), at.plusSeconds(3600), null);
  }

  static TicketEvent approved(Purchase purchase) {
    return new TicketApproved(
        purchase,
        purchase.requestedAt().plusSeconds(600),
        false,
        purchase.requestedAt().plusMillis(10));
  }

  static TicketEvent settled(Purchase purchase, Award award) {
    return new TicketSettled(
        purchase,
        1,
        award,
        null,
        "correlation-of-settlement",
        purchase.requestedAt().plusSeconds(7200));
  }

  /** By a second round, what an earlier one has paid stays paid. */
  static TicketEvent corrected(Purchase purchase, Award award, Award paid) {
    return new TicketSettled(
        purchase,
        2,
        award,
        new PaidSoFar(paid.amount(), paid.tax()),
        "correlation-of-correction",
        purchase.requestedAt().plusSeconds(9000));
  }

  static TicketEvent tallied(Purchase purchase) {
    return new TicketTallied(purchase, purchase.requestedAt().plusMillis(20));
  }

  static TicketEvent rejected(Purchase purchase) {
    return new TicketRejected(
        purchase, "INSUFFICIENT_FUNDS", purchase.requestedAt().plusMillis(10));
  }

  static TicketEvent cancellationRequested(Purchase purchase) {
    return new CancellationRequested(
        purchase,
        CancellationReason.BUYER_REQUEST,
        "correlation-of-cancel",
        purchase.requestedAt().plusMillis(30));
  }

  static TicketEvent reversalRefused(Purchase purchase) {
    return new ReversalRefused(
        purchase, "forgotten", "correlation-of-cancel", purchase.requestedAt().plusMillis(32));
  }

  static TicketEvent reversalDecided(Purchase purchase) {
    return new ReversalDecided(
        purchase,
        ReversalDecision.GIVE_BACK,
        "admin-1",
        null,
        "correlation-of-decision",
        purchase.requestedAt().plusMillis(34));
  }

  static TicketEvent cancelled(Purchase purchase) {
    return new TicketCancelled(
        purchase,
        CancellationReason.BUYER_REQUEST,
        true,
        "correlation-of-cancel",
        purchase.requestedAt().plusMillis(40));
  }

  static TicketEvent cancellationRefused(Purchase purchase, Canceller as, String by) {
    return new CancellationRefused(
        purchase,
        TooLateToCancel.SALES_CLOSED,
        as,
        by,
        "correlation-of-" + by,
        purchase.requestedAt().plusSeconds(3700));
  }

  /** Writes events of one ticket, and ends. */
  static CompletionStage<Done> write(TestCluster cluster, TicketEvent... events) {
    ActorRef<Write> writer = cluster.testKit().spawn(writer(events[0].purchase().ticketId()));
    return AskPattern.askWithStatus(
        writer,
        replyTo -> new Write(List.of(events), replyTo),
        LIMIT,
        cluster.system().scheduler());
  }

  private record Write(List<TicketEvent> events, ActorRef<StatusReply<Done>> replyTo) {}

  private static Behavior<Write> writer(String ticketId) {
    return new EventSourcedBehavior<Write, TicketEvent, Integer>(
        PersistenceId.of("Ticket", ticketId)) {

      @Override
      public Integer emptyState() {
        return 0;
      }

      @Override
      public CommandHandler<Write, TicketEvent, Integer> commandHandler() {
        return (state, write) ->
            Effect()
                .persist(write.events())
                .thenRun(done -> write.replyTo().tell(StatusReply.ack()))
                .thenStop();
      }

      @Override
      public EventHandler<Integer, TicketEvent> eventHandler() {
        return (count, event) -> count + 1;
      }
    };
  }
}
