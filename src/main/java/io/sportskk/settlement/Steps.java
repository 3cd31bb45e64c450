package io.sportskk.settlement;

import io.sportskk.settlement.SettlementState.Completed;
import io.sportskk.settlement.SettlementState.Counting;
import io.sportskk.settlement.SettlementState.Fixed;
import io.sportskk.settlement.SettlementState.Paying;
import io.sportskk.settlement.SettlementState.Sealed;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Which step each state calls for. It remembers nothing but how far a step under way has come. */
final class Steps {

  private final String matchId;
  private final Services services;
  private final ClosePool closePool;
  private final FixDividends fixDividends;
  private final SettleTickets settleTickets;

  Steps(String matchId, Services services) {
    this.matchId = matchId;
    this.services = services;
    TicketSettler settler = new TicketSettler(services);
    this.closePool = new ClosePool(matchId, services);
    this.fixDividends = new FixDividends(matchId, services, settler);
    this.settleTickets = new SettleTickets(matchId, services, settler);
  }

  CompletionStage<Outcome> next(SettlementState state) {
    if (state instanceof Counting) {
      return closePool.take();
    }
    if (state instanceof Sealed) {
      return fixDividends.take();
    }
    if (state instanceof Paying paying) {
      return settleTickets.take(paying);
    }
    return tellMatch((Completed) state);
  }

  private CompletionStage<Outcome> tellMatch(Completed state) {
    return services
        .neighbours()
        .match(matchId)
        .thenCompose(
            match ->
                match.isSettled()
                    ? CompletableFuture.completedFuture(true)
                    : services
                        .neighbours()
                        .settled(matchId, state.fixed().round(), state.fixed().correlationId()))
        .thenApply(told -> new Outcome.Nothing("all tickets are settled"));
  }

  /**
   * @param waits why it does not go on, null if it does
   */
  Settlement shown(SettlementState state, Outcome.NotYet waits) {
    Settlement.Phase phase;
    if (state instanceof Counting) {
      phase = Settlement.Phase.COUNTING;
    } else if (state instanceof Sealed) {
      phase = Settlement.Phase.SEALED;
    } else {
      phase = state instanceof Paying ? Settlement.Phase.PAYING : Settlement.Phase.COMPLETED;
    }
    Fixed fixed = state instanceof Fixed known ? known : null;
    return new Settlement(
        matchId,
        phase,
        waits == null ? null : waits.why(),
        waits != null && waits.barred(),
        fixed == null ? null : fixed.fixed(),
        fixed == null ? null : fixed.carriedTo(),
        fixed == null ? Sums.NONE : fixed.sums(),
        state instanceof Paying paying ? paying.left().size() : 0,
        state instanceof Completed completed ? completed.at() : null);
  }
}
