package io.sportskk.ledger;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.cluster.typed.Cluster;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.ProjectionLatency;
import io.sportskk.kernel.Slices;
import io.sportskk.payment.WalletEvent;
import io.sportskk.settlement.SettlementEvent;
import io.sportskk.settlement.Settlements;
import java.time.Clock;
import javax.sql.DataSource;

/** The double-entry ledger of all money, made of what has happened to it. */
public final class Ledgers {

  /** The name of the projection of wallets' events, in metrics and in the store of offsets. */
  public static final String PROJECTION = "ledger";

  /** As the view: it is for the administrator, too, and in no purchase's way. */
  static final String ROLE = "view";

  /** As {@link #PROJECTION}, of the projection of settlements' events. */
  public static final String SETTLEMENTS = "ledger-settlements";

  private Ledgers() {}

  /** Starts the projection and the queries, on a node with the role {@code view}. */
  public static void start(
      ActorSystem<?> system,
      LedgerSettings settings,
      Slices walletSlices,
      DataSource ledger,
      MeterRegistry metrics,
      Clock clock) {
    if (!Cluster.get(system).selfMember().hasRole(ROLE)) {
      return;
    }
    new LedgerProjection<>(
            PROJECTION,
            walletSlices,
            Bookings::of,
            new ProjectionLatency<>(PROJECTION, WalletEvent::at, metrics, clock))
        .start(system, settings, ledger);
    new LedgerProjection<>(
            SETTLEMENTS,
            Settlements.SLICES,
            SettlementBookings::of,
            new ProjectionLatency<>(SETTLEMENTS, SettlementEvent::at, metrics, clock))
        .start(system, settings, ledger);
    system.systemActorOf(
        LedgerQueries.create(ledger, settings.queryTimeout()), "ledger-queries", Props.empty());
    system.systemActorOf(
        BalanceWatch.create(ledger, settings.queryTimeout(), BalanceWatch.INTERVAL, metrics),
        "ledger-balance-watch",
        Props.empty());
  }
}
