package io.sportskk.ticket;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.persistence.typed.javadsl.EffectFactories;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.sportskk.kernel.Correlated;
import io.sportskk.ticket.TicketCommand.Asked;
import io.sportskk.ticket.TicketCommand.Resume;
import io.sportskk.ticket.TicketEvent.CancellationRefused;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import io.sportskk.ticket.TicketEvent.TicketTallied;
import io.sportskk.ticket.TicketState.Sold;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;

/** What the handlers of a ticket's commands can bring about. */
record TicketEffects(
    EffectFactories<TicketEvent, TicketState> effect,
    ActorContext<TicketCommand> context,
    TicketSaga saga,
    Subscribers subscribers,
    RefusedAskers refused,
    PurchaseReport report) {

  /**
   * Makes the event durable, tells the subscribers, and then goes on.
   *
   * @param then what is to be done in the new state
   */
  ReplyEffect<TicketEvent, TicketState> persist(TicketEvent event, Consumer<Sold> then) {
    return persist(List.of(event), then);
  }

  /** As {@link #persist(TicketEvent, Consumer)}, several that happen at once: all or none. */
  ReplyEffect<TicketEvent, TicketState> persist(
      List<? extends TicketEvent> events, Consumer<Sold> then) {
    TicketEvent last = events.get(events.size() - 1);
    return effect
        .persist(List.<TicketEvent>copyOf(events))
        .thenRun(
            (TicketState state) -> {
              Sold sold = (Sold) state;
              saga.nextStep();
              sold.history().last(events.size()).forEach(subscribers::tell);
              if (!(last instanceof TicketRequested || last instanceof TicketTallied)) {
                Correlated.inLog(last.correlationId(), () -> report.outcome(log(), sold.ticket()));
              }
              then.accept(sold);
            })
        .thenNoReply();
  }

  /**
   * Makes durable what changes nothing of the ticket: nobody is told of it, and what is under way
   * goes on.
   */
  ReplyEffect<TicketEvent, TicketState> note(CancellationRefused event, Runnable then) {
    return effect.persist(event).thenRun(state -> then.run()).thenNoReply();
  }

  /** Answers, and changes nothing. */
  <R> ReplyEffect<TicketEvent, TicketState> reply(ActorRef<? super R> replyTo, R reply) {
    return effect.none().thenRun(() -> replyTo.tell(reply)).thenNoReply();
  }

  /** Answers that nothing was done, which remains so however often the same asker repeats it. */
  <R> ReplyEffect<TicketEvent, TicketState> refuse(
      Asked asked, ActorRef<? super R> replyTo, R refusal) {
    return effect
        .none()
        .thenRun(
            () -> {
              refused.add(asked);
              replyTo.tell(refusal);
            })
        .thenNoReply();
  }

  /** As {@link #refuse}, when it is only for now that nothing can be done. */
  <R> ReplyEffect<TicketEvent, TicketState> refuseForNow(
      Asked asked, ActorRef<? super R> replyTo, R refusal) {
    return effect
        .none()
        .thenRun(
            () -> {
              refused.addAndStay(asked);
              replyTo.tell(refusal);
            })
        .thenNoReply();
  }

  /** Tells the sweeper that it need not have woken this ticket. */
  ReplyEffect<TicketEvent, TicketState> nothingLeft(String ticketId, Resume resume) {
    return resume.replyTo() == null
        ? effect.noReply()
        : reply(resume.replyTo(), new ResumeReply.NothingLeft(ticketId, resume.wokenAt()));
  }

  /** Nobody is to be answered now: whoever waits is answered by a later step. */
  ReplyEffect<TicketEvent, TicketState> noReply() {
    return effect.noReply();
  }

  /** The entity's log, which knows the request at hand. */
  Logger log() {
    return context.getLog();
  }
}
