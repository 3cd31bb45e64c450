package io.sportskk.settlement;

import java.util.ArrayList;
import java.util.List;

/**
 * Some nodes of a Merkle tree side by side, from the first leaf to the last. All stand for the same
 * number of leaves, a power of two, but the last one maybe for fewer.
 *
 * <p>Two neighbours make a node of the level above, and a last one without a neighbour is one
 * there, too: that is the tree of RFC 6962, section 2.1, which splits leaves at the largest power
 * of two.
 *
 * @param hashes in hexadecimal
 */
record MerkleLevel(List<String> hashes) {

  /** The root above, in hexadecimal; of no nodes, the hash of nothing. */
  String root() {
    if (hashes.isEmpty()) {
      return MerkleHash.hex(new MerkleHash().nothing());
    }
    MerkleLevel level = this;
    while (level.hashes.size() > 1) {
      level = level.above();
    }
    return level.hashes.get(0);
  }

  /**
   * What a node has to be joined with to come to the root, from below: RFC 6962, section 2.1.1.
   *
   * @param index of the node, from 0
   */
  List<String> path(int index) {
    List<String> path = new ArrayList<>();
    MerkleLevel level = this;
    int at = index;
    while (level.hashes.size() > 1) {
      int neighbour = at ^ 1;
      if (neighbour < level.hashes.size()) {
        path.add(level.hashes.get(neighbour));
      }
      level = level.above();
      at /= 2;
    }
    return List.copyOf(path);
  }

  private MerkleLevel above() {
    MerkleHash hash = new MerkleHash();
    List<String> above = new ArrayList<>();
    for (int i = 0; i < hashes.size(); i += 2) {
      above.add(
          i + 1 == hashes.size()
              ? hashes.get(i)
              : MerkleHash.hex(
                  hash.node(MerkleHash.bytes(hashes.get(i)), MerkleHash.bytes(hashes.get(i + 1)))));
    }
    return new MerkleLevel(above);
  }
}
