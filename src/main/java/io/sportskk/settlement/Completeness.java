package io.sportskk.settlement;

import io.sportskk.kernel.EndedTransactions;
import io.sportskk.kernel.JournalScan;
import io.sportskk.kernel.SliceOffsets;
import io.sportskk.ticket.Tickets;
import io.sportskk.ticket.UnfinishedOfMatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Whether every ticket of a match has come to its end, and the tally has heard of all of them:
 * found out with the numbers of the journal, step by step, and once. All that is in the journal, or
 * on its way there in a transaction, when this begins is taken into account.
 *
 * <p>First the list of unfinished tickets must have come up to the end of the journal, and be
 * without a ticket of this match; then the tally up to where the journal ends by then, with all the
 * ends of these tickets in it.
 */
final class Completeness {

  private final String matchId;
  private final Services services;
  private final EndedTransactions writers;
  private final Handled list;
  private final Handled tally;
  private boolean finished;

  /** How far a projection has come, as far as it was looked at. */
  private static final class Handled {
    private final JournalScan scan;

    /** Up to where it must come; 0 if that is not known yet. */
    private long target;

    private long upTo;
    private SliceOffsets known;

    private Handled(JournalScan scan) {
      this.scan = scan;
    }

    private boolean reaches(Connection journal, SliceOffsets offsets) throws SQLException {
      if (target == 0) {
        target = scan.end(journal);
      }
      if (known != null && offsets.isLessThan(known)) {
        upTo = 0; // it has begun anew
      }
      known = offsets;
      upTo = scan.look(journal, offsets, Math.max(upTo, offsets.lowest())).handledUpTo();
      return upTo >= target;
    }
  }

  Completeness(String matchId, Services services) {
    this.matchId = matchId;
    this.services = services;
    this.writers = new EndedTransactions(services.tally().timeout());
    JournalScan scan = new JournalScan(Tickets.KEY.name(), services.tally().timeout());
    this.list = new Handled(scan);
    this.tally = new Handled(scan);
  }

  /** Asked again and again until it is so: then it is empty, else what is waited for. */
  CompletionStage<String> missing() {
    return finished
        ? counted()
        : services
            .journal()
            .run(this::unfinished)
            .thenCompose(
                why -> {
                  finished = why.isEmpty();
                  return finished ? counted() : CompletableFuture.completedFuture(why);
                });
  }

  private String unfinished(Connection journal) throws SQLException {
    if (!writers.all(journal)) {
      return "events are still being stored";
    }
    SliceOffsets offsets =
        SliceOffsets.read(journal, Tickets.PROJECTION, services.tally().timeout());
    if (!list.reaches(journal, offsets)) {
      return "the list of unfinished tickets is behind";
    }
    long unfinished = UnfinishedOfMatch.count(journal, matchId);
    return unfinished == 0 ? "" : unfinished + " tickets have not come to their end";
  }

  private CompletionStage<String> counted() {
    return services
        .tallyDatabase()
        .run(services.tally()::handled)
        .thenCompose(offsets -> services.journal().run(journal -> tally.reaches(journal, offsets)))
        .thenApply(counted -> counted ? "" : "the tally is behind");
  }
}
