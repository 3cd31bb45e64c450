package io.sportskk.settlement;

import io.sportskk.kernel.Money;
import io.sportskk.pool.PoolResult;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import io.sportskk.settlement.SettlementEvent.SettlementCompleted;
import io.sportskk.settlement.SettlementEvent.StageEnded;
import io.sportskk.settlement.SettlementEvent.TicketsSettled;
import io.sportskk.settlement.SettlementState.Paying;
import io.sportskk.settlement.TicketSettler.Result;
import io.sportskk.tally.MatchTotals;
import io.sportskk.tally.SealedTally.Ticket;
import io.sportskk.ticket.Award;
import io.sportskk.ticket.SettleReply;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * Settles all tickets of a match, page after page in the order of their ids: first those that are
 * paid, then those that have lost, then those that could not be settled in their turn. A page that
 * is repeated, as a node was lost, does no harm: what is settled stays as it is.
 */
final class SettleTickets {

  /** More of them would make the event too large; then it waits. */
  private static final int MOST_LEFT = 1_000;

  private final String matchId;
  private final Services services;
  private final TicketSettler settler;
  private final RefundLate late;

  SettleTickets(String matchId, Services services, TicketSettler settler) {
    this.matchId = matchId;
    this.services = services;
    this.settler = settler;
    this.late = new RefundLate(matchId, services, settler);
  }

  CompletionStage<Outcome> take(Paying state) {
    return services
        .tallyDatabase()
        .run(tally -> services.tally().totals(tally, matchId))
        .thenCompose(
            totals ->
                isAsFixed(totals, state.fixed())
                    ? step(state)
                    : CompletableFuture.completedFuture(
                        Outcome.barred(
                            "the tally's totals are " + totals + ", and not as they were fixed")));
  }

  /** Who would be paid now, and was not in the pool, would be paid by others. */
  private static boolean isAsFixed(MatchTotals totals, DividendsFixed fixed) {
    long tickets = totals.teams().stream().mapToLong(MatchTotals.TeamTotal::tickets).sum();
    return tickets == fixed.tickets()
        && FixDividends.stakes(totals).equals(fixed.result().stakes());
  }

  private CompletionStage<Outcome> step(Paying state) {
    return state.stage() == Stage.LEFT_OVER || state.left().size() >= MOST_LEFT
        ? leftOver(state)
        : filled(state, List.of(), state.upTo()).thenCompose(page -> settle(state, page));
  }

  /**
   * The next tickets of a stage.
   *
   * @param upTo all up to this one are among them or of another stage, but for earlier pages'
   */
  private record Page(List<Ticket> tickets, String upTo) {}

  /** Most tickets may be of another stage: it reads on until there are enough of this one. */
  private CompletionStage<Page> filled(Paying state, List<Ticket> before, String after) {
    int size = services.settings().page();
    return services
        .tallyDatabase()
        .run(tally -> services.tally().page(tally, matchId, after, size))
        .thenCompose(
            read -> {
              boolean last = read.size() < size;
              String upTo = read.isEmpty() ? after : read.get(read.size() - 1).ticketId();
              List<Ticket> found =
                  Stream.concat(
                          before.stream(),
                          read.stream().filter(ticket -> stage(state, ticket) == state.stage()))
                      .toList();
              if (found.size() > size) {
                List<Ticket> first = found.subList(0, size);
                return CompletableFuture.completedFuture(
                    new Page(first, first.get(size - 1).ticketId()));
              }
              return last || found.size() == size
                  ? CompletableFuture.completedFuture(new Page(found, upTo))
                  : filled(state, found, upTo);
            });
  }

  private CompletionStage<Outcome> settle(Paying state, Page page) {
    return page.tickets().isEmpty()
        ? CompletableFuture.completedFuture(
            new Outcome.Happened(
                new StageEnded(matchId, state.stage(), correlationId(state), now())))
        : settle(state, page.tickets())
            .thenApply(results -> settled(state, state.stage(), page.upTo(), results));
  }

  private static Stage stage(Paying state, Ticket ticket) {
    return award(state.fixed().result(), ticket).amount().equals(Money.ZERO)
        ? Stage.LOST
        : Stage.PAID;
  }

