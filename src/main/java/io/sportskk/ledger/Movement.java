package io.sportskk.ledger;

import io.sportskk.kernel.Money;
import io.sportskk.payment.WalletEvent.ReturnCause;

/**
 * An amount that goes from one account to another.
 *
 * @param debit what it is taken from
 * @param credit what it is given to
 * @param amount more than 0
 * @param matchId null if it is of no match
 * @param ticketId null if it is of no ticket
 * @param cause why a stake is given back by it; null if none is, or that is not known
 */
record Movement(
    EntryKind kind,
    Account debit,
    Account credit,
    Money amount,
    String matchId,
    String ticketId,
    ReturnCause cause) {

  Movement {
    if (debit.of() != kind.debit() || credit.of() != kind.credit()) {
      throw new IllegalArgumentException("no " + kind + " goes from " + debit + " to " + credit);
    }
    if (amount.won() == 0) {
      throw new IllegalArgumentException("nothing moves: " + kind + " from " + debit);
    }
    if (cause != null && !kind.mayGiveBack()) {
      throw new IllegalArgumentException("no " + kind + " gives a stake back: " + cause);
    }
  }

  /** No stake is given back by it. */
  Movement(
      EntryKind kind,
      Account debit,
      Account credit,
      Money amount,
      String matchId,
      String ticketId) {
    this(kind, debit, credit, amount, matchId, ticketId, null);
  }
}
