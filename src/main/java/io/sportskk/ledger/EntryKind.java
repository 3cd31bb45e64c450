package io.sportskk.ledger;

import static io.sportskk.ledger.AccountClass.POOL;
import static io.sportskk.ledger.AccountClass.WALLET;

import java.util.Arrays;
import java.util.List;

/** Why money moves; each kind has its accounts. The database checks the same. */
public enum EntryKind {
  /** Money was paid in. */
  DEPOSIT(AccountClass.DEPOSITS, WALLET),
  /** The stake of a ticket. */
  CHARGE(WALLET, POOL),
  /** A charge was taken back. */
  REVERSAL(POOL, WALLET),
  /** A stake was given back by decision. */
  REFUND(POOL, WALLET),
  /** What a winner gets, after tax. */
  PAYOUT(POOL, WALLET),
  /** What is withheld from a payout. */
  TAX(POOL, AccountClass.TAX),
  TAKEOUT(POOL, AccountClass.TAKEOUT),
  BREAKAGE(POOL, AccountClass.BREAKAGE),
  CARRY_OUT(POOL, AccountClass.CARRY),
  CARRY_IN(AccountClass.CARRY, POOL),
  /** The takeout by a result that was corrected. */
  TAKEOUT_BACK(AccountClass.TAKEOUT, POOL),
  /** The breakage by a result that was corrected. */
  BREAKAGE_BACK(AccountClass.BREAKAGE, POOL),
  /** The carry by a result that was corrected. */
  CARRY_BACK(AccountClass.CARRY, POOL),
  /** What has left a pool by a result that was corrected, and stays where it is. */
  LOSS(AccountClass.CORRECTIONS, POOL),
  /** A loss that is reckoned anew, as the result was corrected once more. */
  LOSS_BACK(POOL, AccountClass.CORRECTIONS);

  private final AccountClass debit;
  private final AccountClass credit;

  EntryKind(AccountClass debit, AccountClass credit) {
    this.debit = debit;
    this.credit = credit;
  }

  /** What the amount is taken from. */
  public AccountClass debit() {
    return debit;
  }

  /** What the amount is given to. */
  public AccountClass credit() {
    return credit;
  }

  /** Whether a stake may be given back by it, or what is left of one. */
  boolean mayGiveBack() {
    return debit == POOL && credit == WALLET;
  }

  /** Those in which such an account takes part. */
  static List<EntryKind> of(AccountClass account) {
    return Arrays.stream(values())
        .filter(kind -> kind.debit == account || kind.credit == account)
        .toList();
  }
}
