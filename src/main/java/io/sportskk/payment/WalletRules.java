package io.sportskk.payment;

import io.sportskk.kernel.Money;
import java.time.Duration;
import java.time.Instant;

/**
 * The rules of every wallet.
 *
 * @param openingBalance what a new wallet holds
 * @param matchLimit what one buyer may stake on one match at most; a reversal gives it back
 * @param matchTickets how many tickets of one match a wallet remembers at most, be they charged,
 *     reversed or refused; more are refused. So it bounds also how many payouts and refunds there
 *     can be, each of a ticket that was charged: these have no limit of their own, which could
 *     refuse a rightful one
 * @param rememberChargesFor how long after the close of its sales a match is remembered
 * @param rememberDepositsFor how long the id of a deposit is remembered, and that of an approval,
 *     and that a ticket's stake was refunded or a ticket paid out
 * @param maxDeposits how many deposits are made in that time at most; more are refused, as to
 *     forget one early would let it be made again
 * @param play how limits of play work
 * @param supervision which stakes a supervisor has to approve
 */
public record WalletRules(
    Money openingBalance,
    Money matchLimit,
    int matchTickets,
    Duration rememberChargesFor,
    Duration rememberDepositsFor,
    int maxDeposits,
    PlayRules play,
    SupervisionRules supervision) {

  /**
   * What one wallet can hold, open charges included: the largest whole number that every reader of
   * JSON keeps exactly (2^53 - 1).
   */
  public static final Money MOST = Money.won((1L << 53) - 1);

  /** Whether a match is forgotten: by time alone, not by what else has happened to the wallet. */
  boolean forgotten(Instant salesCloseAt, Instant now) {
    return now.isAfter(salesCloseAt.plus(rememberChargesFor));
  }

  /** Whether a deposit is forgotten; the one that a wallet opens with never is. */
  boolean forgotten(String depositId, Instant madeAt, Instant now) {
    return !depositId.equals(WalletEvent.OPENING_BALANCE)
        && now.isAfter(madeAt.plus(rememberDepositsFor));
  }

  /**
   * Whether it is forgotten that a decision was carried out: a refund or a payout.
   *
   * @param since when that was done or decided, whichever is later
   */
  boolean forgottenDecision(Instant since, Instant now) {
    return now.isAfter(since.plus(rememberDepositsFor));
  }

  /** Whether an approval is forgotten: like a deposit, and not while it can be used. */
  boolean forgotten(StakeApprovals.Approval approval, Instant now) {
    return now.isAfter(approval.at().plus(rememberDepositsFor))
        && !now.isBefore(approval.validUntil());
  }

  boolean exceedsMatchLimit(Money staked, Money amount) {
    // Written so that no sum can overflow, and right if the limit was lowered below what is staked.
    return amount.won() > matchLimit.won() - staked.won();
  }

  boolean hasRoomFor(MatchCharges match) {
    return match.tickets() < matchTickets;
  }
}
