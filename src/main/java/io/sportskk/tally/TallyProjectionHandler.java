package io.sportskk.tally;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.projection.eventsourced.EventEnvelope;
import akka.projection.javadsl.Handler;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sportskk.kernel.Stages;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketEvent;
import io.sportskk.ticket.TicketEvent.TicketApproved;
import io.sportskk.ticket.TicketEvent.TicketCancelled;
import io.sportskk.ticket.TicketEvent.TicketSettled;
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

  /** Finds those of some tickets that the tally has entries of. */
  interface Known {
    CompletionStage<Set<String>> of(Set<String> ticketIds);
  }

  private final ClusterSharding sharding;
  private final Known known;
  private final Duration timeout;
  private final Timer latency;
  private final Counter mended;
  private final Clock clock;

  TallyProjectionHandler(
      ClusterSharding sharding, Known known, Duration timeout, MeterRegistry metrics, Clock clock) {
    this.sharding = sharding;
    this.known = known;
    this.timeout = timeout;
    this.latency = metrics.timer("sportskk.projection.latency", "projection", TallyProjection.NAME);
    this.mended =
        Counter.builder("sportskk.projection.mended")
            .description(
                "Tickets of which the projection had missed an event, put right by a later one")
            .tag("projection", TallyProjection.NAME)
            .register(metrics);
    this.clock = clock;
  }

  @Override
  public CompletionStage<Done> process(List<EventEnvelope<TicketEvent>> group) {
    List<TicketEvent> events = group.stream().map(EventEnvelope::event).toList();
    return counted(events)
        .thenCompose(counted -> askAll(events, counted))
        .thenApply(
            all -> {
              Instant now = clock.instant();
              events.forEach(event -> record(event, now));
              return Done.getInstance();
            });
  }

  /**
   * Most tickets have been counted by the synchronous request, and say so. They need not be asked
   * for once more; but their word is not enough, as the tally's database may have been made anew
   * since.
   */
  private CompletionStage<Set<String>> counted(List<TicketEvent> events) {
    Set<String> confirmed =
        events.stream()
            .filter(TallyProjectionHandler::saysThatItIsCounted)
            .map(event -> event.purchase().ticketId())
            .collect(Collectors.toUnmodifiableSet());
    return confirmed.isEmpty() ? CompletableFuture.completedFuture(confirmed) : known.of(confirmed);
  }

  private static boolean saysThatItIsCounted(TicketEvent event) {
    return event instanceof TicketTallied
        || (event instanceof TicketApproved approved && approved.tallied());
  }

  private CompletableFuture<Void> askAll(List<TicketEvent> events, Set<String> counted) {
    Set<String> approvedNow =
        events.stream()
            .filter(TicketApproved.class::isInstance)
            .map(event -> event.purchase().ticketId())
            .collect(Collectors.toUnmodifiableSet());
    return CompletableFuture.allOf(
        events.stream()
            .flatMap(event -> ask(event, counted, approvedNow))
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture<?>[]::new));
  }

  /** Counting and taking out may overtake each other. */
  private Stream<CompletionStage<CountReply.Done>> ask(
      TicketEvent event, Set<String> counted, Set<String> approvedNow) {
    Purchase ticket = event.purchase();
    if (event instanceof TicketApproved approved) {
      return counted.contains(ticket.ticketId())
          ? Stream.empty()
          : Stream.of(count(ticket, approved.correlationId()));
    }
    if (event instanceof TicketTallied
        && !counted.contains(ticket.ticketId())
        && !approvedNow.contains(ticket.ticketId())) {
      // Its approval was handled before, so the tally would know it: this projection has missed it.
      mended.increment();
      return Stream.of(count(ticket, event.correlationId()));
    }
    if (event instanceof TicketSettled settled && settled.leavesThePool()) {
      return Stream.of(uncount(ticket, settled.correlationId()));
    }
    if (event instanceof TicketCancelled cancelled) {
      // Also if it was never approved: it may have been counted just before it was to be.
      return Stream.of(uncount(ticket, cancelled.correlationId()));
    }
    return Stream.empty();
  }

  private CompletionStage<CountReply.Done> count(Purchase ticket, String correlationId) {
    return ask(ticket, replyTo -> TallyClient.count(ticket, correlationId, replyTo));
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
    return Stages.direct(
            sharding.entityRefFor(Tallies.KEY, ticket.matchId()).ask(command::apply, timeout))
        .thenApply(TallyNotDone::orThrow);
  }

  /** Clocks of two nodes may differ; a timer takes no negative times. */
  private void record(TicketEvent event, Instant now) {
    Duration took = Duration.between(event.at(), now);
    latency.record(took.isNegative() ? Duration.ZERO : took);
  }
}
