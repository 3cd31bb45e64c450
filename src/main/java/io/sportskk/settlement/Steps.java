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

  /** Null while the tally has its seal. One step at a time touches it. */
  private volatile ClosePool anew;

  private final FixDividends fixDividends;
  private final SettleTickets settleTickets;
  private final RefundLate late;

  Steps(String matchId, Services services) {
    this.matchId = matchId;
    this.services = services;
    TicketSettler settler = new TicketSettler(services);
    this.closePool = new ClosePool(matchId, services);
    this.fixDividends = new FixDividends(matchId, services, settler);
    this.late = new RefundLate(matchId, services, settler);
    this.settleTickets = new SettleTickets(matchId, services, settler);
  }

  CompletionStage<Outcome> next(SettlementState state) {
    if (state instanceof Counting) {
      return closePool.take();
    }
    return services
        .tallyDatabase()
        .run(tally -> services.tally().isSealed(tally, matchId))
        .thenCompose(isSealed -> isSealed ? afterSeal(state) : sealAnew());
  }

  /**
   * The tally has been made anew, and counts: nothing of it is believed before it has heard of
   * everything once more.
   */
  private CompletionStage<Outcome> sealAnew() {
    if (anew == null) {
      anew = new ClosePool(matchId, services);
    }
    return anew.take()
        .thenApply(
            outcome -> {
              if (!(outcome instanceof Outcome.Happened)) {
                return outcome;
              }
              anew = null;
              return Outcome.waiting("the tally was made anew, and is final again");
            });
  }

  private CompletionStage<Outcome> afterSeal(SettlementState state) {
    if (state instanceof Sealed) {
      return fixDividends.take();
    }
    return services
        .neighbours()
        .match(matchId)
        .thenCompose(match -> afterFixed((Fixed) state, match));
  }

  /** Nobody is paid by a result any more that was corrected. */
  private CompletionStage<Outcome> afterFixed(Fixed state, MatchPool match) {
    if (match.verdict() != null && match.verdict().round() > state.fixed().round()) {
      return CompletableFuture.completedFuture(fixDividends.again(state, match.verdict()));
    }
    return state instanceof Paying paying
        ? settleTickets.take(paying)
        : tellMatch(match, (Completed) state);
  }

  /** And sees to tickets that have come late since. */
  private CompletionStage<Outcome> tellMatch(MatchPool match, Completed state) {
    return Outcome.unless(late.take(match.verdict()), () -> tell(match, state));
  }

  private CompletionStage<Outcome> tell(MatchPool match, Completed state) {
    CompletionStage<Boolean> told =
        match.isSettled()
            ? CompletableFuture.completedFuture(true)
            : services
                .neighbours()
                .settled(matchId, state.fixed().round(), state.fixed().correlationId());
    return told.thenApply(
        done ->
            done
                ? new Outcome.Nothing("all tickets are settled")
                : Outcome.waiting("the result was corrected"));
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
