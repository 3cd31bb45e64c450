package io.sportskk.ticket;

import akka.Done;
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
import io.sportskk.ticket.ResumeReply.NothingLeft;
import io.sportskk.ticket.TicketSettings.SweeperSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
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

  /**
   * @param unfinished of those that were watched
   * @param money who has been taken to be woken, as money is in the air
   * @param untallied who has been taken to be woken, as the tally's word is missing
   */
  private record Looked(
      Instant at, Set<String> unfinished, List<String> money, List<String> untallied)
      implements Command {}

  private record Finished(NothingLeft ticket) implements Command {}

  private record Removed(Throwable failure) implements Command {}

  private record Failed(Throwable cause) implements Command {}

  private final ActorContext<Command> context;
  private final SweeperSettings settings;
  private final UnfinishedTickets unfinished;
  private final DataSource journal;
  private final Counter resumed;
  private final Clock clock;
  private final Executor blocking;
  private final Wave money;
  private final Wave untallied;
  private final ActorRef<ResumeReply> replies;
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
    this.money = new Wave(settings.batch());
    this.untallied = new Wave(settings.batch());
    this.replies =
        context.messageAdapter(
            ResumeReply.class, reply -> new Finished((NothingLeft) reply)); // there is no other one
    this.blocking = Bulkhead.SWEEPER.of(context.getSystem());
  }

  private Behavior<Command> sweeper() {
    return Behaviors.receive(Command.class)
        .onMessage(Sweep.class, sweep -> sweep())
        .onMessage(Looked.class, this::wake)
        .onMessage(Finished.class, finished -> remove(finished.ticket()))
        .onMessage(Removed.class, removed -> removed(removed.failure()))
        .onMessage(Failed.class, failed -> failed(failed.cause()))
        .build();
  }

  private Behavior<Command> sweep() {
    if (!sweeping) {
      sweeping = true;
      Look look =
          new Look(
              unfinished,
              clock.instant().truncatedTo(ChronoUnit.MICROS), // as exact as the database
              settings.batch(),
              money,
              untallied);
      context.pipeToSelf(
          onJournal(look::look),
          (looked, failure) -> failure == null ? looked : new Failed(failure));
    }
    return Behaviors.same();
  }

  /** What one sweep does on the database: copies of what it needs, as it runs on another thread. */
  private record Look(
      UnfinishedTickets unfinished,
      Instant now,
      int batch,
      Set<String> watched,
      int moneySize,
      boolean moneyGetsThrough,
      int untalliedSize,
      boolean untalliedGetsThrough) {

    Look(UnfinishedTickets unfinished, Instant now, int batch, Wave money, Wave untallied) {
      this(
          unfinished,
          now,
          batch,
          Stream.concat(money.watched().stream(), untallied.watched().stream())
              .collect(Collectors.toUnmodifiableSet()),
          money.size(),
          money.getsThrough(),
          untallied.size(),
          untallied.getsThrough());
    }

    Looked look(Connection connection) throws SQLException {
      connection.setAutoCommit(false); // whoever is taken is woken
      Set<String> stillUnfinished = unfinished.listed(connection, watched);
      // Money first. A deadline must be kept whether or not payment answers.
      List<String> money = new ArrayList<>(unfinished.takeOverdue(connection, now, batch));
      money.addAll(
          take(connection, true, Math.min(moneySize, batch - money.size()), moneyGetsThrough));
      List<String> untallied =
          take(
              connection,
              false,
              Math.min(untalliedSize, batch - money.size()),
              untalliedGetsThrough);
      connection.commit();
      return new Looked(now, stillUnfinished, money, untallied);
    }

    private List<String> take(Connection connection, boolean money, int atMost, boolean getsThrough)
        throws SQLException {
      List<String> taken = new ArrayList<>(unfinished.takeDue(connection, now, money, atMost));
      if (getsThrough) {
        taken.addAll(unfinished.takeEarly(connection, now, money, atMost - taken.size()));
      }
      return taken;
    }
  }

  private interface JournalWork<T> {
    T in(Connection connection) throws SQLException;
  }

  private <T> CompletionStage<T> onJournal(JournalWork<T> work) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (Connection connection = journal.getConnection()) {
            return work.in(connection);
          } catch (SQLException e) {
            throw new CompletionException(e);
          }
        },
        blocking);
  }

  private Behavior<Command> wake(Looked looked) {
    sweeping = false;
    failing = false;
    money.looked(looked.unfinished(), looked.money());
    untallied.looked(looked.unfinished(), looked.untallied());
    int count = looked.money().size() + looked.untallied().size();
    if (count > 0) {
      context
          .getLog()
          .info(
              "waking up {} unfinished tickets, of which {} only wait for the tally",
              count,
              looked.untallied().size());
      resumed.increment(count);
      ClusterSharding sharding = ClusterSharding.get(context.getSystem());
      TicketCommand.Resume resume = new TicketCommand.Resume(looked.at(), replies);
      Stream.concat(looked.money().stream(), looked.untallied().stream())
          .forEach(ticketId -> sharding.entityRefFor(Tickets.KEY, ticketId).tell(resume));
    }
    return Behaviors.same();
  }

  /** It has no business on the list: what is not taken off now is at its next wake-up. */
  private Behavior<Command> remove(NothingLeft ticket) {
    context.pipeToSelf(
        onJournal(
            connection -> {
              unfinished.removeFinished(connection, ticket.ticketId(), ticket.wokenAt());
              return Done.getInstance();
            }),
        (done, failure) -> new Removed(failure));
    return Behaviors.same();
  }

  private Behavior<Command> removed(Throwable failure) {
    if (failure != null) {
      context.getLog().debug("a finished ticket stays on the list for now: {}", failure.toString());
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
