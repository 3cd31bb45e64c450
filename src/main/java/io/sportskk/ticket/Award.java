package io.sportskk.ticket;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Money;

/**
 * What a ticket comes to when the pool of its match is settled.
 *
 * @param dividend what a won ticket pays for each won staked, in tenths (11 is 1.1); else 0
 * @param amount what is paid out or given back, before tax; zero if the ticket is lost
 * @param tax what is kept of it for the tax office
 */
public record Award(Kind kind, long dividend, Money amount, Money tax) implements CborSerializable {

  /** Why a ticket is paid, or is not. */
  public enum Kind {
    WON(TicketStatus.WON),
    LOST(TicketStatus.LOST),
    /** It was sold when the match had begun, or counted when the totals were final. */
    LATE(TicketStatus.REFUNDED),
    /** The match is void. */
    VOID(TicketStatus.REFUNDED),
    /** Nobody has won, and the rules of the pool give the stakes back, or what is left of them. */
    NOBODY_WON(TicketStatus.REFUNDED);

    private final TicketStatus status;

    Kind(TicketStatus status) {
      this.status = status;
    }

    /** Where a ticket stands that is settled so. */
    public TicketStatus status() {
      return status;
    }
  }

  public static Award won(long dividend, Money payout, Money tax) {
    return new Award(Kind.WON, dividend, payout, tax);
  }

  public static Award lost() {
    return new Award(Kind.LOST, 0, Money.ZERO, Money.ZERO);
  }

  /**
   * @param amount the stake, or what the rules leave of it
   */
  public static Award refund(Kind cause, Money amount) {
    return new Award(cause, 0, amount, Money.ZERO);
  }
}
