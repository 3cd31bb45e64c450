package io.sportskk.tally;

import akka.actor.typed.ActorRef;
import akka.actor.typed.receptionist.ServiceKey;
import io.sportskk.kernel.CborSerializable;
import java.util.List;

/** What can be asked about the tallies of all matches, and about how one of them moved. */
public sealed interface TallyQuery extends CborSerializable {

  /**
   * Every tally node offers this service. The release before had one that was called {@code
   * tally-query} and told all totals in one message.
   */
  ServiceKey<TallyQuery> SERVICE = ServiceKey.create(TallyQuery.class, "tally-totals");

  /**
   * List the totals of all matches, by match id.
   *
   * @param limit the size of the page, from 1 to 100
   * @param cursor where the previous page ended, null for the first page
   * @param since totals that have not changed since then are left out; null for none
   */
  record ListTotals(int limit, String cursor, Position since, ActorRef<Reply> replyTo)
      implements TallyQuery {}

  /**
   * Tell how the totals of a match moved, as it was known some seconds ago. A node of an earlier
   * release does not answer.
   */
  record GetHistory(String matchId, ActorRef<HistoryReply> replyTo) implements TallyQuery {}

  /**
   * A moment in the life of the tally's database.
   *
   * @param versionsFrom which database it is: one that is made anew is another one
   * @param transaction the first that may not have been over then
   */
  record Position(long versionsFrom, long transaction) implements CborSerializable {}

  /** The answer to {@link ListTotals}. */
  sealed interface Reply extends CborSerializable {}

  /**
   * @param items fewer than were asked for if more would not fit into one message
   * @param nextCursor null on the last page
   * @param position a moment before the page was read: of the first page of a list, what to ask
   *     next time for what has changed since
   */
  record Page(List<MatchTotals> items, String nextCursor, Position position) implements Reply {}

  /** The cursor was not made by an earlier page. */
  record InvalidCursor() implements Reply {}

  /** The answer to {@link GetHistory}. */
  sealed interface HistoryReply extends CborSerializable {}

  record History(TotalsHistory totals) implements HistoryReply {}

  /** The tally's database does not answer. */
  record Unavailable(String cause) implements Reply, HistoryReply {}
}
