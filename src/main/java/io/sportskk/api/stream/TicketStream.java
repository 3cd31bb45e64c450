package io.sportskk.api.stream;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import io.sportskk.kernel.Correlated;
import io.sportskk.ticket.Ticket;
import io.sportskk.ticket.TicketCommand;
import io.sportskk.ticket.TicketNotice;
import java.time.Duration;
import java.util.Map;

/**
 * One client's stream of one ticket: subscribes to the ticket's entity, and again whenever the
 * entity has stopped, moved or fallen silent, from the last change that it has passed on. So every
 * change is passed on once. After the last change that there can be, the stream ends.
 */
public final class TicketStream extends AbstractBehavior<TicketStream.Message> {

  public sealed interface Message {}

  private record Notice(TicketNotice notice) implements Message {}

  private record EntityStopped(ActorRef<TicketCommand> entity) implements Message {}

  private record SubscribeAgain() implements Message {}

  /** It is this stream's turn to ask its ticket. */
  private record Admitted() implements Message {}

  /** The client has gone, or the stream has ended otherwise. */
  public record Ended() implements Message {}

  private static final Duration FIRST_WAIT = Duration.ofMillis(250);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final TimerScheduler<Message> timers;
  private final EntityRef<TicketCommand> ticket;
  private final BoundedSourceQueue<Ticket> client;
  private final Turnstile turnstile;
  private final Duration renewal;
  private final ActorRef<TicketNotice> notices;
  private Turnstile.Place place;
  private ActorRef<TicketCommand> entity;
  private Duration wait = FIRST_WAIT;
  private long last;

  /**
   * @param after the number of the last change that the client has, 0 for none
   * @param client is completed if it takes changes too slowly
   * @param turnstile whoever subscribes is in it until the entity has answered, or until it is
   *     asked again
   * @param renewal how often the subscription is renewed, in case a message was lost
   * @param correlationId of the request that opened the stream
   */
  public static Behavior<Message> create(
      EntityRef<TicketCommand> ticket,
      long after,
      BoundedSourceQueue<Ticket> client,
      Turnstile turnstile,
      Duration renewal,
      String correlationId) {
    return Behaviors.withMdc(
        Message.class,
        Map.of("ticketId", ticket.getEntityId(), Correlated.MDC_KEY, correlationId),
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers ->
                        new TicketStream(context, timers, ticket, after, client, turnstile, renewal)
                            .subscribe())));
  }

  private TicketStream(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      EntityRef<TicketCommand> ticket,
      long after,
      BoundedSourceQueue<Ticket> client,
      Turnstile turnstile,
      Duration renewal) {
    super(context);
    this.timers = timers;
    this.ticket = ticket;
    this.last = after;
    this.client = client;
    this.turnstile = turnstile;
    this.renewal = renewal;
    this.notices = context.messageAdapter(TicketNotice.class, Notice::new);
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Notice.class, this::notice)
        .onMessage(EntityStopped.class, this::entityStopped)
        .onMessage(SubscribeAgain.class, again -> subscribe())
        .onMessage(Admitted.class, admitted -> ask())
        .onMessage(Ended.class, ended -> Behaviors.stopped())
        .onSignal(PostStop.class, signal -> completed())
        .build();
  }

  /** A ticket that reached its last status does not change any more. */
  public static boolean isLast(Ticket change) {
    return switch (change.status()) {
      case REJECTED, CANCELLED, WON, LOST, REFUNDED -> true;
      case PENDING, APPROVED, CANCELLING, UNDECIDED -> false;
    };
  }

  private Behavior<Message> subscribe() {
    timers.cancel(SubscribeAgain.class);
    leave();
    ActorRef<Message> self = getContext().getSelf();
    place = turnstile.enter(() -> self.tell(new Admitted()));
    return this;
  }

  private void leave() {
    if (place != null) {
      place.leave();
    }
  }

  /** Asks again until there is an answer. */
  private Behavior<Message> ask() {
    ticket.tell(new TicketCommand.Subscribe(last, notices));
    timers.startSingleTimer(SubscribeAgain.class, new SubscribeAgain(), wait);
    Duration doubled = wait.multipliedBy(2);
    wait = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
    return this;
  }

  private Behavior<Message> notice(Notice message) {
    TicketNotice notice = message.notice();
    if (notice instanceof TicketNotice.Subscribed subscribed) {
      return subscribed(subscribed.entity());
    }
    if (notice instanceof TicketNotice.Changed changed) {
      return changed(changed.ticket());
    }
    // It was there when the stream was opened, so this can't be; but a stream must not hang.
    getContext().getLog().warn("the ticket is not known to its entity");
    return Behaviors.stopped();
  }

  private Behavior<Message> subscribed(ActorRef<TicketCommand> subscribedTo) {
    if (!subscribedTo.equals(entity)) {
      if (entity != null) {
        getContext().unwatch(entity);
      }
      entity = subscribedTo;
      getContext().watchWith(entity, new EntityStopped(entity));
    }
    wait = FIRST_WAIT;
    leave();
    timers.startSingleTimer(SubscribeAgain.class, new SubscribeAgain(), renewal);
    return this;
  }

  private Behavior<Message> entityStopped(EntityStopped stopped) {
    if (!stopped.entity().equals(entity)) {
      return this;
    }
    entity = null;
    return subscribe();
  }

  private Behavior<Message> changed(Ticket change) {
    if (change.sequenceNr() <= last) {
      return this; // it was passed on before
    }
    if (change.sequenceNr() > last + 1) {
      return subscribe(); // one was lost on its way
    }
    QueueOfferResult offered = client.offer(change);
    if (offered.isEnqueued()) {
      last = change.sequenceNr();
      return isLast(change) ? Behaviors.stopped() : this;
    }
    if (offered.equals(QueueOfferResult.dropped())) {
      getContext().getLog().info("the stream of a slow reader is closed");
    }
    return Behaviors.stopped();
  }

  /** The client gets what waits for it, and connects again; whether to a stream is seen then. */
  private Behavior<Message> completed() {
    leave();
    try {
      client.complete();
    } catch (IllegalStateException e) {
      getContext().getLog().debug("the stream has ended before: {}", e.getMessage());
    }
    return this;
  }
}
