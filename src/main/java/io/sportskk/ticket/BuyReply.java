package io.sportskk.ticket;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Money;
import java.time.Duration;

/** The answer to {@link TicketCommand.Buy}. */
public sealed interface BuyReply extends CborSerializable {

  /**
   * The ticket exists; its status says how the purchase stands.
   *
   * @param replayed whether it existed already, so that this request only repeats the one that made
   *     it
   * @param wasApproved whether it is or was approved, so that its stake has been charged; a node of
   *     an earlier release does not say it
   * @param paymentSuspended whether it waits because payment is suspended (the circuit breaker is
   *     open)
   * @param retryAfter when it makes sense to look again, zero if nothing is waited for
   * @param balance what the buyer's wallet held when it charged or refused the stake for this very
   *     request; null if the request did not wait for that, and from a node of an earlier release
   */
  record Taken(
      Ticket ticket,
      boolean replayed,
      boolean wasApproved,
      boolean paymentSuspended,
      Duration retryAfter,
      Money balance)
      implements BuyReply {}

  /** Nothing was sold. */
  record NotOnSale(Sales.Refusal reason) implements BuyReply {}

  /** Nothing was sold: the stake breaks the rules given. */
  record StakeOutOfBounds(Money min, Money max, Money step) implements BuyReply {}

  /** Nothing was done: this ticket is a purchase of other content. */
  record OtherContent() implements BuyReply {}

  /** The first request for this ticket is still being worked on. */
  record StillRunning() implements BuyReply {}

  /** Nothing was sold: whether the match is on sale is not known at the moment. */
  record SalesUnavailable() implements BuyReply {}
}
