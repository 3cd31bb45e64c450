package io.sportskk.view;

import akka.actor.typed.ActorRef;
import akka.actor.typed.receptionist.ServiceKey;
import io.sportskk.kernel.CborSerializable;
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

  /** The answer to {@link FindTickets}. */
  sealed interface Reply extends CborSerializable {}

  /**
   * @param nextCursor null on the last page
   */
  record Page(List<TicketRow> items, String nextCursor) implements Reply {}

  /** The cursor was not made by an earlier page. */
  record InvalidCursor() implements Reply {}

  /** The view's database does not answer. */
  record Unavailable(String cause) implements Reply {}
}
