package io.sportskk.ledger;

import java.util.Arrays;
import java.util.Optional;

/**
 * Something that holds money: what was credited to it less what was debited.
 *
 * @param id of the buyer or the match; empty if there is but one such account
 */
public record Account(AccountClass of, String id) {

  static final Account DEPOSITS = new Account(AccountClass.DEPOSITS, "");
  static final Account TAKEOUT = new Account(AccountClass.TAKEOUT, "");
  static final Account BREAKAGE = new Account(AccountClass.BREAKAGE, "");
  static final Account CARRY = new Account(AccountClass.CARRY, "");
  static final Account CORRECTIONS = new Account(AccountClass.CORRECTIONS, "");
  static final Account TAX = new Account(AccountClass.TAX, "");

  public Account {
    if (of.isOneOfMany() == id.isEmpty()) {
      throw new IllegalArgumentException("not an account: " + of + " of '" + id + "'");
    }
  }

  public static Account wallet(String buyerId) {
    return new Account(AccountClass.WALLET, buyerId);
  }

  public static Account pool(String matchId) {
    return new Account(AccountClass.POOL, matchId);
  }

  /** Empty if no account can have this name. */
  public static Optional<Account> named(String name) {
    int colon = name.indexOf(':');
    String label = colon < 0 ? name : name.substring(0, colon);
    String id = colon < 0 ? "" : name.substring(colon + 1);
    return Arrays.stream(AccountClass.values())
        .filter(it -> it.label().equals(label))
        .filter(it -> it.isOneOfMany() ? !id.isEmpty() : colon < 0)
        .map(it -> new Account(it, id))
        .findFirst();
  }

  /** For example {@code takeout} or {@code wallet:buyer-1}. */
  public String name() {
    return id.isEmpty() ? of.label() : of.label() + ":" + id;
  }

  @Override
  public String toString() {
    return name();
  }
}
