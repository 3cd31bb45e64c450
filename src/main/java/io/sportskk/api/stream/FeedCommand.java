package io.sportskk.api.stream;

import akka.actor.typed.receptionist.Receptionist;
import io.sportskk.tally.MatchTotals;
import io.sportskk.tally.TallyQuery;
import io.sportskk.ticket.Ticket;
import java.util.concurrent.CompletableFuture;

/** What a feed can be told. A feed and its readers are on one node: nothing of this leaves it. */
public sealed interface FeedCommand {

  /** A reader, known by identity. */
  final class Reader {
    private final String buyerId;

    /**
     * @param buyerId whose tickets it reads of, null for everybody's
     */
    Reader(String buyerId) {
      this.buyerId = buyerId;
    }

    String buyerId() {
      return buyerId;
    }
  }

  /**
   * Where to begin.
   *
   * @param lastEventId of the last event that the client has, null for none
   * @param answer comes at once
   */
  record Open(Reader reader, String lastEventId, CompletableFuture<FeedBatch> answer)
      implements FeedCommand {}

  /**
   * What comes after a position.
   *
   * @param answer comes once there is something
   */
  record Next(Reader reader, long after, CompletableFuture<FeedBatch> answer)
      implements FeedCommand {}

  /** The reader is gone. */
  record Leave(Reader reader) implements FeedCommand {}

  /**
   * A match has changed.
   *
   * @param json as it is told
   */
  record MatchChanged(String matchId, Object json) implements FeedCommand {}

  /**
   * The sales of all matches have changed.
   *
   * @param json as it is told
   */
  record SalesChanged(Object json) implements FeedCommand {}

  // What feeds tell themselves

  record TicketChanged(Ticket ticket) implements FeedCommand {}

  record TotalsChanged(MatchTotals totals) implements FeedCommand {}

  /** Totals that could not be told whole may be now. */
  record MoreToTell(MatchTotals totals) implements FeedCommand {}

  /** It could not be found out what is missing of them. */
  record NotYet(MoreToTell message) implements FeedCommand {}

  /** The nodes that can be asked for totals have changed. */
  record TalliesListed(Receptionist.Listing listing) implements FeedCommand {}

  /** Totals that have changed are to be asked for. */
  record Refresh() implements FeedCommand {}

  /**
   * @param reply null if none came
   */
  record Refreshed(TallyQuery.Reply reply, Throwable failure) implements FeedCommand {}

  /** It is to be seen how matches have ended. */
  record LookAtOutcomes() implements FeedCommand {}

  /**
   * @param shown null if nobody has answered
   */
  record OutcomeTold(String matchId, OutcomeView.Shown shown, Throwable failure)
      implements FeedCommand {}

  /** Matches that changed a while ago are no news any more. */
  record ForgetMatches() implements FeedCommand {}

  /** Readers may be told again. */
  record Resume() implements FeedCommand {}
}
