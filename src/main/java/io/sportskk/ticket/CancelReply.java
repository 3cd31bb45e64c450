package io.sportskk.ticket;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Money;
import java.time.Duration;

/** The answer to {@link TicketCommand.Cancel}. */
public sealed interface CancelReply extends CborSerializable {

  /**
   * @param balance what the buyer's wallet held when the charge was reversed for this very request;
   *     null if the ticket had been cancelled before, and from a node of an earlier release
   */
  record Cancelled(Ticket ticket, Money balance) implements CancelReply {}

  /**
   * The cancellation is certain, but the charge is not reversed yet.
   *
   * @param retryAfter when it makes sense to look again
   */
  record Cancelling(Ticket ticket, Duration retryAfter) implements CancelReply {}

  /**
   * The cancellation is certain, but not whether something was charged and has to be given back: an
   * operator decides.
   */
  record Undecided(Ticket ticket) implements CancelReply {}

  /**
   * The cancel window or the sales of the match have closed; or there is nothing to cancel as
   * payment was refused.
   */
  record TooLate(Ticket ticket) implements CancelReply {}

  /** Nothing was done: while sales of the match are suspended no ticket is cancelled, either. */
  record SalesSuspended(Ticket ticket) implements CancelReply {}

  /** There is no such ticket, or it is somebody else's. */
  record NoSuchTicket() implements CancelReply {}

  /** Nothing was done: whether sales have closed is not known at the moment. */
  record SalesUnavailable() implements CancelReply {}
}