  private CompletionStage<Outcome> leftOver(Paying state) {
    if (state.left().isEmpty()) {
      return end(state);
    }
    return services
        .tallyDatabase()
        .run(tally -> services.tally().some(tally, matchId, state.left()))
        .thenCompose(tickets -> settle(state, tickets))
        .thenApply(
            results ->
                results.stream().anyMatch(Result::isSettled)
                    ? settled(state, Stage.LEFT_OVER, state.upTo(), results)
                    : notYet(state, results));
  }

  private CompletionStage<List<Result>> settle(Paying state, List<Ticket> tickets) {
    DividendsFixed fixed = state.fixed();
    return settler.settle(
        tickets,
        new TicketSettler.Terms(fixed.round(), matchId, fixed.at(), fixed.correlationId()),
        ticket -> award(fixed.result(), ticket));
  }

  /** What a ticket comes to. */
  static Award award(PoolResult result, Ticket ticket) {
    Money payout = result.payout(ticket.team(), ticket.stake());
    return switch (result.kind()) {
      case PAID ->
          payout.equals(Money.ZERO)
              ? Award.lost()
              : Award.won(
                  result.dividends().get(ticket.team()).tenths(),
                  payout,
                  result.tax(ticket.team(), ticket.stake()));
      case CARRIED -> Award.lost();
      case REFUNDED, NET_REFUNDED -> Award.refund(Award.Kind.NOBODY_WON, payout);
      case VOID -> Award.refund(Award.Kind.VOID, payout);
    };
  }

  private Outcome settled(Paying state, Stage stage, String upTo, List<Result> results) {
    Sums added =
        results.stream().filter(Result::isSettled).map(Result::sums).reduce(Sums.NONE, Sums::plus);
    List<String> left =
        results.stream()
            .filter(result -> !result.isSettled())
            .map(result -> result.ticket().ticketId())
            .toList();
    return new Outcome.Happened(
        new TicketsSettled(matchId, stage, upTo, added, left, correlationId(state), now()));
  }

  /** One that is not what it was taken for will never be settled, whatever time passes. */
  private static Outcome notYet(Paying state, List<Result> results) {
    String why =
        state.left().size()
            + " tickets can't be settled yet: "
            + results.stream().findFirst().map(Result::reply).orElse(null);
    boolean barred =
        results.size() < state.left().size()
            || results.stream().anyMatch(result -> !(result.reply() instanceof SettleReply.NotYet));
    return new Outcome.NotYet(why, barred);
  }

  /**
   * All that came in must have gone out, to the won: by the sums of what was done, and by the
   * ledger, which is made from the wallets' events.
   */
  private CompletionStage<Outcome> end(Paying state) {
    if (state.sums().tickets() != state.fixed().tickets()) {
      // Some were not found, as the tally was being made anew; the pool is as it was by now.
      return CompletableFuture.completedFuture(
          new Outcome.Happened(
              new SettlementEvent.BegunAnew(matchId, correlationId(state), now())));
    }
    if (!comesOut(state)) {
      return CompletableFuture.completedFuture(
          Outcome.barred("the sums do not come out: " + state.sums() + " of " + state.fixed()));
    }
    return services
        .neighbours()
        .match(matchId)
        .thenCompose(
            match ->
                Outcome.unless(
                    late.take(match.verdict()),
                    () ->
                        services
                            .neighbours()
                            .poolByLedger(matchId)
                            .thenApply(left -> completed(state, left))));
  }

  /** What is missing will be booked as the operator's loss: then nothing is left in the pool. */
  private Outcome completed(Paying state, long left) {
    Money missing = state.missing();
    if (left == -missing.won()) {
      return new Outcome.Happened(
          new SettlementCompleted(
              matchId, state.fixed().round(), state.sums(), correlationId(state), now(), missing));
    }
    return Outcome.waiting(
        "the ledger still has "
            + left
            + " KRW in the pool"
            + (missing.equals(Money.ZERO) ? "" : ", and " + missing + " were paid too much"));
  }

  private static boolean comesOut(Paying state) {
    PoolResult result = state.fixed().result();
    Sums sums = state.sums();
    return sums.stakes().equals(result.gross())
        && sums.paid().equals(result.payouts())
        && result
            .gross()
            .plus(result.carryIn())
            .equals(
                sums.paid().plus(result.takeout()).plus(result.breakage()).plus(result.carryOut()));
  }

  private static String correlationId(Paying state) {
    return state.fixed().correlationId();
  }

  private Instant now() {
    return services.clock().instant();
  }
}
