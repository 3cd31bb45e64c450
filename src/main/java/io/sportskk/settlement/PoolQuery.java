package io.sportskk.settlement;

import akka.actor.typed.ActorRef;
import akka.actor.typed.receptionist.ServiceKey;
import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Money;
import io.sportskk.tally.SealedTally.Ticket;
import java.util.List;

/** What can be asked about the tickets of a pool. */
public sealed interface PoolQuery extends CborSerializable {

  /** Every node that settles offers this service. */
  ServiceKey<PoolQuery> SERVICE = ServiceKey.create(PoolQuery.class, "pool-query");

  /** The most tickets of one page. */
  int MOST = 1_000;

  /**
   * Prove that a ticket is one of those that dividends were fixed of.
   *
   * @param root of the Merkle tree over them, as it was fixed
   */
  record ProveTicket(String matchId, String root, String ticketId, ActorRef<Reply> replyTo)
      implements PoolQuery {}

  /**
   * List the tickets of a pool, in the order of their ids, byte by byte.
   *
   * @param limit the size of the page, from 1 to {@link #MOST}
   * @param after the last ticket of the page before, empty for the first page
   */
  record ListTickets(String matchId, int limit, String after, ActorRef<Reply> replyTo)
      implements PoolQuery {}

  /** The answer to any of them. */
  sealed interface Reply extends CborSerializable {}

  /**
   * The ticket is in the pool.
   *
   * @param index of the ticket, from 0
   * @param path what its hash has to be joined with to come to the root, in hexadecimal: RFC 6962,
   *     section 2.1.1
   */
  record Proof(String team, Money stake, long index, List<String> path) implements Reply {}

  /** The ticket is not in the pool. */
  record NotInPool() implements Reply {}

  /**
   * The tickets that the tally has now are not those that dividends were fixed of: it may be being
   * made anew.
   */
  record OtherTickets() implements Reply {}

  /**
   * @param items fewer than were asked for if more would not fit into one message
   * @param next the last ticket of the page, null on the last page
   */
  record Page(List<Ticket> items, String next) implements Reply {}

  /** The tally's database does not answer. */
  record Unavailable(String cause) implements Reply {}
}
