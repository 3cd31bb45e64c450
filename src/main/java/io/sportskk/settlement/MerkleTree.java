package io.sportskk.settlement;

import io.sportskk.tally.SealedTally;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The Merkle tree over all tickets of a pool, as they come one after the other: RFC 6962, section
 * 2.1, with SHA-256. Nobody can add, leave out or change a ticket later and keep its root. It keeps
 * one hash for each level, and one for each {@link #PART} tickets.
 */
final class MerkleTree {

  /** How many leaves each part has of those that are kept to make proofs from; the last, fewer. */
  static final int PART = 1_024;

  /** A complete tree of a power of two of leaves. */
  private static final class Subtree {
    private final long leaves;
    private final byte[] hash;

    private Subtree(long leaves, byte[] hash) {
      this.leaves = leaves;
      this.hash = hash;
    }
  }

  private final MerkleHash hash = new MerkleHash();

  /** The largest first, each smaller than the one before. */
  private final Deque<Subtree> subtrees = new ArrayDeque<>();

  private final List<String> completeParts = new ArrayList<>();
  private long leaves;

  void add(SealedTally.Ticket ticket) {
    add(MerkleHash.text(ticket));
  }

  void add(byte[] leaf) {
    Subtree next = new Subtree(1, hash.leaf(leaf));
    while (!subtrees.isEmpty() && subtrees.getLast().leaves == next.leaves) {
      next = joined(subtrees.removeLast(), next);
      if (next.leaves == PART) {
        completeParts.add(MerkleHash.hex(next.hash));
      }
    }
    subtrees.addLast(next);
    leaves++;
  }

  private Subtree joined(Subtree left, Subtree right) {
    return new Subtree(left.leaves + right.leaves, hash.node(left.hash, right.hash));
  }

  long leaves() {
    return leaves;
  }

  /** In hexadecimal; of no ticket at all, the hash of nothing. */
  String root() {
    return MerkleHash.hex(subtrees.isEmpty() ? hash.nothing() : joined(subtrees));
  }

  /** The hash of each part, in hexadecimal. */
  List<String> parts() {
    List<String> parts = new ArrayList<>(completeParts);
    List<Subtree> rest = subtrees.stream().filter(subtree -> subtree.leaves < PART).toList();
    if (!rest.isEmpty()) {
      parts.add(MerkleHash.hex(joined(rest)));
    }
    return List.copyOf(parts);
  }

  private byte[] joined(Iterable<Subtree> largestFirst) {
    Deque<Subtree> rest = new ArrayDeque<>();
    largestFirst.forEach(rest::addLast);
    Subtree root = rest.removeLast();
    while (!rest.isEmpty()) {
      root = joined(rest.removeLast(), root);
    }
    return root.hash;
  }
}
