package io.sportskk.ticket;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.ClusterSingletonSettings;
import akka.cluster.typed.SingletonActor;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.Bulkhead;
import io.sportskk.ticket.TicketSettings.SweeperSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.sql.DataSource;

/**
 * Wakes up tickets that have been unfinished for too long: what a crash left behind goes on where
 * its events ended. One in the cluster.
 */
final class Sweeper {

  /** What the sweeper is told. */
  sealed interface Command {}

  private record Sweep() implements Command {}

  private record Due(List<String> ticketIds) implements Command {}

  private record Failed(Throwable cause) implements Command {}

  private final ActorContext<Command> context;
  private final SweeperSettings settings;
  private final UnfinishedTickets unfinished;
  private final DataSource journal;
  private final Counter resumed;
  private final Clock clock;
  private final Executor blocking;
  private boolean sweeping;
  private boolean failing;

  static void start(
      ActorSystem<?> system,
      SweeperSettings settings,
      UnfinishedTickets unfinished,
      DataSource journal,
      MeterRegistry metrics,
      Clock clock) {
    Counter resumed =
        Counter.builder("sportskk.tickets.resumed")
            .description("Unfinished tickets that were told to go on")
            .register(metrics);
    Behavior<Command> sweeper =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> {
                      timers.startTimerWithFixedDelay(new Sweep(), settings.interval());
                      return new Sweeper(context, settings, unfinished, journal, resumed, clock)
                          .sweeper();
                    }));
    ClusterSingleton.get(system)
        .init(
            SingletonActor.of(
                    Behaviors.supervise(sweeper).onFailure(SupervisorStrategy.restart()),
                    "ticket-sweeper")
                .withSettings(ClusterSingletonSettings.create(system).withRole(Tickets.ROLE)));
  }

  private Sweeper(
      ActorContext<Command> context,
      SweeperSettings settings,
      UnfinishedTickets unfinished,
      DataSource journal,
      Counter resumed,
      Clock clock) {
    this.context = context;
    this.settings = settings;
    this.unfinished = unfinished;
    this.journal = journal;
    this.resumed = resumed;
    this.clock = clock;
    this.blocking = Bulkhead.SWEEPER.of(context.getSystem());
  }

  private Behavior<Command> sweeper() {
    return Behaviors.receive(Command.class)
        .onMessage(Sweep.class, sweep -> sweep())
        .onMessage(Due.class, due -> wake(due.ticketIds()))
        .onMessage(Failed.class, failed -> failed(failed.cause()))
        .build();
  }

  private Behavior<Command> sweep() {
    if (!sweeping) {
      sweeping = true;
      context.pipeToSelf(
          takeDue(), (due, failure) -> failure == null ? new Due(due) : new Failed(failure));
    }
    return Behaviors.same();
  }

  private CompletionStage<List<String>> takeDue() {
    return CompletableFuture.supplyAsync(
        () -> {
          try (Connection connection = journal.getConnection()) {
            return unfinished.takeDue(connection, clock.instant(), settings.batch());
          } catch (SQLException e) {
            throw new CompletionException(e);
          }
        },
        blocking);
  }

  private Behavior<Command> wake(List<String> ticketIds) {
    sweeping = false;
    failing = false;
    if (!ticketIds.isEmpty()) {
      context.getLog().info("waking up {} unfinished tickets", ticketIds.size());
      resumed.increment(ticketIds.size());
      ClusterSharding sharding = ClusterSharding.get(context.getSystem());
      ticketIds.forEach(
          ticketId ->
              sharding.entityRefFor(Tickets.KEY, ticketId).tell(new TicketCommand.Resume()));
    }
    return Behaviors.same();
  }

  private Behavior<Command> failed(Throwable cause) {
    sweeping = false;
    if (!failing) {
      failing = true;
      context.getLog().warn("can't look for unfinished tickets; trying on: {}", cause.toString());
    }
    return Behaviors.same();
  }
}
