package io.sportskk.tally;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.pattern.CircuitBreaker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.Stages;
import io.sportskk.ticket.Purchase;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The synchronous request to the tally: answered soon, or not at all. A circuit breaker keeps it
 * from waiting for a tally that does not answer anyway; nothing is lost by that, as the projection
 * counts every ticket.
 */
public final class TallyClient {

  private static final Logger LOG = LoggerFactory.getLogger(TallyClient.class);

  private final ClusterSharding sharding;
  private final CircuitBreaker breaker;
  private final Duration timeout;
  private final AtomicBoolean suspended = new AtomicBoolean();

  /** One for a node: each one logs what the node's one breaker {@code tally} does. */
  public TallyClient(ActorSystem<?> system, TallySettings settings, MeterRegistry metrics) {
    this.sharding = ClusterSharding.get(system);
    this.timeout = settings.callTimeout();
    this.breaker =
        CircuitBreaker.lookup("tally", (ExtendedActorSystem) Adapter.toClassic(system))
            .addOnOpenListener(this::onOpen)
            .addOnCloseListener(this::onClose);
    Gauge.builder("sportskk.breaker.state", breaker, TallyClient::state)
        .tag("breaker", "tally")
        .description("0 closed, 1 half-open, 2 open")
        .register(metrics);
  }

  /**
   * Asks the tally to count a ticket. Never fails.
   *
   * @return whether the tally has confirmed, within the breaker's call timeout, that the ticket is
   *     counted for good or never will be
   */
  public CompletionStage<Boolean> count(Purchase ticket, String correlationId) {
    return ask(ticket.matchId(), replyTo -> count(ticket, correlationId, replyTo));
  }

  static TallyCommand.Count count(
      Purchase ticket, String correlationId, ActorRef<CountReply> replyTo) {
    return new TallyCommand.Count(
        ticket.ticketId(),
        ticket.buyerId(),
        ticket.team(),
        ticket.stake(),
        ticket.requestedAt(),
        correlationId,
        replyTo);
  }

  /** Asks the tally to take a ticket out, which was counted or never will be; as {@link #count}. */
  public CompletionStage<Boolean> uncount(Purchase ticket, String correlationId) {
    return ask(
        ticket.matchId(),
        replyTo ->
            new TallyCommand.Uncount(
                ticket.ticketId(), ticket.team(), ticket.stake(), correlationId, replyTo));
  }

  private CompletionStage<Boolean> ask(
      String matchId, Function<ActorRef<CountReply>, TallyCommand> command) {
    return Stages.direct(
            breaker.callWithCircuitBreakerCS(
                () ->
                    Stages.direct(
                            sharding
                                .entityRefFor(Tallies.KEY, matchId)
                                .ask(command::apply, timeout))
                        .thenApply(TallyNotDone::orThrow)))
        .handle((done, failure) -> failure == null);
  }

  private void onOpen() {
    // It opens again after each attempt that fails.
    if (suspended.compareAndSet(false, true)) {
      LOG.warn("The tally does not answer: tickets are left to its projection until it does");
    }
  }

  private void onClose() {
    if (suspended.compareAndSet(true, false)) {
      LOG.info("The tally answers again");
    }
  }

  private static int state(CircuitBreaker breaker) {
    if (breaker.isOpen()) {
      return 2;
    }
    return breaker.isHalfOpen() ? 1 : 0;
  }
}
