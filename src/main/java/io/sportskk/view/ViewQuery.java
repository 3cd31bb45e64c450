package io.sportskk.view;

import akka.actor.typed.ActorRef;
import akka.actor.typed.receptionist.ServiceKey;
import io.sportskk.kernel.CborSerializable;
import io.sportskk.ticket.Purchase;
import java.util.List;

/** What the administrator's view can be asked. */
public sealed interface ViewQuery extends CborSerializable {

  /** Every view node offers this service. */
  ServiceKey<ViewQuery> SERVICE = ServiceKey.create(ViewQuery.class, "view");

  /**
   * Find tickets, newest first.
   *
   * @param limit the size of the page, from 1 to 100
   * @param cursor where the previous page ended, null for the first page
   */
  record FindTickets(TicketFilter filter, int limit, String cursor, ActorRef<Reply> replyTo)
      implements ViewQuery {}

  /**
   * Find refused cancellations, newest first. A node of an earlier release does not answer.
   *
   * @param matchId null for those of all matches
   * @param limit the size of the page, from 1 to 100
   * @param cursor where the previous page ended, null for the first page
   */
  record FindRefused(String matchId, int limit, String cursor, ActorRef<Reply> replyTo)
      implements ViewQuery {}

  /** Tell all that has happened to a ticket. */
  record TellHistory(String ticketId, ActorRef<Reply> replyTo) implements ViewQuery {}

  /** The answer to any of them. */
  sealed interface Reply extends CborSerializable {}

  /**
   * @param nextCursor null on the last page
   */
  record Page(List<TicketRow> items, String nextCursor) implements Reply {}

  /**
   * @param nextCursor null on the last page
   */
  record RefusedPage(List<RefusedCancellation> items, String nextCursor) implements Reply {}

  /**
   * @param steps oldest first
   */
  record History(Purchase purchase, List<TicketStep> steps) implements Reply {}

  /** There is no such ticket. */
  record NoSuchTicket() implements Reply {}

  /** The cursor was not made by an earlier page. */
  record InvalidCursor() implements Reply {}

  /** The view's database, or the journal, does not answer. */
  record Unavailable(String cause) implements Reply {}
}
