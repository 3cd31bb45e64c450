package io.sportskk.settlement;

import io.sportskk.settlement.MatchPool.Verdict;
import io.sportskk.settlement.TicketSettler.Result;
import io.sportskk.settlement.TicketSettler.Terms;
import io.sportskk.tally.SealedTally.Ticket;
import io.sportskk.ticket.Award;
import io.sportskk.ticket.SettleReply;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Gives the stakes of late tickets back: those that came when the totals were final, and those that
 * were sold when the match had really begun ({@code C6}).
 */
final class RefundLate {

  static final int AT_ONCE = 500;

  private final String matchId;
  private final Services services;
  private final TicketSettler settler;

  RefundLate(String matchId, Services services, TicketSettler settler) {
    this.matchId = matchId;
    this.services = services;
    this.settler = settler;
  }

  /**
   * Those that came when the totals were final.
   *
   * @return empty if there are none, or no more
   */
  CompletionStage<Optional<Outcome>> take(Verdict verdict) {
    return services
        .tallyDatabase()
        .run(tally -> services.tally().late(tally, matchId, AT_ONCE))
        .thenCompose(late -> giveBack(late, verdict));
  }

  /** These. */
  CompletionStage<Optional<Outcome>> giveBack(List<Ticket> late, Verdict verdict) {
    return settler
        .settle(
            late,
            new Terms(1, matchId, verdict.at(), verdict.correlationId()),
            ticket -> Award.refund(Award.Kind.LATE, ticket.stake()))
        .thenApply(RefundLate::waits);
  }

  /** Until the tally has heard that they are refunded, or cancelled, they are found again. */
  private static Optional<Outcome> waits(List<Result> late) {
    if (late.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        late.stream()
            .map(Result::reply)
            .filter(SettleReply::isForGood)
            .findFirst()
            .map(reply -> Outcome.barred("a late ticket can't be refunded: " + reply))
            .orElseGet(
                () -> Outcome.waiting(late.size() + " late tickets are given their stakes back")));
  }
}
