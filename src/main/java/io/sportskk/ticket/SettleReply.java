package io.sportskk.ticket;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Money;

/** The answer to {@link TicketCommand.Settle}. */
public sealed interface SettleReply extends CborSerializable {

  /** Whether it makes no sense to ask again: somebody has to look at it. */
  default boolean isForGood() {
    return this instanceof Differs || this instanceof Refused;
  }

  /**
   * It is settled so, now or before; whatever is to be paid has been paid.
   *
   * @param overpaid what it was paid in earlier rounds beyond what it is awarded, which is not
   *     taken back
   */
  record Settled(String ticketId, Money overpaid) implements SettleReply {

    /** A node of an earlier release says nothing of it, and knows of no correction. */
    public Settled {
      overpaid = overpaid == null ? Money.ZERO : overpaid;
    }
  }

  /** It ended before it could be settled: it was cancelled or rejected. */
  record Ended(String ticketId, TicketStatus status) implements SettleReply {}

  /**
   * Nothing is settled: the ticket is not what the settlement takes it for, or has been settled
   * otherwise. To ask again is of no use.
   */
  record Differs(String ticketId, String how) implements SettleReply {}

  /** Payment does not pay it, whenever it is asked. */
  record Refused(String ticketId, String why) implements SettleReply {}

  /** It is not settled yet: it may be asked again. */
  record NotYet(String ticketId, String why) implements SettleReply {}
}
