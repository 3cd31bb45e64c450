package io.sportskk.ticket;

import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.ShardedDaemonProcessSettings;
import akka.cluster.sharding.typed.javadsl.ShardedDaemonProcess;
import akka.projection.Projection;
import akka.projection.ProjectionBehavior;
import akka.projection.eventsourced.EventEnvelope;
import akka.projection.jdbc.javadsl.JdbcHandler;
import akka.projection.jdbc.javadsl.JdbcProjection;
import io.sportskk.kernel.PooledJdbcSession;
import io.sportskk.kernel.SliceEvents;
import io.sportskk.kernel.Slices;
import io.sportskk.ticket.TicketEvent.CancellationRefused;
import io.sportskk.ticket.TicketEvent.ReversalRefused;
import io.sportskk.ticket.TicketEvent.TicketApproved;
import io.sportskk.ticket.TicketEvent.TicketCancelled;
import io.sportskk.ticket.TicketEvent.TicketRejected;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import io.sportskk.ticket.TicketEvent.TicketSettled;
import io.sportskk.ticket.TicketEvent.TicketTallied;
import io.sportskk.ticket.TicketSettings.GroupSettings;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** Keeps the list of unfinished tickets, exactly once, in the journal's own database. */
final class UnfinishedTicketProjection {

  static final String NAME = "unfinished-tickets";

  private UnfinishedTicketProjection() {}

  static void start(
      ActorSystem<?> system,
      Slices slices,
      GroupSettings group,
      UnfinishedTickets unfinished,
      DataSource journal) {
    ShardedDaemonProcess.get(system)
        .init(
            ProjectionBehavior.Command.class,
            NAME,
            slices.instances(),
            instance ->
                ProjectionBehavior.create(
                    projection(
                        SliceEvents.of(system, NAME, slices, instance, journal),
                        system,
                        group,
                        unfinished,
                        journal)),
            ShardedDaemonProcessSettings.create(system).withRole(Tickets.ROLE),
            Optional.of(ProjectionBehavior.stopMessage()));
  }

  private static Projection<EventEnvelope<TicketEvent>> projection(
      SliceEvents<TicketEvent> events,
      ActorSystem<?> system,
      GroupSettings group,
      UnfinishedTickets unfinished,
      DataSource journal) {
    return JdbcProjection.groupedWithin(
            events.id(),
            events,
            () -> new PooledJdbcSession(journal),
            () -> new Handler(unfinished),
            system)
        .withGroup(group.size(), group.within());
  }

  /** Most tickets begin and end within one group of events, and never touch the list. */
  static final class Handler
      extends JdbcHandler<List<EventEnvelope<TicketEvent>>, PooledJdbcSession> {

    private final UnfinishedTickets unfinished;

    Handler(UnfinishedTickets unfinished) {
      this.unfinished = unfinished;
    }

    @Override
    public void process(PooledJdbcSession session, List<EventEnvelope<TicketEvent>> envelopes)
        throws SQLException {
      Map<String, TicketEvent> first = new HashMap<>();
      Map<String, TicketEvent> last = new HashMap<>();
      for (EventEnvelope<TicketEvent> envelope : envelopes) {
        if (envelope.event() instanceof CancellationRefused) {
          continue; // it is as finished as before
        }
        String ticketId = envelope.event().purchase().ticketId();
        first.putIfAbsent(ticketId, envelope.event());
        last.put(ticketId, envelope.event());
      }
      Map<String, UnfinishedTickets.Entry> begun = new HashMap<>();
      List<String> finished = new ArrayList<>();
      last.forEach(
          (ticketId, event) -> {
            if (!finishes(event)) {
              begun.put(ticketId, entry(event));
            } else if (!(first.get(ticketId) instanceof TicketRequested)) {
              finished.add(ticketId);
            }
          });
      unfinished.add(session.connection(), begun);
      unfinished.remove(session.connection(), finished);
    }

    private static UnfinishedTickets.Entry entry(TicketEvent event) {
      return new UnfinishedTickets.Entry(
          event.purchase().matchId(),
          event.at(),
          !(event instanceof TicketApproved),
          event instanceof TicketRequested requested ? requested.payBefore() : null,
          !(event instanceof ReversalRefused)); // an operator goes on
    }

    /** After this event nothing is left to be done, unless somebody asks for more. */
    private static boolean finishes(TicketEvent event) {
      return event instanceof TicketTallied
          || (event instanceof TicketApproved approved && approved.tallied())
          || event instanceof TicketRejected
          || event instanceof TicketSettled
          || event instanceof TicketCancelled;
    }
  }
}
