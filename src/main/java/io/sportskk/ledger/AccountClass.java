package io.sportskk.ledger;

import java.util.Locale;

/** The kinds of accounts. Of wallets and pools there are many, of each other kind there is one. */
public enum AccountClass {
  /** What the outside has paid in: it is debited, and so never above 0. */
  DEPOSITS,
  /** Of a buyer. */
  WALLET,
  /** Of a match: the stakes that are in it. */
  POOL,
  /** What the house keeps of the pools. */
  TAKEOUT,
  /** What rounding the dividends down leaves. */
  BREAKAGE,
  /** What pools hand on to later ones. */
  CARRY,
  /** What is withheld from payouts for the state. */
  TAX,
  /** What the operator has lost by corrected results: it is debited, and so never above 0. */
  CORRECTIONS;

  /** What the name of an account is, or begins with if there are many. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isOneOfMany() {
    return this == WALLET || this == POOL;
  }
}
