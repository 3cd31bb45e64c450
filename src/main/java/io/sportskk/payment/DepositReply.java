package io.sportskk.payment;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Money;
import java.time.Instant;

/** The answer to {@link WalletCommand.Deposit}. */
public sealed interface DepositReply extends CborSerializable {

  /**
   * @param replayed whether this deposit had been made before
   */
  record Deposited(Money balance, boolean replayed) implements DepositReply {}

  /**
   * Nothing was paid in: the wallet would hold more than a wallet can.
   *
   * @param most what could be paid in at most
   */
  record TooMuch(Money most) implements DepositReply {}

  /**
   * Nothing was paid in: the wallet remembers as many deposits as it can.
   *
   * @param most so many
   * @param roomFrom when it will have forgotten the oldest of them
   */
  record TooMany(int most, Instant roomFrom) implements DepositReply {}

  /** Nothing was paid in: the buyer is excluded. */
  record Excluded(Instant until) implements DepositReply {}

  /**
   * Nothing was paid in: more would be in the day, the week or the month than the buyer or the
   * house allows.
   *
   * @param left what could be paid in
   * @param freeAgainAt when the next day, week or month begins
   */
  record LimitExceeded(LimitKind kind, Money left, Instant freeAgainAt) implements DepositReply {}

  /** Nothing was paid in: there is a deposit of another amount with this id. */
  record OtherAmount(Money first) implements DepositReply {}
}
