package io.sportskk.tally;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.projection.eventsourced.EventEnvelope;
import akka.projection.javadsl.Handler;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketEvent;
import io.sportskk.ticket.TicketEvent.TicketApproved;
import io.sportskk.ticket.TicketEvent.TicketCancelled;
import io.sportskk.ticket.TicketEvent.TicketTallied;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sends the tallies what a group of events asks of them, all at once, and is done when all of them
 * are. It asks them directly, not through the circuit breaker of the synchronous request: it can
 * wait, and it must not be turned away because a request could not wait.
 */
final class TallyProjectionHandler extends Handler<List<EventEnvelope<TicketEvent>>> {

  private final ClusterSharding sharding;
  private final Duration timeout;
  private final Timer latency;
  private final Clock clock;

  TallyProjectionHandler(
      ClusterSharding sharding, Duration timeout, MeterRegistry metrics, Clock clock) {
    this.sharding = sharding;
    this.timeout = timeout;
    this.latency = metrics.timer("sportskk.projection.latency", "projection", TallyProjection.NAME);
    this.clock = clock;
  }

  @Override
  public CompletionStage<Done> process(List<EventEnvelope<TicketEvent>> group) {
    List<TicketEvent> events = group.stream().map(EventEnvelope::event).toList();
    Set<String> confirmed =
        events.stream()
            .filter(TicketTallied.class::isInstance)
            .map(event -> event.purchase().ticketId())
            .collect(Collectors.toUnmodifiableSet());
    CompletableFuture<?>[] asked =
        events.stream()
            .flatMap(event -> ask(event, confirmed))
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(asked)
        .thenApply(
            all -> {
              Instant now = clock.instant();
              events.forEach(event -> record(event, now));
              return Done.getInstance();
            });
  }

  /** Counting and taking out may overtake each other. */
  private Stream<CompletionStage<CountReply.Done>> ask(TicketEvent event, Set<String> confirmed) {
    Purchase ticket = event.purchase();
    if (event instanceof TicketApproved approved) {
      // Most tickets have been counted by the synchronous request, and say so soon after.
      return confirmed.contains(ticket.ticketId())
          ? Stream.empty()
          : Stream.of(count(ticket, approved.correlationId()));
    }
    if (event instanceof TicketCancelled cancelled && cancelled.wasApproved()) {
      return Stream.of(uncount(ticket, cancelled.correlationId()));
    }
    return Stream.empty();
  }

  private CompletionStage<CountReply.Done> count(Purchase ticket, String correlationId) {
    return ask(
        ticket,
        replyTo ->
            new TallyCommand.Count(
                ticket.ticketId(), ticket.team(), ticket.stake(), correlationId, replyTo));
  }

  private CompletionStage<CountReply.Done> uncount(Purchase ticket, String correlationId) {
    return ask(
        ticket,
        replyTo ->
            new TallyCommand.Uncount(
                ticket.ticketId(), ticket.team(), ticket.stake(), correlationId, replyTo));
  }

  private CompletionStage<CountReply.Done> ask(
      Purchase ticket, Function<ActorRef<CountReply>, TallyCommand> command) {
    return sharding
        .entityRefFor(Tallies.KEY, ticket.matchId())
        .ask(command::apply, timeout)
        .thenApply(TallyNotDone::orThrow);
  }

  /** Clocks of two nodes may differ; a timer takes no negative times. */
  private void record(TicketEvent event, Instant now) {
    Duration took = Duration.between(event.at(), now);
    latency.record(took.isNegative() ? Duration.ZERO : took);
  }
}
