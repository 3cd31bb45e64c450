package io.sportskk.audit;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What the ledger says of one account. Of a wallet's entries it keeps what they say as a hash, 16
 * bytes each: there are millions.
 */
final class LedgerFacts {

  private static final int LEGS = 16;

  private BigInteger balance = BigInteger.ZERO;
  private long entries;
  private long[] keys = new long[0];
  private long[] hashes = new long[0];
  private int kept;

  /** Counts an entry in. */
  void move(long amount) {
    balance = balance.add(BigInteger.valueOf(amount));
    entries++;
  }

  /** Keeps what an entry says of an event of this account's wallet. */
  void keep(long sequenceNr, int leg, long hash) {
    if (kept == keys.length) {
      keys = Arrays.copyOf(keys, kept + Math.max(4, kept / 2));
      hashes = Arrays.copyOf(hashes, keys.length);
    }
    keys[kept] = key(sequenceNr, leg);
    hashes[kept] = hash;
    kept++;
  }

  /** By {@link #key}; what is in the ledger twice is there once, as the database sees to. */
  Map<Long, Long> hashesByKey() {
    Map<Long, Long> byKey = new HashMap<>();
    for (int i = 0; i < kept; i++) {
      byKey.put(keys[i], hashes[i]);
    }
    return byKey;
  }

  static long key(long sequenceNr, int leg) {
    return sequenceNr * LEGS + leg;
  }

  static String transaction(String persistenceId, long key) {
    return persistenceId + "/" + key / LEGS + " leg " + key % LEGS;
  }

  /** In KRW: what was credited less what was debited. */
  BigInteger balance() {
    return balance;
  }

  long entries() {
    return entries;
  }
}
