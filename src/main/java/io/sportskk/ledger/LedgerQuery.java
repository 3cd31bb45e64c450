package io.sportskk.ledger;

import akka.actor.typed.ActorRef;
import akka.actor.typed.receptionist.ServiceKey;
import io.sportskk.kernel.CborSerializable;
import java.time.Instant;
import java.util.List;

/** What the ledger can be asked. */
public sealed interface LedgerQuery extends CborSerializable {

  /** Every node that keeps the ledger offers this service. */
  ServiceKey<LedgerQuery> SERVICE = ServiceKey.create(LedgerQuery.class, "ledger");

  /** The most entries of one page. */
  int MOST = 1_000;

  /**
   * Find entries, newest first. The pages of one list are of the ledger as it was when the first
   * one was read: nothing is on two of them, and nothing on none.
   *
   * @param limit the size of the page, from 1 to {@link #MOST}; it may hold fewer items though
   *     there is a next one
   * @param cursor where the previous page ended, null for the first page
   */
  record FindEntries(EntryFilter filter, int limit, String cursor, ActorRef<Reply> replyTo)
      implements LedgerQuery {}

  /**
   * List accounts that have entries, by name.
   *
   * @param prefix with which their names begin, empty for all
   * @param limit the size of the page, from 1 to {@link #MOST}
   * @param cursor where the previous page ended, null for the first page
   */
  record ListAccounts(String prefix, int limit, String cursor, ActorRef<Reply> replyTo)
      implements LedgerQuery {}

  /**
   * What all accounts hold.
   *
   * @param at after all that happened by this time, inclusive; null for now
   */
  record GetTrialBalance(Instant at, ActorRef<Reply> replyTo) implements LedgerQuery {}

  /**
   * Which stakes of a match were given back, and why. A node of an earlier release does not answer.
   */
  record GetReturns(String matchId, ActorRef<Reply> replyTo) implements LedgerQuery {}

  /** The answer to any of them. */
  sealed interface Reply extends CborSerializable {}

  /**
   * @param nextCursor null on the last page
   */
  record EntryPage(List<LedgerEntry> items, String nextCursor) implements Reply {}

  /**
   * @param nextCursor null on the last page
   */
  record AccountPage(List<AccountBalance> items, String nextCursor) implements Reply {}

  record Balanced(TrialBalance balance) implements Reply {}

  record GivenBack(Returns returns) implements Reply {}

  /** The cursor was not made by an earlier page. */
  record InvalidCursor() implements Reply {}

  /** The ledger's database does not answer. */
  record Unavailable(String cause) implements Reply {}
}
