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
 *     reversed or refused; more are refused
 * @param rememberChargesFor how long after the close of its sales a match is remembered
 * @param rememberDeposits how many ids of deposits are remembered, the newest ones
 */
public record WalletRules(
    Money openingBalance,
    Money matchLimit,
    int matchTickets,
    Duration rememberChargesFor,
    int rememberDeposits) {

  /**
   * What one wallet can hold, open charges included: the largest whole number that every reader of
   * JSON keeps exactly (2^53 - 1).
   */
  public static final Money MOST = Money.won((1L << 53) - 1);

  /** Whether a match is forgotten: by time alone, not by what else has happened to the wallet. */
  boolean forgotten(Instant salesCloseAt, Instant now) {
    return now.isAfter(salesCloseAt.plus(rememberChargesFor));
  }

  boolean exceedsMatchLimit(Money staked, Money amount) {
    // Written so that no sum can overflow, and right if the limit was lowered below what is staked.
    return amount.won() > matchLimit.won() - staked.won();
  }

  boolean hasRoomFor(MatchCharges match) {
    return match.tickets() < matchTickets;
  }
}
