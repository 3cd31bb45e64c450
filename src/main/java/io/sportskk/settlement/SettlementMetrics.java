package io.sportskk.settlement;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.settlement.SettlementEvent.TicketsSettled;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the settlements of a node do. */
final class SettlementMetrics {

  private final Set<String> standing = ConcurrentHashMap.newKeySet();
  private final Counter settled;

  SettlementMetrics(MeterRegistry metrics) {
    this.settled =
        Counter.builder("sportskk.settlement.tickets")
            .description("Tickets that were settled")
            .register(metrics);
    Gauge.builder("sportskk.settlement.standing", standing, Set::size)
        .description("Settlements that do not go on until somebody looks at them")
        .register(metrics);
  }

  void happened(SettlementEvent event) {
    if (event instanceof TicketsSettled tickets) {
      settled.increment((double) tickets.added().tickets());
    }
  }

  void stands(String matchId, boolean stands) {
    if (stands) {
      standing.add(matchId);
    } else {
      standing.remove(matchId);
    }
  }
}
