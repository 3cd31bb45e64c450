package io.sportskk.ledger;

import io.sportskk.kernel.Money;

/**
 * An amount that goes from one account to another.
 *
 * @param debit what it is taken from
 * @param credit what it is given to
 * @param amount more than 0
 * @param matchId null if it is of no match
 * @param ticketId null if it is of no ticket
 */
record Movement(
    EntryKind kind, Account debit, Account credit, Money amount, String matchId, String ticketId) {

  Movement {
    if (debit.of() != kind.debit() || credit.of() != kind.credit()) {
      throw new IllegalArgumentException("no " + kind + " goes from " + debit + " to " + credit);
    }
    if (amount.won() == 0) {
      throw new IllegalArgumentException("nothing moves: " + kind + " from " + debit);
    }
  }
}
