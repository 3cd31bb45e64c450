package io.sportskk.settlement;

import java.util.Collections;
import java.util.List;

/**
 * Of the Merkle tree over the tickets of a pool, the parts of {@link MerkleTree#PART} tickets: what
 * is kept so that a proof needs the tickets of one part only.
 *
 * @param upTo the last ticket of each part
 * @param hashes of the parts, in hexadecimal
 */
record PoolTree(List<String> upTo, List<String> hashes) {

  PoolTree {
    upTo = List.copyOf(upTo);
    hashes = List.copyOf(hashes);
    if (upTo.size() != hashes.size()) {
      throw new IllegalArgumentException(hashes.size() + " parts, and " + upTo.size() + " ends");
    }
  }

  String root() {
    return parts().root();
  }

  MerkleLevel parts() {
    return new MerkleLevel(hashes);
  }

  /**
   * In which part a ticket is, if it is in the pool: a ticket's id has ASCII characters only, of
   * which the order is that of their bytes.
   *
   * @return as many as there are parts, if it comes after the last ticket
   */
  int partOf(String ticketId) {
    int found = Collections.binarySearch(upTo, ticketId);
    return found < 0 ? -found - 1 : found;
  }

  /** The ticket before a part, empty if it is the first. */
  String before(int part) {
    return part == 0 ? "" : upTo.get(part - 1);
  }
}
