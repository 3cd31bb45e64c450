package io.sportskk.api.stream;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.pubsub.Topic;
import io.sportskk.ticket.Ticket;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Every change of every ticket, for the administrator's streams of this node. What is lost on the
 * way to the node is lost: the administrator's view has it all the same.
 */
public final class TicketFeed extends AbstractBehavior<FeedCommand> {

  private final Function<Ticket, Object> json;
  private final FeedRing ring;
  private final FeedReaders readers = new FeedReaders();

  /**
   * @param json a ticket as clients see it
   * @param incarnation a new name at each call: lower-case letters and digits, at most 32
   * @param size how many changes can be replayed
   */
  public static Behavior<FeedCommand> create(
      ActorRef<Topic.Command<Ticket>> changes,
      Function<Ticket, Object> json,
      Supplier<String> incarnation,
      int size) {
    return Behaviors.supervise(
            Behaviors.<FeedCommand>setup(
                context ->
                    new TicketFeed(context, changes, json, new FeedRing(incarnation.get(), size))))
        .onFailure(SupervisorStrategy.restart());
  }

  private TicketFeed(
      ActorContext<FeedCommand> context,
      ActorRef<Topic.Command<Ticket>> changes,
      Function<Ticket, Object> json,
      FeedRing ring) {
    super(context);
    this.json = json;
    this.ring = ring;
    changes.tell(
        Topic.subscribe(context.messageAdapter(Ticket.class, FeedCommand.TicketChanged::new)));
  }

  @Override
  public Receive<FeedCommand> createReceive() {
    return newReceiveBuilder()
        .onMessage(FeedCommand.TicketChanged.class, this::changed)
        .onMessage(FeedCommand.Open.class, this::open)
        .onMessage(FeedCommand.Next.class, this::next)
        .onMessage(FeedCommand.Leave.class, this::leave)
        .onSignal(PreRestart.class, signal -> stopped())
        .onSignal(PostStop.class, signal -> stopped())
        .build();
  }

  private Behavior<FeedCommand> changed(FeedCommand.TicketChanged changed) {
    ring.append("ticket", () -> json.apply(changed.ticket()));
    readers.tell(ring::after);
    return this;
  }

  private Behavior<FeedCommand> open(FeedCommand.Open open) {
    open.answer().complete(ring.open(open.lastEventId()));
    return this;
  }

  private Behavior<FeedCommand> next(FeedCommand.Next next) {
    readers.next(next, ring::after);
    return this;
  }

  private Behavior<FeedCommand> leave(FeedCommand.Leave leave) {
    readers.leave(leave);
    return this;
  }

  private Behavior<FeedCommand> stopped() {
    readers.end();
    return this;
  }
}
