package io.sportskk.settlement;

import io.sportskk.kernel.JournalScan;
import io.sportskk.kernel.SliceOffsets;
import io.sportskk.settlement.SettlementEvent.TotalsSealed;
import io.sportskk.ticket.Tickets;
import io.sportskk.ticket.UnfinishedOfMatch;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Makes the totals of a match final, once its sales have stopped, every ticket has come to its end
 * and the tally has heard of all of them.
 *
 * <p>That is found out with the numbers of the journal. What is in it by the time that this begins,
 * is all that was sold, but for a purchase whose event is still on its way to the database; that
 * one finds the totals sealed, and is late. So first the list of unfinished tickets must have come
 * up to that number, and be without a ticket of this match; then the tally up to where the journal
 * ends by then, with all the ends of these tickets in it.
 */
final class ClosePool {

  private final String matchId;
  private final Services services;
  private final JournalScan scan;

  /** Up to where the list must have come, and up to where the tally; 0 if that is not known yet. */
  private long listedUpTo;

  private long countedUpTo;

  /** Up to where they have, as far as it was looked at. */
  private long listed;

  private long counted;

  /** The first transaction of the tally's database that knows of the seal; 0 before it is there. */
  private long horizon;

  private final String correlationId = "settlement-" + UUID.randomUUID();

  ClosePool(String matchId, Services services) {
    this.matchId = matchId;
    this.services = services;
    this.scan = new JournalScan(Tickets.KEY.name(), services.tally().timeout());
  }

  CompletionStage<Outcome> take() {
    return services
        .neighbours()
        .match(matchId)
        .thenCompose(
            match ->
                match.isStopped()
                    ? unfinished()
                    : CompletableFuture.completedFuture(
                        new Outcome.Nothing("tickets may still be sold")));
  }

  private CompletionStage<Outcome> unfinished() {
    if (countedUpTo > 0) {
      return counted();
    }
    return services
        .journal()
        .run(
            journal -> {
              if (listedUpTo == 0) {
                listedUpTo = scan.end(journal);
              }
              SliceOffsets handled =
                  SliceOffsets.read(journal, Tickets.PROJECTION, services.tally().timeout());
              listed =
                  scan.look(journal, handled, Math.max(listed, handled.lowest())).handledUpTo();
              if (listed < listedUpTo) {
                return "the list of unfinished tickets is behind";
              }
              long unfinished = UnfinishedOfMatch.count(journal, matchId);
              if (unfinished > 0) {
                return unfinished + " tickets have not come to their end";
              }
              countedUpTo = scan.end(journal);
              return "";
            })
        .thenCompose(
            why ->
                why.isEmpty()
                    ? counted()
                    : CompletableFuture.completedFuture(Outcome.waiting(why)));
  }

  private CompletionStage<Outcome> counted() {
    return services
        .tallyDatabase()
        .run(services.tally()::handled)
        .thenCompose(
            handled ->
                services
                    .journal()
                    .run(
                        journal ->
                            scan.look(journal, handled, Math.max(counted, handled.lowest()))
                                .handledUpTo()))
        .thenCompose(
            upTo -> {
              counted = upTo;
              return upTo < countedUpTo
                  ? CompletableFuture.completedFuture(Outcome.waiting("the tally is behind"))
                  : seal();
            });
  }

  private CompletionStage<Outcome> seal() {
    return horizon > 0
        ? over()
        : services
            .neighbours()
            .seal(matchId, correlationId)
            .thenCompose(totals -> services.tallyDatabase().run(services.tally()::horizon))
            .thenCompose(
                first -> {
                  horizon = first;
                  return over();
                });
  }

  /** Whoever began to count before the seal was there for all to see, has ended. */
  private CompletionStage<Outcome> over() {
    return services
        .tallyDatabase()
        .run(tally -> services.tally().isOver(tally, horizon))
        .thenApply(
            over ->
                over
                    ? new Outcome.Happened(
                        new TotalsSealed(matchId, correlationId, services.clock().instant()))
                    : Outcome.waiting("tickets are still being counted"));
  }
}
