package io.sportskk.ticket;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.pubsub.Topic;
import java.util.HashSet;
import java.util.Set;

/** Who is told of a ticket's changes: its subscribers, and whoever listens to all tickets. */
final class Subscribers {

  private final ActorContext<TicketCommand> context;
  private final ActorRef<Topic.Command<Ticket>> everybody;
  private final Set<ActorRef<TicketNotice>> subscribers = new HashSet<>();

  Subscribers(ActorContext<TicketCommand> context, ActorRef<Topic.Command<Ticket>> everybody) {
    this.context = context;
    this.everybody = everybody;
  }

  void tell(Ticket ticket) {
    TicketNotice changed = new TicketNotice.Changed(ticket);
    subscribers.forEach(subscriber -> subscriber.tell(changed));
    everybody.tell(Topic.publish(ticket));
  }

  void add(ActorRef<TicketNotice> subscriber, TicketHistory history, long after) {
    if (subscribers.add(subscriber)) {
      context.watch(subscriber);
    }
    subscriber.tell(new TicketNotice.Subscribed(context.getSelf()));
    history.after(after).forEach(ticket -> subscriber.tell(new TicketNotice.Changed(ticket)));
  }

  void remove(ActorRef<?> subscriber) {
    subscribers.removeIf(subscriber::equals);
  }

  boolean isEmpty() {
    return subscribers.isEmpty();
  }
}
