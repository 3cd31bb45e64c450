package io.sportskk.ticket;

import akka.actor.typed.ActorRef;
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
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.ticket.ResumeReply.NothingLeft;
import io.sportskk.ticket.TicketSettings.SweeperSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Wakes up tickets that have been unfinished for too long: what a crash left behind goes on where
 * its events ended. One in the cluster.
 */
final class Sweeper {

  /** What the sweeper is told. */
  sealed interface Command {}

  private record Sweep() implements Command {}

  private record Looked(SweepersLook look, SweepersLook.Found found) implements Command {}

  private record Finished(NothingLeft ticket) implements Command {}

  private record Failed(Throwable cause) implements Command {}

  /** Tells a ticket to go on. */
  interface Bell {
    void ring(String ticketId, TicketCommand.Resume resume);
  }

  private final ActorContext<Command> context;
  private final SweeperSettings settings;
  private final UnfinishedTickets unfinished;
  private final DataSource journal;
  private final Counter resumed;
  private final Clock clock;
  private final Executor blocking;
  private final Bell bell;
  private final Wave money;
  private final Wave untallied;
  private final ActorRef<ResumeReply> replies;

  /** Tickets that have no business on the list: they are taken off at the next sweep. */
  private final Set<NothingLeft> finished = new LinkedHashSet<>();

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
    ClusterSharding sharding = ClusterSharding.get(system);
    Behavior<Command> sweeper =
        create(
            settings,
            unfinished,
            journal,
            resumed,
            clock,
            Bulkhead.SWEEPER.of(system),
            (ticketId, resume) -> sharding.entityRefFor(Tickets.KEY, ticketId).tell(resume));
    ClusterSingleton.get(system)
        .init(
            SingletonActor.of(
                    Behaviors.supervise(sweeper).onFailure(SupervisorStrategy.restart()),
                    "ticket-sweeper")
                .withSettings(ClusterSingletonSettings.create(system).withRole(Tickets.ROLE)));
  }

  static Behavior<Command> create(
      SweeperSettings settings,
      UnfinishedTickets unfinished,
      DataSource journal,
      Counter resumed,
      Clock clock,
      Executor blocking,
      Bell bell) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(new Sweep(), settings.interval());
                  return new Sweeper(
                          context, settings, unfinished, journal, resumed, clock, blocking, bell)
                      .sweeper();
                }));
  }

  private Sweeper(
      ActorContext<Command> context,
      SweeperSettings settings,
      UnfinishedTickets unfinished,
      DataSource journal,
      Counter resumed,
      Clock clock,
      Executor blocking,
      Bell bell) {
    this.context = context;
    this.settings = settings;
    this.unfinished = unfinished;
    this.journal = journal;
    this.resumed = resumed;
    this.clock = clock;
    this.blocking = blocking;
    this.bell = bell;
    this.money = new Wave(settings.batch());
    this.untallied = new Wave(settings.batch());
    this.replies =
        context.messageAdapter(
            ResumeReply.class, reply -> new Finished((NothingLeft) reply)); // there is no other one
  }

  private Behavior<Command> sweeper() {
    return Behaviors.receive(Command.class)
        .onMessage(Sweep.class, sweep -> sweep())
        .onMessage(Looked.class, this::wake)
        .onMessage(Finished.class, this::finished)
        .onMessage(Failed.class, failed -> failed(failed.cause()))
        .build();
  }

  private Behavior<Command> sweep() {
    if (!sweeping) {
      sweeping = true;
      SweepersLook look =
          SweepersLook.of(
              unfinished,
              clock.instant().truncatedTo(ChronoUnit.MICROS), // as exact as the database
              settings.batch(),
              List.copyOf(finished),
              money,
              untallied);
      // As long as it takes: a look that has not ended may still take tickets.
      context.pipeToSelf(
          JdbcCalls.untimed(blocking, () -> found(look)),
          (found, failure) -> failure == null ? new Looked(look, found) : new Failed(failure));
    }
    return Behaviors.same();
  }

  private SweepersLook.Found found(SweepersLook look) throws SQLException {
    try (Connection connection = journal.getConnection()) {
      return look.look(connection);
    }
  }

  private Behavior<Command> wake(Looked looked) {
    sweeping = false;
    failing = false;
    looked.look().finished().forEach(finished::remove);
    SweepersLook.Found found = looked.found();
    money.looked(found.unfinished(), found.money());
    untallied.looked(found.unfinished(), found.untallied());
    int count = found.money().size() + found.untallied().size();
    if (count > 0) {
      context
          .getLog()
          .info(
              "waking up {} unfinished tickets, of which {} only wait for the tally",
              count,
              found.untallied().size());
      resumed.increment(count);
      TicketCommand.Resume resume = new TicketCommand.Resume(looked.look().now(), replies);
      Stream.concat(found.money().stream(), found.untallied().stream())
          .forEach(ticketId -> bell.ring(ticketId, resume));
    }
    return Behaviors.same();
  }

  /** What is not remembered, as there is too much, says so again at its next wake-up. */
  private Behavior<Command> finished(Finished message) {
    if (finished.size() < settings.batch()) {
      finished.add(message.ticket());
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
