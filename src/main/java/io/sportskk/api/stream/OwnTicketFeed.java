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
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Every change of a buyer's own tickets, for the streams of buyers at this node. What is lost on
 * the way to the node is lost: the buyer's list has it all the same.
 *
 * <p>A change is looked at by its buyer's readers alone, and kept only while there is one: of a
 * buyer who comes back nothing is here but by another stream of his, so that mostly he is told of a
 * gap, and loads his list.
 */
public final class OwnTicketFeed extends AbstractBehavior<FeedCommand> {

  /** More than a buyer's browser is ever behind; who is further behind is disconnected. */
  private static final int REPLAY = 100;

  private final Function<Ticket, Object> json;
  private final Supplier<String> incarnation;
  private final Map<String, Buyer> buyers = new HashMap<>();

  /** One who reads. */
  private record Buyer(FeedRing ring, FeedReaders readers, Set<FeedCommand.Reader> open) {}

  /**
   * @param json a ticket as its buyer sees it
   * @param incarnation a new name at each call: lower-case letters and digits, at most 32
   */
  public static Behavior<FeedCommand> create(
      ActorRef<Topic.Command<Ticket>> changes,
      Function<Ticket, Object> json,
      Supplier<String> incarnation) {
    return Behaviors.supervise(
            Behaviors.<FeedCommand>setup(
                context -> new OwnTicketFeed(context, changes, json, incarnation)))
        .onFailure(SupervisorStrategy.restart());
  }

  private OwnTicketFeed(
      ActorContext<FeedCommand> context,
      ActorRef<Topic.Command<Ticket>> changes,
      Function<Ticket, Object> json,
      Supplier<String> incarnation) {
    super(context);
    this.json = json;
    this.incarnation = incarnation;
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
    Buyer buyer = buyers.get(changed.ticket().purchase().buyerId());
    if (buyer != null) {
      buyer.ring().append("ticket", () -> json.apply(changed.ticket()));
      buyer.readers().tell(buyer.ring()::after);
    }
    return this;
  }

  private Behavior<FeedCommand> open(FeedCommand.Open open) {
    Buyer buyer =
        buyers.computeIfAbsent(
            open.reader().buyerId(),
            id ->
                new Buyer(
                    new FeedRing(incarnation.get(), REPLAY), new FeedReaders(), new HashSet<>()));
    buyer.open().add(open.reader());
    open.answer().complete(buyer.ring().open(open.lastEventId()));
    return this;
  }

  private Behavior<FeedCommand> next(FeedCommand.Next next) {
    Buyer buyer = buyers.get(next.reader().buyerId());
    if (buyer == null) { // it was opened before this feed was restarted
      next.answer().complete(FeedBatch.end());
    } else {
      buyer.readers().next(next, buyer.ring()::after);
    }
    return this;
  }

  private Behavior<FeedCommand> leave(FeedCommand.Leave leave) {
    Buyer buyer = buyers.get(leave.reader().buyerId());
    if (buyer != null) {
      buyer.readers().leave(leave);
      buyer.open().remove(leave.reader());
      if (buyer.open().isEmpty()) {
        buyers.remove(leave.reader().buyerId());
      }
    }
    return this;
  }

  private Behavior<FeedCommand> stopped() {
    buyers.values().forEach(buyer -> buyer.readers().end());
    buyers.clear();
    return this;
  }
}
