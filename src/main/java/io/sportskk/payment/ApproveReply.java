package io.sportskk.payment;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Money;
import java.time.Instant;

/** The answer to {@link WalletCommand.ApproveStake}. */
public sealed interface ApproveReply extends CborSerializable {

  /**
   * @param validUntil from then on it can't be used
   * @param replayed whether this approval had been given before; it may be used or have lapsed
   */
  record Approved(Instant validUntil, boolean replayed) implements ApproveReply {}

  /** Nothing was approved: the supervisor is the buyer himself. */
  record OwnStake() implements ApproveReply {}

  /**
   * Nothing was approved: no stake up to so much needs an approval.
   *
   * @param from a stake of this much or more needs one; null if none does
   */
  record NotNeeded(Money from) implements ApproveReply {}

  /** Nothing was approved: there is an approval of other content with this id. */
  record OtherContent() implements ApproveReply {}

  /**
   * Nothing was approved: as many approvals as there may be can be used.
   *
   * @param most so many
   * @param roomFrom when the next of them lapses, if none is used before
   */
  record TooManyOpen(int most, Instant roomFrom) implements ApproveReply {}

  /**
   * Nothing was approved: the wallet remembers as many approvals as it can.
   *
   * @param most so many
   * @param roomFrom when it will have forgotten the oldest of them
   */
  record TooManyRemembered(int most, Instant roomFrom) implements ApproveReply {}
}
