package io.sportskk.match;

import akka.actor.typed.ActorRef;
import akka.actor.typed.receptionist.ServiceKey;
import io.sportskk.kernel.CborSerializable;
import java.util.List;

/** What can be asked about all matches. */
public sealed interface CatalogueQuery extends CborSerializable {

  /** Every ticket node offers this service. */
  ServiceKey<CatalogueQuery> SERVICE = ServiceKey.create(CatalogueQuery.class, "match-catalogue");

  /**
   * List matches, the one that closes last first.
   *
   * @param limit the size of the page, from 1 to 100
   * @param cursor where the previous page ended, null for the first page
   * @param status only matches that are so at the moment, null for all
   */
  record ListMatches(int limit, String cursor, MatchStatus status, ActorRef<Reply> replyTo)
      implements CatalogueQuery {}

  /**
   * What has changed of matches.
   *
   * @param since where the changes before have ended; null to learn where they are now
   */
  record ListChanges(Long since, ActorRef<Reply> replyTo) implements CatalogueQuery {}

  /** The answer to each of them. */
  sealed interface Reply extends CborSerializable {}

  /**
   * @param items fewer than were asked for if more would not fit into one message
   * @param nextCursor null on the last page
   */
  record Page(List<Match> items, String nextCursor) implements Reply {}

  /**
   * @param items each as it stands, in the order in which they have changed; fewer than there are
   *     if more would not fit into one message
   * @param until where these end
   * @param more whether there are others after these
   * @param allSuspended whether the sales of all matches are suspended
   */
  record Changes(List<Match> items, long until, boolean more, boolean allSuspended)
      implements Reply {}

  /** The cursor was not made by an earlier page. */
  record InvalidCursor() implements Reply {}

  /** The catalogue's database does not answer. */
  record Unavailable(String cause) implements Reply {}
}
