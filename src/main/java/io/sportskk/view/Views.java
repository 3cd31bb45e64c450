package io.sportskk.view;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.cluster.typed.Cluster;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.DatabaseKind;
import io.sportskk.kernel.Slices;
import javax.sql.DataSource;

/** The administrator's view: what is known of all tickets, apart from the purchase path. */
public final class Views {

  /** The name of the projection, in metrics and in the store of offsets. */
  public static final String PROJECTION = "view";

  static final String ROLE = "view";

  private Views() {}

  /**
   * Starts the projection and the queries, on a node with the role {@code view}.
   *
   * @param kind of the view's database
   */
  public static void start(
      ActorSystem<?> system,
      ViewSettings settings,
      Slices ticketSlices,
      DatabaseKind kind,
      DataSource view,
      MeterRegistry metrics) {
    if (!Cluster.get(system).selfMember().hasRole(ROLE)) {
      return;
    }
    ViewDialect dialect = ViewDialect.of(kind);
    TicketProjection.start(system, settings, ticketSlices, view, dialect, metrics);
    system.systemActorOf(
        TicketQueries.create(view, dialect, ticketSlices.entityType(), settings.queryTimeout()),
        "view-queries",
        Props.empty());
    system.systemActorOf(
        UndecidedTickets.create(
            view, dialect, settings.queryTimeout(), UndecidedTickets.INTERVAL, metrics),
        "undecided-tickets",
        Props.empty());
  }
}
