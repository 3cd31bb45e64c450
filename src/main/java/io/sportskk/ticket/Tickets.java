package io.sportskk.ticket;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.pubsub.Topic;
import akka.cluster.sharding.ShardRegion;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.cluster.typed.Cluster;
import akka.pattern.Patterns;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.Regions;
import io.sportskk.kernel.Slices;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the ticket context on a node. */
public final class Tickets {

  /** A ticket's entity id is the ticket id. */
  public static final EntityTypeKey<TicketCommand> KEY =
      EntityTypeKey.create(TicketCommand.class, "Ticket");

  /** The cluster role of the nodes that hold tickets. */
  public static final String ROLE = "ticket";

  /** The name of the projection, by which its offsets are stored. */
  public static final String PROJECTION = UnfinishedTicketProjection.NAME;

  private static final Logger LOG = LoggerFactory.getLogger(Tickets.class);

  /** How much longer than one of them all tickets of a node may take to leave it. */
  public static final Duration LEAVE_MARGIN = Duration.ofSeconds(3);

  private Tickets() {}

  /** Every change of every ticket, as it happens: at most once, for live streams. */
  public static Behavior<Topic.Command<Ticket>> changesTopic() {
    return Topic.create(Ticket.class, "ticket-changes");
  }

  /** On a node without the role: knows the way to the tickets. */
  public static void initProxy(ActorSystem<?> system) {
    Regions.initProxy(system, KEY, ROLE);
  }

  /**
   * On a node with the role: holds tickets and sees to the unfinished ones.
   *
   * @param journal the database in which unfinished tickets are listed
   */
  public static void start(
      ActorSystem<?> system,
      TicketSettings settings,
      Slices slices,
      Payments payments,
      TallyRequests tally,
      Sales sales,
      ActorRef<Topic.Command<Ticket>> changes,
      DataSource journal,
      MeterRegistry metrics,
      Clock clock) {
    SettlingTurns turns = new SettlingTurns(System::nanoTime);
    Gauge.builder("sportskk.settlement.waiting", turns, SettlingTurns::waiting)
        .description("tickets of this node that are not settled yet, as purchases go first")
        .register(metrics);
    TicketServices services =
        new TicketServices(
            settings,
            payments,
            tally,
            sales,
            new PurchaseReport(metrics),
            turns,
            clock,
            settings.stopWithin(),
            () -> ThreadLocalRandom.current().nextDouble());
    ActorRef<ShardingEnvelope<TicketCommand>> region =
        ClusterSharding.get(system)
            .init(
                Entity.of(
                        KEY,
                        entity ->
                            TicketEntity.create(
                                entity.getEntityId(), entity.getShard(), services, changes))
                    .withRole(ROLE)
                    .withStopMessage(new TicketCommand.Stop()));
    leaveFirst(system, region, settings.stopWithin().plus(LEAVE_MARGIN));
    UnfinishedTickets unfinished = new UnfinishedTickets(settings.sweeper().unfinishedAfter());
    UnfinishedTicketProjection.start(system, slices, settings.group(), unfinished, journal);
    Sweeper.start(system, settings.sweeper(), unfinished, journal, metrics, clock);
  }

  /**
   * When a node leaves, its tickets go to other nodes before anything else does: those whose buyers
   * wait still ask matches, wallets and tallies, by the shard regions of this node.
   */
  private static void leaveFirst(
      ActorSystem<?> system, ActorRef<ShardingEnvelope<TicketCommand>> region, Duration within) {
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeClusterShutdown(),
            "tickets-leave",
            () ->
                Cluster.get(system).isTerminated() // put out: they are elsewhere already
                    ? CompletableFuture.completedFuture(Done.getInstance())
                    : leave(region, within));
  }

  private static CompletionStage<Done> leave(
      ActorRef<ShardingEnvelope<TicketCommand>> region, Duration within) {
    return Patterns.gracefulStop(
            Adapter.toClassic(region), within, ShardRegion.gracefulShutdownInstance())
        .handle(
            (stopped, failure) -> {
              if (failure != null) {
                LOG.warn("not all tickets have left within {}", within);
              }
              return Done.getInstance();
            });
  }
}
