package io.sportskk.audit;

import io.sportskk.payment.WalletEvent.ReturnCause;
import java.util.Map;

/**
 * What wallets, tally and view know of one ticket, before the ticket's own events are read. Each
 * part is filled in by one thread; there is one for each ticket, so they are small.
 */
final class TicketFacts {

  /** Null: no wallet knows the ticket. */
  Charge charge;

  /** Null: the tally does not know it. */
  TallyEntry entry;

  /** Null: the view does not have it. */
  ViewRow row;

  /**
   * The view's refused cancellations of it, by the numbers of their events; null if it has none.
   */
  Map<Long, RefusedRow> refused;

  /** Whether the ticket is on the list of those to be woken up. */
  boolean listed;

  /** What became of a charge. */
  enum ChargeState {
    OPEN,
    REVERSED,
    /** The stake was given back when the wallet did not know the charge any more. */
    REFUNDED,
    /** The ticket has won: its stake stays in the pool, and what it has won was paid. */
    PAID_OUT,
    /** It was refused, or reversed before it came: there never was a charge. */
    BARRED
  }

  /**
   * @param amount in KRW, 0 if there never was a charge
   * @param at when it was charged or barred, in microseconds since 1970; 0 if it was only refunded
   * @param paid what was paid out for the ticket, less taxes, in KRW
   * @param changedAt when something happened to it last, in microseconds since 1970
   * @param cause why the stake was given back, or what is left of it, the last time; null if it was
   *     not, or the wallet does not say
   */
  record Charge(
      String buyerId,
      String matchId,
      long amount,
      ChargeState state,
      long at,
      long paid,
      long changedAt,
      ReturnCause cause) {

    /** Nothing else has happened to it. */
    Charge(String buyerId, String matchId, long amount, ChargeState state, long at) {
      this(buyerId, matchId, amount, state, at, 0, at, null);
    }

    /** Whether it could be given back. */
    boolean isOpen() {
      return state == ChargeState.OPEN;
    }

    /** Whether it was made and not given back. */
    boolean isKept() {
      return isOpen() || state == ChargeState.PAID_OUT;
    }

    Charge reversed(ReturnCause why, long when) {
      return new Charge(buyerId, matchId, amount, ChargeState.REVERSED, at, paid, when, why);
    }

    /** By a result that was corrected its stake was given back, and now it has won. */
    Charge paidOnTop(long amountPaid, ReturnCause why, long when) {
      return paid(state, amountPaid, why, when);
    }

    Charge paidOut(long amountPaid, ReturnCause why, long when) {
      return paid(ChargeState.PAID_OUT, amountPaid, why, when);
    }

    private Charge paid(ChargeState then, long amountPaid, ReturnCause why, long when) {
      return new Charge(
          buyerId,
          matchId,
          amount,
          then,
          at,
          Math.addExact(paid, amountPaid),
          when,
          why == null ? cause : why);
    }
  }

  /** A row of {@code tally_entry}. */
  record TallyEntry(String matchId, String team, long stake, String status) {}

  /**
   * A row of the view.
   *
   * @param correlationHash of the correlation id, which is of no use here but to be compared
   * @param requestedAt in microseconds since 1970, as are all times here
   */
  record ViewRow(
      String buyerId,
      String matchId,
      String team,
      long stake,
      String status,
      boolean tallied,
      String reason,
      long correlationHash,
      long requestedAt,
      long updatedAt,
      long sequenceNr) {}

  /**
   * A row of the view's refused cancellations.
   *
   * @param at in microseconds since 1970
   */
  record RefusedRow(
      String matchId, String as, String by, String reason, String correlationId, long at) {}
}
