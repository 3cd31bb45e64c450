package io.sportskk.tally;

import static io.sportskk.testing.Patience.LIMIT;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import io.sportskk.kernel.Money;
import io.sportskk.kernel.Slices;
import io.sportskk.ticket.CancellationReason;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketEvent;
import io.sportskk.ticket.TicketEvent.TicketApproved;
import io.sportskk.ticket.TicketEvent.TicketCancelled;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import io.sportskk.ticket.TicketEvent.TicketTallied;
import java.time.Instant;
import java.util.List;

/** Writes the events of tickets to the journal, as tickets do. */
final class TicketEvents {

  static final Slices SLICES = new Slices("Ticket", 4);

  private record Write(List<TicketEvent> events, ActorRef<Done> replyTo) {}

  private TicketEvents() {}

  static void write(ActorTestKit testKit, TicketEvent... events) {
    TestProbe<Done> written = testKit.createTestProbe(Done.class);
    ActorRef<Write> ticket = testKit.spawn(new JournalledTicket(events[0].purchase().ticketId()));
    ticket.tell(new Write(List.of(events), written.ref()));
    written.expectMessage(LIMIT, Done.getInstance());
    testKit.stop(ticket);
  }

  static Purchase purchase(String match, int number) {
    return new Purchase(
        match + "-" + number, "buyer", match, "KT", Money.won(100), Instant.now(), "correlation");
  }

  static TicketRequested requested(Purchase purchase) {
    return new TicketRequested(purchase, purchase.requestedAt(), purchase.requestedAt(), null);
  }

  static TicketApproved approvedAsTallied(Purchase purchase) {
    return new TicketApproved(purchase, purchase.requestedAt(), true, purchase.requestedAt());
  }

  static TicketApproved approved(Purchase purchase) {
    return new TicketApproved(purchase, purchase.requestedAt(), false, purchase.requestedAt());
  }

  static TicketTallied tallied(Purchase purchase) {
    return new TicketTallied(purchase, purchase.requestedAt());
  }

  static TicketCancelled cancelled(Purchase purchase, boolean wasApproved) {
    return new TicketCancelled(
        purchase,
        CancellationReason.BUYER_REQUEST,
        wasApproved,
        "correlation",
        purchase.requestedAt());
  }

  private static final class JournalledTicket
      extends EventSourcedBehavior<Write, TicketEvent, Done> {

    JournalledTicket(String ticketId) {
      super(PersistenceId.of("Ticket", ticketId));
    }

    @Override
    public Done emptyState() {
      return Done.getInstance();
    }

    @Override
    public CommandHandler<Write, TicketEvent, Done> commandHandler() {
      return newCommandHandlerBuilder()
          .forAnyState()
          .onCommand(
              Write.class,
              write ->
                  Effect()
                      .persist(write.events())
                      .thenRun(state -> write.replyTo().tell(Done.getInstance())))
          .build();
    }

    @Override
    public EventHandler<Done, TicketEvent> eventHandler() {
      return (state, event) -> state;
    }
  }
}
