package io.sportskk.ledger;

import io.sportskk.kernel.Money;
import io.sportskk.payment.WalletEvent;
import io.sportskk.payment.WalletEvent.ChargeBarred;
import io.sportskk.payment.WalletEvent.ChargeReversed;
import io.sportskk.payment.WalletEvent.Charged;
import io.sportskk.payment.WalletEvent.Deposited;
import io.sportskk.payment.WalletEvent.Excluded;
import io.sportskk.payment.WalletEvent.HouseLimitSet;
import io.sportskk.payment.WalletEvent.LimitRaiseRequested;
import io.sportskk.payment.WalletEvent.LimitSet;
import io.sportskk.payment.WalletEvent.PaidOut;
import io.sportskk.payment.WalletEvent.Refunded;
import io.sportskk.payment.WalletEvent.ReturnCause;
import io.sportskk.payment.WalletEvent.StakeApproved;
import java.util.stream.Stream;

/**
 * What each event moves. A booking follows from the event alone, so that a ledger that is made anew
 * is the same.
 */
final class Bookings {

  private Bookings() {}

  static Booking of(WalletEvent event) {
    // Of nothing there is no entry: a wallet may open with a deposit of 0.
    return new Booking(
        legs(event).filter(leg -> leg.amount().won() > 0).map(Leg::movement).toList(),
        event.correlationId(),
        event.at());
  }

  private static Stream<Leg> legs(WalletEvent event) {
    Account wallet = Account.wallet(event.buyerId());
    if (event instanceof Deposited it) {
      return Stream.of(
          new Leg(EntryKind.DEPOSIT, Account.DEPOSITS, wallet, it.amount(), null, null, null));
    }
    if (event instanceof Charged it) {
      return Stream.of(
          new Leg(
              EntryKind.CHARGE,
              wallet,
              Account.pool(it.matchId()),
              it.amount(),
              it.matchId(),
              it.ticketId(),
              null));
    }
    if (event instanceof ChargeReversed it) {
      return Stream.of(
          fromPool(
              EntryKind.REVERSAL, it.matchId(), wallet, it.amount(), it.ticketId(), it.cause()));
    }
    if (event instanceof Refunded it) {
      return Stream.of(
          fromPool(EntryKind.REFUND, it.matchId(), wallet, it.amount(), it.ticketId(), it.cause()));
    }
    if (event instanceof PaidOut it) {
      return Stream.of(
          fromPool(EntryKind.PAYOUT, it.matchId(), wallet, it.net(), it.ticketId(), it.cause()),
          fromPool(EntryKind.TAX, it.matchId(), Account.TAX, it.tax(), it.ticketId(), null));
    }
    if (event instanceof ChargeBarred
        || event instanceof LimitSet
        || event instanceof LimitRaiseRequested
        || event instanceof HouseLimitSet
        || event instanceof Excluded
        || event instanceof StakeApproved) {
      return Stream.of();
    }
    throw new IllegalArgumentException("the ledger does not know " + event.getClass().getName());
  }

  /**
   * @param ticketId null if it is of no single ticket
   * @param cause null if no stake is given back, or that is not known
   */
  private static Leg fromPool(
      EntryKind kind,
      String matchId,
      Account credit,
      Money amount,
      String ticketId,
      ReturnCause cause) {
    return new Leg(kind, Account.pool(matchId), credit, amount, matchId, ticketId, cause);
  }

  /** A movement that may be of nothing. */
  private record Leg(
      EntryKind kind,
      Account debit,
      Account credit,
      Money amount,
      String matchId,
      String ticketId,
      ReturnCause cause) {

    Movement movement() {
      return new Movement(kind, debit, credit, amount, matchId, ticketId, cause);
    }
  }
}
