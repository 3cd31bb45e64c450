package io.sportskk.settlement;

import io.sportskk.kernel.Money;
import io.sportskk.pool.PoolResult;
import io.sportskk.settlement.MatchPool.Verdict;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import io.sportskk.settlement.SettlementEvent.Superseded;
import io.sportskk.settlement.SettlementState.Fixed;
import io.sportskk.tally.MatchTotals;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Fixes what every ticket of a match comes to, once its outcome is official, no ticket is on its
 * way to another end, and no late one is left in the pool. Three sets of totals must say the same
 * ({@code K5}): the sums that the tally has kept all the time, those of its tickets one by one, and
 * what the wallets have paid into the pool as the ledger has booked it.
 */
final class FixDividends {

  private final String matchId;
  private final Services services;
  private final RefundLate late;
  private final PoolTreeRepository trees;

  /** Looked at once more: what was on its way to the journal when totals were sealed is there. */
  private final Completeness completeness;

  FixDividends(String matchId, Services services, TicketSettler settler) {
    this.matchId = matchId;
    this.services = services;
    this.late = new RefundLate(matchId, services, settler);
    this.completeness = new Completeness(matchId, services);
    this.trees = new PoolTreeRepository(services.tally().timeout());
  }

  CompletionStage<Outcome> take() {
    return services
        .neighbours()
        .match(matchId)
        .thenCompose(
            match ->
                match.verdict() == null
                    ? CompletableFuture.completedFuture(
                        new Outcome.Nothing("the outcome is not official"))
                    : notTooSoon(match));
  }

  /** A node that has stood still may yet store what it had judged before sales stopped. */
  private CompletionStage<Outcome> notTooSoon(MatchPool match) {
    Instant first = match.stoppedAt().plus(services.settings().notBefore());
    return services.clock().instant().isBefore(first)
        ? CompletableFuture.completedFuture(Outcome.waiting("it begins at " + first))
        : complete(match);
  }

  private CompletionStage<Outcome> complete(MatchPool match) {
    return completeness
        .missing()
        .thenCompose(
            why ->
                why.isEmpty()
                    ? Outcome.unless(late.take(match.verdict()), () -> countAll(match))
                    : CompletableFuture.completedFuture(Outcome.waiting(why)));
  }

  private CompletionStage<Outcome> countAll(MatchPool match) {
    return PoolCount.of(
            services.tallyDatabase(), services.tally(), matchId, match.verdict().startedAt())
        .thenCompose(
            count ->
                Outcome.unless(
                    late.giveBack(count.late(), match.verdict()), () -> compare(match, count)));
  }

  private CompletionStage<Outcome> compare(MatchPool match, PoolCount count) {
    return services
        .tallyDatabase()
        .run(tally -> services.tally().totals(tally, matchId))
        .thenCombine(
            services.neighbours().poolByLedger(matchId),
            (totals, byLedger) -> difference(stakes(totals), count.stakes(), byLedger))
        .thenCompose(
            difference ->
                difference.isEmpty()
                    ? keepTree(count).thenCompose(kept -> fix(match, count))
                    : CompletableFuture.completedFuture(Outcome.barred(difference)));
  }

  /** By team, of those teams that have any. */
  static Map<String, Money> stakes(MatchTotals totals) {
    Map<String, Money> stakes = new TreeMap<>();
    totals.teams().stream()
        .filter(team -> !team.stake().equals(Money.ZERO))
        .forEach(team -> stakes.put(team.team(), team.stake()));
    return stakes;
  }

  /** Empty if there is none. */
  private static String difference(
      Map<String, Money> totals, Map<String, Money> tickets, long byLedger) {
    if (!totals.equals(tickets)) {
      return "the tally's totals are " + totals + ", its tickets add up to " + tickets;
    }
    Money gross = totals.values().stream().reduce(Money.ZERO, Money::plus);
    return gross.won() == byLedger
        ? ""
        : "the tally's totals are " + totals + ", the ledger has " + byLedger + " KRW in the pool";
  }

  /** For proofs. Before dividends are fixed, so that nobody has to wait for it later. */
  private CompletionStage<PoolTree> keepTree(PoolCount count) {
    return services
        .tallyDatabase()
        .run(
            tally -> {
              PoolTree tree = count.tree();
              trees.store(tally, matchId, tree);
              return tree;
            });
  }

  private CompletionStage<Outcome> fix(MatchPool match, PoolCount count) {
    if (match.carryFrom() == null || match.verdict().isVoid()) { // it stays where it was
      return CompletableFuture.completedFuture(fix(match, count, Money.ZERO));
    }
    return services
        .neighbours()
        .carryOf(match.carryFrom(), matchId, match.verdict().correlationId())
        .thenApply(
            carry ->
                carry
                    .map(amount -> fix(match, count, amount))
                    .orElseGet(
                        () ->
                            Outcome.waiting(
                                "what match " + match.carryFrom() + " leaves is not known yet")));
  }

  private Outcome fix(MatchPool match, PoolCount count, Money carryIn) {
    PoolResult result =
        match.verdict().isVoid()
            ? match.rules().voided(count.stakes(), carryIn)
            : match.rules().result(count.stakes(), carryIn, match.verdict().winners());
    return new Outcome.Happened(
        new DividendsFixed(
            matchId,
            match.verdict().round(),
            result,
            count.tickets(),
            count.root(),
            match.verdict().correlationId(),
            services.clock().instant(),
            null));
  }

  /**
   * What the same pool comes to by the corrected result ({@code R4}): of the same tickets, with
   * what has come in from another match.
   */
  Outcome again(Fixed state, Verdict verdict) {
    DividendsFixed before = state.fixed();
    PoolResult wrong = before.result();
    return new Outcome.Happened(
        new DividendsFixed(
            matchId,
            verdict.round(),
            wrong.rules().result(wrong.stakes(), wrong.carryIn(), verdict.winners()),
            before.tickets(),
            before.root(),
            verdict.correlationId(),
            services.clock().instant(),
            new Superseded(wrong, state.loss(), state.carriedTo() != null)));
  }
}
