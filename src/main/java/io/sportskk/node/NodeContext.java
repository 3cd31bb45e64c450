package io.sportskk.node;

import akka.actor.typed.ActorSystem;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.Slices;
import io.sportskk.node.database.Databases;
import io.sportskk.node.startup.Role;
import io.sportskk.node.wiring.Wiring;
import io.sportskk.payment.Wallets;
import io.sportskk.ticket.Tickets;
import java.time.Clock;

/** What a node lends to its parts. */
record NodeContext(
    ActorSystem<?> system,
    NodeSettings settings,
    Databases databases,
    Wiring wiring,
    MeterRegistry metrics,
    Clock clock) {

  boolean has(Role role) {
    return settings.has(role);
  }

  Slices ticketSlices() {
    return new Slices(Tickets.KEY.name(), settings.projectionInstances());
  }

  Slices walletSlices() {
    return new Slices(Wallets.KEY.name(), settings.projectionInstances());
  }
}
